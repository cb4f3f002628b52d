"""The strict reading: a message by the book, taken apart in one pass.

RFC 5322 2, RFC 2045 5-6, RFC 2046 5.1, RFC 2183. It is all or nothing. Where every header field, delimiter and
parameter stands exactly as the standards say, every program comes to this structure, and nothing has to be read twice.
``None`` says that something does not, or that some part could hold a calendar in a wrapping; the tolerant readings of
``mime.py`` and ``calendars.py`` then take over. A test holds the two against each other: what is read here, they read
alike and without a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import msgspec

from salver.core.limits import Limits
from salver.read.archives import ARCHIVES, packed_name
from salver.read.beginnings import BLANK, begins_calendar
from salver.read.boundaries import cut
from salver.read.calendar_names import calendar_name, calendar_type, mail_name
from salver.read.containers import CMS_NAMES
from salver.read.content_types import TOP_LEVEL_TYPES
from salver.read.headers import blank_fold, unfold
from salver.read.message import FoundBy
from salver.read.parameters import Parameterized, parse_parameterized
from salver.read.sweep import sweep
from salver.read.transfer import PLAIN, Encoding, decode, decode_head

# Fields with their folded lines, then the blank line. A class like [^\r\n] costs four times as much as a dot.
# RFC 5322 2.1
_WITH_CRLF = rb"(?:[!-9;-~]++:.*+(?<=\r)\n(?:[ \t].*+(?<=\r)\n)*+){0,%d}+\r\n"
_WITH_LF = rb"(?:[!-9;-~]++:.*+\n(?:[ \t].*+\n)*+){0,%d}+\n"
_BARE_CR = re.compile(rb"\r[^\n]")
_STRUCTURE = re.compile(rb"\nContent-([^:]++):(.*+(?:\n[ \t].*+)*+)", re.IGNORECASE)
# RFC 2045 5.2
_TEXT = b"text/plain"
# RFC 2046 5.1.1
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=?-](?:[0-9A-Za-z'()+_,./:=? -]{0,68}[0-9A-Za-z'()+_,./:=?-])?")
# RFC 2045 6.1
_ENCODINGS: dict[bytes, Encoding] = {
    b"7bit": "7bit",
    b"8bit": "8bit",
    b"binary": "binary",
    b"base64": "base64",
    b"quoted-printable": "quoted-printable",
}
# Every byte below 128 means in them what it means in ASCII.
_ASCII_LIKE = frozenset({"utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252"})
_MULTIPARTS = frozenset({"multipart/mixed", "multipart/alternative", "multipart/related", "multipart/signed"})
# Parts that are what they are called. Any other type is left to the tolerant readings.
_PLAIN_TYPES = ("text/", "image/", "audio/", "video/", "font/", "application/")
_LOOKED_INTO = frozenset(
    {
        "application/octet-stream",
        "application/pkcs7-mime",
        "application/x-pkcs7-mime",
        "application/pgp-encrypted",
        "application/ms-tnef",
        "application/vnd.ms-tnef",
        "application/mac-binhex40",
        "application/applefile",
        "application/calendar+json",
        "application/calendar+xml",
    }
)
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
# TNEF, zip, gzip, and DER or BER that could be PKCS#7.
_WRAPPINGS = (b"\x78\x9f\x3e\x22", b"PK", b"\x1f\x8b", b"\x30\x80", b"\x30\x81", b"\x30\x82", b"\x30\x83", b"\x30\x84")
# Files, and encrypted text, written straight into a text. A word is found four times as fast as a pattern.
_BEGIN = b"begin"
_BEGIN_FILE = re.compile(rb"begin[ \t]+[0-7]|=ybegin")
_BINHEX = b"(This file must"
_ARMOUR = b"-----BEGIN PGP MESSAGE"
# With any other first byte it is no calendar and no wrapping. A soft break may be cut in two by a glance: "=".
_SUSPICIOUS = frozenset(b"Bb=\0 \t\r\n\v\f\xef\xbb\xbf\xff\xfe\xc2\xe2") | {wrapping[0] for wrapping in _WRAPPINGS}
_HEAD = 1024
_GLANCE = 16
"""So many bytes of a body show the first byte of its content, if there is any: four groups of base64."""
# Two signs and the line end behind them.
_PADDING = 6
# The headers of parts are short and much alike: "Content-Type: text/html; charset=utf-8" and little more.
_SHORT = 300


class Leaf(msgspec.Struct, frozen=True, gc=False):
    """A part without parts of its own, with offsets of the message. ``found_by``: how it is known as a calendar."""

    number: str
    content_type: str
    parameters: dict[str, str]
    encoding: Encoding
    names: tuple[str, ...]
    start: int
    body: int
    end: int
    found_by: FoundBy | None


class _Header(NamedTuple):
    """What the fields of one entity say about its structure."""

    content_type: str
    parameters: dict[str, str]
    encoding: Encoding
    names: tuple[str, ...]
    found_by: FoundBy | None


class _UnclearError(Exception):
    """Something leaves room for a second reading. Never leaves this file."""


def read_strictly(raw: bytes, limits: Limits) -> tuple[int, list[Leaf]] | None:
    """Where the body begins, and every leaf in order; None as soon as anything is not by the book."""
    if len(raw) > limits.message_bytes:
        return None
    reader = _Reader(raw, limits)
    try:
        body, header = reader.header(0, len(raw))
        if body <= len(b"\r\n"):
            return None
        reader.entity(header, 0, body, len(raw), "", 0)
    except _UnclearError:
        return None
    if reader.near:
        return None
    return body, reader.leaves


class _Reader:
    def __init__(self, raw: bytes, limits: Limits) -> None:
        self.raw = raw
        self.limits = limits
        self.leaves: list[Leaf] = []
        self.room = limits.mime_parts
        self.near: set[int] = set()
        self.block = _block(limits.header_fields, raw[: raw.find(b"\n")].endswith(b"\r"))

    def header(self, start: int, end: int) -> tuple[int, _Header]:
        """Where the body of the entity begins, and what its header says."""
        match = self.block(self.raw, start, end)
        if match is None:
            raise _UnclearError
        block = match[0]
        if len(block) <= _SHORT:
            header = _short_header(block)
        else:
            header = _header(block) if len(block) <= self.limits.header_bytes else None
        if header is None:
            raise _UnclearError
        return start + len(block), header

    def entity(self, header: _Header, start: int, body: int, end: int, number: str, depth: int) -> None:
        """One entity whose header is read: cut it into parts, or keep it as a leaf."""
        self.room -= 1
        if self.room < 0 or depth >= self.limits.mime_depth:
            raise _UnclearError
        content_type, parameters, encoding, names, found_by = header
        if content_type in _MULTIPARTS:
            self._multipart(parameters["boundary"].encode(), body, end, number, depth)
            return
        if found_by is None and content_type not in _SIGNATURES:
            raw = self.raw
            glance = decode_head(raw[body : min(end, body + _GLANCE)], encoding)
            if not glance or glance[0] in _SUSPICIOUS:
                self._look_at_head(encoding, body, end)
            if encoding == "base64" and 0 <= raw.find(b"=", body, min(end, body + _HEAD)) < end - _PADDING:
                raise _UnclearError  # some go on behind the padding
            if content_type.startswith("text/"):
                self._text(header, body, end)
        self.leaves.append(Leaf(number or "1", content_type, parameters, encoding, names, start, body, end, found_by))

    def _multipart(self, boundary: bytes, body: int, end: int, number: str, depth: int) -> None:
        found = cut(self.raw, body, end, boundary, self.room + 1)
        if found.overflow or found.padded is not None or not found.closed:
            raise _UnclearError
        if found.near or self.near:
            # An inner boundary may honestly begin with the outer one.
            self.near.update(found.near)
            self.near.difference_update(found.delimiters)
        for start, stop in (found.preamble, found.epilogue):
            words = self.raw[start:stop].strip()
            if words and sweep(words) is not None:
                raise _UnclearError
        for index, (start, stop) in enumerate(found.parts, 1):
            inner, header = self.header(start, stop)
            if blank_fold(self.raw, start, inner) is not None:
                raise _UnclearError
            self.entity(header, start, inner, stop, f"{number}.{index}" if number else str(index), depth + 1)

    def _look_at_head(self, encoding: Encoding, body: int, end: int) -> None:
        """Refuse content that begins like a calendar or a wrapping, or with a thousand blanks."""
        head = decode_head(self.raw[body : min(end, body + _HEAD)], encoding)
        if _hides_something(head) or (end - body > _HEAD and not head.strip(BLANK)):
            raise _UnclearError

    def _text(self, header: _Header, start: int, end: int) -> None:
        """A text is only that when no file and nothing encrypted is written into it (MIME-12)."""
        if self.raw.find(_ARMOUR, start, end) >= 0:
            raise _UnclearError
        if header.content_type != "text/html":
            content = decode(self.raw[start:end], header.encoding)
            if (_BEGIN in content and _BEGIN_FILE.search(content)) or _BINHEX in content:
                raise _UnclearError


@lru_cache(maxsize=8)
def _block(fields: int, returns: bool) -> Callable[[bytes, int, int], re.Match[bytes] | None]:
    """What matches a header of at most so many fields, its lines ended as in the first line of the message."""
    return re.compile((_WITH_CRLF if returns else _WITH_LF) % fields).match


def _hides_something(head: bytes) -> bool:
    return head.startswith(_WRAPPINGS) or begins_calendar(head)


def _names_a_wrapping(name: str) -> bool:
    return packed_name(name) is not None or name.lower().rstrip().endswith(CMS_NAMES)


def _header(block: bytes) -> _Header | None:
    """The structure fields of a header whose lines are all fields; None where any leaves a doubt."""
    # A CR inside a line ends it for some readers.
    if _BARE_CR.search(block) if block.endswith(b"\r\n") else b"\r" in block:
        return None
    fields = _structure_fields(block)
    if fields is None or b"encoding" in fields or b"." in fields.get(b"description", b""):
        return None
    kind = parse_parameterized(fields.get(b"type", _TEXT))
    disposition = parse_parameterized(fields[b"disposition"]) if b"disposition" in fields else None
    encoding = _ENCODINGS.get(fields.get(b"transfer-encoding", b"7bit").lower())
    if encoding is None or _doubtful(kind) or (disposition and _doubtful(disposition)):
        return None
    content_type, parameters = kind.value, kind.parameters
    top, slash, _ = content_type.partition("/")
    if not slash or top not in TOP_LEVEL_TYPES:
        return None
    if content_type.startswith("multipart/"):
        clear = _BOUNDARY.fullmatch(parameters.get("boundary", "")) and encoding in PLAIN
        return _Header(content_type, parameters, encoding, (), None) if clear and content_type in _MULTIPARTS else None
    # Some take a text apart that has a boundary.
    if "boundary" in parameters or parameters.get("charset", "utf-8").lower() not in _ASCII_LIKE:
        return None
    # RFC 2183 2.3
    both = (disposition.parameters.get("filename") if disposition else None, parameters.get("name"))
    names = tuple(dict.fromkeys([name for name in both if name is not None]))
    found_by: FoundBy | None = None
    if names and any(map(_names_a_wrapping, names)):
        return None
    if calendar_type(content_type, parameters):
        found_by = "type"
    elif names and calendar_name(names):
        found_by = "name"
    elif (
        not content_type.startswith(_PLAIN_TYPES)
        or content_type in _LOOKED_INTO | ARCHIVES
        or mail_name(content_type, names)
    ):
        return None
    return _Header(content_type, parameters, encoding, names, found_by)


_short_header = lru_cache(maxsize=512)(_header)


def _structure_fields(block: bytes) -> dict[bytes, bytes] | None:
    """The Content- fields by the rest of their lower-case name; None when one stands there twice."""
    fields: dict[bytes, bytes] = {}
    for name, value in _STRUCTURE.findall(b"\n" + block):
        if (known := name.lower()) in fields:
            return None
        fields[known] = unfold(value)
    return fields


def _doubtful(read: Parameterized) -> bool:
    """Whether programs could read a field in different ways, or find nothing in it."""
    return not read.value or bool(read.doubts or read.others or read.repeated)
