"""Calendar bytes where no part accounts for them: plain, wide, base64 at any alignment, quoted-printable, uuencode.

Only regions outside the parts and leaves whose structure is in doubt are swept. An ordinary text that talks about
iCalendar is never looked at, so that a mailing list about calendars is no calendar. In a swept region a line that looks
like the header of a calendar part is enough: what stands under it may be written in a way nobody thought of.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from salver.core.limits import DEFAULT_LIMITS
from salver.read import charsets
from salver.read.calendar_names import calendar_name, calendar_type
from salver.read.parameters import parse_parameterized
from salver.read.uuencode import MARK as UU_MARK
from salver.read.uuencode import files

# BEGIN:VCALENDAR, also with blanks around the colon and with parameters before it, which tolerant readers skip.
# RFC 5545 3.1
_BEGIN = rb"BEGIN[ \t]{0,8}(?:;[^\r\n]*?)?:[ \t]{0,8}VCALENDAR"
_OPENING = re.compile(rb"(?:\A|[\r\n])[ \t\xef\xbb\xbf\xff\xfe]{0,64}" + _BEGIN, re.IGNORECASE)
# The same in the middle of a line. It never runs over a second BEGIN, so that many of them cost no more than one.
_ANYWHERE = re.compile(rb"BEGIN[ \t]{0,8}(?:;(?:(?!BEGIN)[^\r\n])*?)?:[ \t]{0,8}VCALENDAR", re.IGNORECASE)
_FIELD = re.compile(rb"content-([a-z]{1,30})[ \t]*+:([^\r\n]*+)", re.IGNORECASE)
# A line with the folded ones behind it.
# RFC 5322 2.2.3
_LOGICAL = re.compile(rb"[^\r\n]*+(?:(?:\r{0,2}\n|\r)[ \t][^\r\n]*+)*+")
_MARKS = b"\xef\xbb\xbf\xff\xfe"
_MOST_MARKS = 64
_WORD = b"vcalendar"
_HEADER = b"content-"
_LOWER = bytes(range(256)).lower()
_CLOSING = b"end:vcalendar"
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
_SHORT = 256
_SHORTEST = 20  # letters of base64 that BEGIN:VCALENDAR takes
_MOST_FILES = DEFAULT_LIMITS.mime_parts
_MOST_FIELDS = DEFAULT_LIMITS.header_fields
_MOST_FIELD = DEFAULT_LIMITS.text_characters


class Hit(NamedTuple):
    """Calendar bytes and how they were written. ``data`` is empty where only a header line speaks of a calendar."""

    data: bytes
    way: str


def sweep(region: bytes, headers: bool = True) -> Hit | None:
    """The first calendar hidden in these bytes, or None. Linear: each look is one pass.

    ``headers`` says whether a line that looks like the header of a calendar part is enough.
    """
    # The words most mail has between its parts are few and always the same.
    return _cached(region, headers) if len(region) <= _SHORT else _sweep(region, headers)


def _sweep(region: bytes, headers: bool) -> Hit | None:
    header = None
    for way, view, loose in _views(region):
        squeezed = _squeezed(view)
        found = _calendar(view, loose) if _WORD in squeezed else None
        if found is not None:
            return Hit(found, way)
        if headers and header is None and _HEADER in squeezed and calendar_header(view):
            header = Hit(b"", "header")
    return uuencoded(region) or header


_cached = lru_cache(maxsize=256)(_sweep)


def opening(data: bytes) -> int:
    """Where a line BEGIN:VCALENDAR begins, or -1. Only the beginning of a line counts, prose about it does not."""
    if _WORD not in data.lower():
        return -1
    match = _OPENING.search(data)
    if match is None:
        return -1
    return match.start() + (1 if match[0][:1] in b"\r\n" else 0)


def calendar_bytes(data: bytes) -> bytes | None:
    """From the line BEGIN:VCALENDAR on, folds and zero bytes undone where only that shows it; None without one."""
    return _calendar(data, loose=False) if _WORD in _squeezed(data) else None


def uuencoded(text: bytes) -> Hit | None:
    """The first file written into a text in uuencode that is named like a calendar or holds one (MIME-11)."""
    if UU_MARK not in text:
        return None
    for number, (name, content) in enumerate(files(text)):
        if number >= _MOST_FILES:
            return Hit(b"", "uuencode")  # as with header lines: none may hide behind so many
        found = calendar_bytes(content)
        if found is not None or calendar_name((charsets.text(name),)):
            return Hit(content if found is None else found, "uuencode")
    return None


def normal(data: bytes) -> bytes:
    """The same text without zero bytes, with every line end as LF and with folded lines joined (RFC 5545 3.1)."""
    if b"\0" in data:
        data = data.translate(None, b"\0")
    if b"\r" in data:
        data = data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    # RFC 5545 3.1
    return data.replace(b"\n ", b"").replace(b"\n\t", b"")


def calendar_header(view: bytes) -> bool:
    """Whether a line looks like the header of a calendar part: its type, a method, or a calendar's file name."""
    for number, field in enumerate(_fields(view)):
        if number >= _MOST_FIELDS:
            return True  # nobody honest leaves so many behind, and none may hide behind them
        match = _FIELD.match(field)
        if match is None:
            continue
        read = parse_parameterized(match[2])
        if match[1].lower() == b"type" and (
            "method" in read.parameters
            or any(calendar_type(word, read.parameters) for word in (read.value, *read.others))
        ):
            return True
        if calendar_name((*read.parameters.values(), *(text for _, text in read.repeated))):
            return True
    return False


def _fields(view: bytes) -> Iterator[bytes]:
    """What may be a Content- field, from that word on and with its folds undone.

    The word is looked for and not the pattern, which would try every byte, and only what follows it is made normal.
    """
    text = view.translate(None, b"\0") if b"\0" in view else view
    lower = text.lower()
    place = lower.find(_HEADER)
    while place >= 0:
        before = text[max(place - _MOST_MARKS, 0) : place]
        first = place <= _MOST_MARKS and not before.strip(_MARKS + b" \t")
        if first or before.rstrip(_MARKS)[-1:] in (b"\r", b"\n"):
            field = _LOGICAL.match(text, place, place + _MOST_FIELD)
            assert field
            yield normal(field[0])
        place = lower.find(_HEADER, place + len(_HEADER))


def _views(region: bytes) -> Iterator[tuple[str, bytes, bool]]:
    """Every way to read the region: its name, the bytes, and whether the beginning of a line may be lost in it."""
    yield "plain", region, False
    if b"=" in region:
        # RFC 2045 6.7
        yield "quoted-printable", binascii.a2b_qp(region), False
    # A run of base64 may begin at any letter, so all four alignments are decoded: one of them reads it right.
    # RFC 2045 6.8
    letters = region.translate(None, _NOT_BASE64)
    for shift in range(4):
        size = (len(letters) - shift) // 4 * 4
        if size >= _SHORTEST:
            yield "base64", binascii.a2b_base64(letters[shift : shift + size]), True


def _squeezed(view: bytes) -> bytes:
    """Lower case, nothing that folding or wide letters could put inside a word: a word not in here is nowhere."""
    return view.translate(_LOWER, b"\0\r\n\t ")


def _calendar(view: bytes, loose: bool) -> bytes | None:
    """The calendar in one view; ``loose`` also takes one that does not begin a line."""
    pattern = _ANYWHERE if loose else _OPENING
    for text in (view, normal(view)):
        match = pattern.search(text)
        if match is not None:
            start = match.start() + (0 if loose or match[0][:1] not in b"\r\n" else 1)
            return text[start : _end(text, start)]
    return None


def _end(data: bytes, start: int) -> int:
    """Behind the last END:VCALENDAR, or the end of the data when there is none."""
    last = data.lower().rfind(_CLOSING)
    return last + len(_CLOSING) if last > start else len(data)
