"""A second reader to compare with: Python's standard library, as a plain program would use it."""

from __future__ import annotations

import email
import email.message
from collections.abc import Iterator
from email import policy

_TYPES = ("text/calendar", "application/ics")


def stdlib_sees_calendar(raw: bytes) -> bool:
    """Whether ``email`` shows a calendar: by type, by a name that ends in .ics, or by its first words anywhere.

    Both of its policies are asked. What makes it fail shows nothing.
    """
    return any(_shows_calendar(part) for part in _parts(raw))


def _parts(raw: bytes) -> Iterator[email.message.Message]:
    yield from email.message_from_bytes(raw, policy=policy.compat32).walk()
    yield from email.message_from_bytes(raw, policy=policy.default).walk()


def _shows_calendar(part: email.message.Message) -> bool:
    try:
        if part.get_content_type() in _TYPES:
            return True
        name = part.get_filename()
        if name and name.strip().lower().endswith(".ics"):
            return True
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):  # it has its own bugs on hostile input
        return False
    return isinstance(content, bytes) and b"begin:vcalendar" in content.lower()
