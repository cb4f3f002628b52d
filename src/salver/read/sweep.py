"""Calendar bytes where no part accounts for them: plain, in base64 at any alignment, quoted-printable, UTF-16.

Only regions outside the parts and leaves whose structure is in doubt are swept. An ordinary text that talks about
iCalendar is never looked at, so that a mailing list about calendars is no calendar.
"""

from __future__ import annotations

import binascii
import re
from typing import NamedTuple

_OPENING = re.compile(rb"(?:\A|[\r\n])[ \t]{0,64}BEGIN[ \t]{0,8}:[ \t]{0,8}VCALENDAR", re.IGNORECASE)
_MARK = b"begin:vcalendar"
_CLOSING = b"end:vcalendar"
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


class Hit(NamedTuple):
    """Calendar bytes: the decoded calendar and how they were written."""

    data: bytes
    way: str


def _signatures() -> tuple[tuple[int, bytes], ...]:
    """What BEGIN:VCALENDAR looks like inside base64, for each of the three alignments (offset in the quad, letters)."""
    found = []
    for word in (b"BEGIN:VCALENDAR", b"begin:vcalendar", b"BEGIN:vcalendar"):
        for shift in range(3):
            letters = binascii.b2a_base64(b"\0" * shift + word, newline=False)
            lead = (0, 2, 3)[shift]  # letters that also depend on the bytes before
            whole = (shift + len(word)) // 3 * 4
            found.append((lead, letters[lead:whole]))
    return tuple(found)


_SIGNATURES = _signatures()


def sweep(region: bytes) -> Hit | None:
    """The first calendar hidden in these bytes, or None. Linear: each look is one pass."""
    if (start := opening(region)) >= 0:
        return Hit(region[start : _end(region, start)], "plain")
    if b"\0" in region and (start := opening(narrow := region.replace(b"\0", b""))) >= 0:
        return Hit(narrow[start : _end(narrow, start)], "utf-16")
    if b"=" in region and (start := opening(printable := binascii.a2b_qp(region))) >= 0:
        return Hit(printable[start : _end(printable, start)], "quoted-printable")
    return _in_base64(region)


def opening(data: bytes) -> int:
    """Where a line BEGIN:VCALENDAR begins, or -1. Only the beginning of a line counts, prose about it does not."""
    if b"vcalendar" not in data.lower():
        return -1
    match = _OPENING.search(data)
    if match is None:
        return -1
    return match.start() + (1 if match[0][:1] in b"\r\n" else 0)


def _end(data: bytes, start: int) -> int:
    """Behind the last END:VCALENDAR, or the end of the data when there is none."""
    last = data.lower().rfind(_CLOSING)
    return last + len(_CLOSING) if last > start else len(data)


def _in_base64(region: bytes) -> Hit | None:
    if len(region) < len(_SIGNATURES[0][1]):
        return None
    letters = region.translate(None, _NOT_BASE64)
    for lead, signature in _SIGNATURES:
        hit = letters.find(signature)
        if hit < 0:
            continue
        run = letters[hit - lead if hit >= lead else hit :]
        run = run[: len(run) // 4 * 4]
        data = binascii.a2b_base64(run)
        start = data.lower().find(_MARK)
        if start >= 0:
            return Hit(data[start : _end(data, start)], "base64")
    return None
