"""Whether any reader but ours could find a calendar: stricter than a plain program, for what we hand on ourselves."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import Message

from tests.read.oracle import stdlib_sees_calendar

_ENDINGS = (".ics", ".vcs")


def others_see_calendar(raw: bytes) -> bool:
    """What ``stdlib_sees_calendar`` sees, and also wide text, text in its own character set, and names with a tail."""
    if stdlib_sees_calendar(raw):
        return True
    for policy in (email.policy.default, email.policy.compat32):
        for part in email.message_from_bytes(raw, policy=policy).walk():
            if str(part.get_filename() or "").rstrip("\"'. ").lower().endswith(_ENDINGS):
                return True
            if any(b"BEGIN:VCALENDAR" in content.replace(b"\0", b"").upper() for content in _contents(part)):
                return True
    return False


def _contents(part: Message) -> Iterator[bytes]:
    """The content as it stands, without its transfer encoding, and as text in its character set."""
    if part.is_multipart():
        return
    plain = part.get_payload(decode=False)
    yield plain.encode("utf-8", "surrogateescape") if isinstance(plain, str) else b""
    decoded = part.get_payload(decode=True)
    if isinstance(decoded, bytes):
        yield decoded
        try:
            yield decoded.decode(part.get_param("charset", "ascii"), "replace").encode()  # type: ignore[arg-type]
        except (LookupError, TypeError):
            return
