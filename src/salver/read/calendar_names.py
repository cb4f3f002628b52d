"""The names calendars travel under: content types and file endings (RFC 5545 8.1, threats MIME-14, MIME-15)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

CALENDAR_TYPES = frozenset(
    {
        "text/calendar",
        "text/x-calendar",
        "text/vcalendar",
        "text/x-vcalendar",
        "text/ical",
        "text/ics",
        "text/icalendar",
        "text/x-icalendar",
        "application/calendar",
        "application/ics",
        "application/x-ics",
        "application/ical",
        "application/x-ical",
        "application/icalendar",
        "application/x-icalendar",
        "application/hbs-vcs",
        "application/x-extension-ics",
    }
)
"""RFC 5545 8.1 and the other names calendars travel under (MIME-15)."""
NAME_ENDINGS = (".ics", ".ical", ".ifb", ".icalendar", ".vcs")
_AFTER_NAME = re.compile(r"[\W_]+\Z")


def calendar_type(content_type: str, parameters: Mapping[str, str]) -> bool:
    """Whether this (lower-case) content type with these parameters says calendar."""
    if content_type in CALENDAR_TYPES:
        return True
    return content_type == "text/directory" and parameters.get("profile", "").lower() == "vcalendar"


def calendar_name(names: Iterable[str]) -> bool:
    """Whether any of these file names is a calendar's.

    Tricks with blanks, dots, quotes, cases and characters nobody sees are set aside (MIME-14).
    """
    return any(_plain(name).endswith(NAME_ENDINGS) for name in names)


def _plain(name: str) -> str:
    """The name in lower case without invisible characters, and without signs and blanks at its end."""
    if not name.isprintable():
        name = "".join(character for character in name if character.isprintable())
    return _AFTER_NAME.sub("", name[-200:]).lower()
