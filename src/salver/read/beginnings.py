"""Whether bytes begin with a calendar, as a program that goes by the content would look at them (MIME-16)."""

from __future__ import annotations

import re

from salver.read.charsets import second_reading

_HEAD = 1024
BLANK = b" \t\r\n\v\f\0\xef\xbb\xbf\xff\xfe"
"""Blanks, line ends and byte order marks: what may stand before a calendar without being anything."""
# Byte order marks and blank lines before, folds inside the words, parameters behind BEGIN.
# RFC 5545 3.1
_FOLD = r"(?:\r{0,2}\n[ \t]|\r[ \t])?"


def _folded(word: str) -> str:
    return _FOLD.join(word)


_LEAD = r"[\s\xef\xbb\xbf\xff\xfe\xc2\xa0\xe2\x80\x8b]*+"
_BEGIN = _folded("BEGIN") + r"[ \t]{0,8}(?:;[^\r\n]*?)?" + _FOLD + ":" + _FOLD + r"[ \t]{0,8}"
_OBJECTS = "|".join(_folded(word) for word in ("VCALENDAR", "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY"))
_CALENDAR = re.compile((_LEAD + _BEGIN + _folded("VCALENDAR")).encode("latin-1"), re.IGNORECASE)
_FILE = re.compile((_LEAD + _BEGIN + rf"(?:{_OBJECTS})\b").encode("latin-1"), re.IGNORECASE)


def begins_calendar(data: bytes) -> bool:
    """Whether the first line that is not blank is BEGIN:VCALENDAR; a UTF-16 calendar counts."""
    return _CALENDAR.match(_narrow(data)) is not None


def begins_calendar_file(data: bytes) -> bool:
    """The same for a bare file, where an event without its VCALENDAR counts too."""
    return _FILE.match(_narrow(data)) is not None


def begins_in_charset(head: bytes, charset: str | None) -> bool:
    """The same for a reader that believes the charset parameter, where that changes ASCII (UTF-7, ISO-2022)."""
    other = second_reading(head, charset) if charset else None
    return other is not None and begins_calendar(other)


def _narrow(data: bytes) -> bytes:
    """The head of wide text as if it were ASCII."""
    return data[:_HEAD].replace(b"\0", b"") if b"\0" in data[:_HEAD] else data
