"""The top-level header block as bytes to cut from: every field that any reader could see, with its exact place.

``read.headers`` answers "what does this message say"; this answers "what could somebody take it to say", so that
nothing claimed in our name survives a removal. Where all lines end alike, both see the same fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

# The end of the header block in three readings: lines end in LF or CRLF; in CRLF alone; in CR, LF or CRLF.
_ENDS = (
    re.compile(rb"(?:\A|\n)\r?\n"),
    re.compile(rb"(?:\A|\r\n)\r\n"),
    re.compile(rb"(?:\A|\r\n|\r|\n)(?:\r\n|\r|\n)"),
)
_LINE = re.compile(rb"[^\n]*\n?")
_LINE_IN_ANY_READING = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)?")
_FIELD = re.compile(rb"[^\s:]+[ \t]*:")  # a line that opens a field (RFC 5322 2.2; blanks before the colon: 4.5.3)
# What some readers step over before a name: blanks, and the mark of UTF-8.
_BEFORE_NAME = re.compile(rb"[ \t]*(?:\xef\xbb\xbf)?[ \t]*")
_CLAIM = re.compile(_BEFORE_NAME.pattern + rb"(?:x-salver-|authentication-results)", re.IGNORECASE)


class Field(msgspec.Struct, frozen=True):
    """``raw[start:end]``: name, colon, value, folds and line end. ``name`` is lower-case, ``value`` as it stands."""

    name: bytes
    value: bytes
    start: int
    end: int


class Block(msgspec.Struct, frozen=True):
    """A header block. ``end`` is where the body begins; ``leading`` is how many bytes at the start belong to no field
    (continuations of nothing). ``uniform`` says that all lines end alike, so that every reader sees these fields.

    Where it is false, taking a field out may move the end of the block for one reader or another; so ``fields`` then
    holds claims in our name (``X-Salver-``, Authentication-Results) from the body, too.
    """

    raw: bytes
    fields: tuple[Field, ...]
    end: int
    leading: int
    uniform: bool


def read_block(raw: bytes) -> Block:
    """Find the fields of ``raw``. Total and linear; where readers disagree, the longest block of any reading."""
    found = _ENDS[0].search(raw)
    end = found.end() if found else len(raw)
    uniform = _is_uniform(raw, end)
    if not uniform:
        ends = [match.end() if (match := pattern.search(raw)) else len(raw) for pattern in _ENDS]
        end = max(ends)
    fields, leading = _fields(raw, end, uniform)
    return Block(raw, fields, end, leading, uniform)


def without(block: Block, unwanted: Sequence[Field], *, leading: bool = False) -> bytes:
    """The message less these fields (and, if ``leading``, less the bytes before the first field)."""
    raw = block.raw
    pieces = []
    position = block.leading if leading else 0
    for start, end in _joined(unwanted):
        pieces.append(raw[position:start])
        # A bare CR before the hole and an LF behind it would become one line end, and the empty line would be gone.
        if raw[max(start - 1, 0) : start] == b"\r" and raw[end : end + 1] == b"\n":
            end -= 1
        position = max(position, end)
    pieces.append(raw[position:])
    return b"".join(pieces)


def _joined(fields: Sequence[Field]) -> Iterator[tuple[int, int]]:
    """The spans of these fields in order, neighbours as one."""
    start = end = -1
    for field in fields:
        if field.start == end:
            end = field.end
            continue
        if start >= 0:
            yield start, end
        start, end = field.start, field.end
    if start >= 0:
        yield start, end


def _is_uniform(raw: bytes, end: int) -> bool:
    """Whether a reader of CRLF, one of LF and one of any line end see the same lines in ``raw[:end]``.

    Lines that end in LF are no lines at all for a reader of CRLF: to it the block goes on to the first CRLF anywhere.
    """
    returns, pairs, feeds = (raw.count(what, 0, end) for what in (b"\r", b"\r\n", b"\n"))
    if pairs == 0:
        return returns == 0 and b"\r\n" not in raw
    return returns == pairs == feeds


def _fields(raw: bytes, end: int, uniform: bool) -> tuple[tuple[Field, ...], int]:
    """The fields of ``raw[:end]``, and where the first line begins that is not a continuation of nothing."""
    stop = end if uniform else len(raw)
    starts: list[int] = []
    leading: int | None = None
    in_field = False
    pattern = _LINE if uniform else _LINE_IN_ANY_READING
    position = 0
    while position < stop and (line := pattern.match(raw, position, stop)) is not None:
        text = line.group()
        folded = text[:1] in (b" ", b"\t")
        leading = position if leading is None and not folded else leading
        if not folded or not in_field or (not uniform and _claims(text)):
            starts.append(position)
            in_field = _claims(text) or _FIELD.match(text) is not None
        position = line.end()
    fields = []
    for start, until in pairwise([*starts, stop]):
        if start < end or _claims(raw[start:until]):
            fields.append(_field(raw, start, until))
    return tuple(field for field in fields if field is not None), end if leading is None else leading


def _claims(text: bytes) -> bool:
    return _CLAIM.match(text) is not None


def _field(raw: bytes, start: int, end: int) -> Field | None:
    text = raw[start:end]
    if not text.strip(b"\r\n"):
        return None
    opening = _BEFORE_NAME.match(text)
    name, _, value = text[opening.end() if opening else 0 :].partition(b":")
    return Field(name.rstrip(b" \t").lower(), value, start, end)
