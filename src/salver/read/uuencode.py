"""Uuencode, as a transfer encoding and as files written straight into a text (POSIX uuencode, threats MIME-11)."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from salver.core.limits import DEFAULT_LIMITS

_BEGIN = re.compile(
    rb"(?:\A|(?<=[\r\n]))begin[ \t]++[0-7]{3,4}+[ \t]++([^\r\n]{0,1000}+)[^\r\n]*+(?:[\r\n]++|\Z)",
)
_LINE = re.compile(rb"([^\r\n]*+)[\r\n]*+")
_MOST_LINES = DEFAULT_LIMITS.calendar_lines
MARK = b"begin"
"""What every file begins with."""


def decode_uuencode(data: bytes) -> bytes:
    """The lines between ``begin`` and ``end``; broken lines are left out."""
    pieces: list[bytes] = []
    inside = False
    for line in data.splitlines():
        if not inside:
            inside = line[:6].lower() in (b"begin ", b"begin\t")
            continue
        if line.strip() == b"end":
            break
        pieces.append(_decoded(line))
    return b"".join(pieces)


def files(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of every file written into a text, in order, none of it looked at twice.

    Only as many lines are decoded as a calendar may have; after them content stays empty and only names are given.
    """
    left = _MOST_LINES
    position = 0
    while (match := _BEGIN.search(text, position)) is not None:
        content, position, taken = _content(text, match.end(), left)
        left -= taken
        yield match[1].strip(), content


def _content(text: bytes, position: int, most: int) -> tuple[bytes, int, int]:
    """The lines from here to ``end``, the next ``begin`` or the limit; where they stop, and how many they are."""
    pieces: list[bytes] = []
    while position < len(text) and len(pieces) < most:
        match = _LINE.match(text, position)
        assert match
        line = match[1]
        if line.startswith(MARK):
            break
        position = match.end()
        if line.rstrip() == b"end":
            break
        pieces.append(_decoded(line))
    return b"".join(pieces), position, len(pieces)


def _decoded(line: bytes) -> bytes:
    """One line: a length, then four characters for three bytes. Some writers pad it past its length.

    Of a line that is shorter than its length says, only what it carries: the rest would be zero bytes without end.
    """
    carried = (len(line) - 1) * 3 // 4
    if carried <= 0:
        return b""
    try:
        return binascii.a2b_uu(line)[:carried]
    except binascii.Error:
        length = (line[0] - 32) & 63
        try:
            return binascii.a2b_uu(line[: 1 + (length * 4 + 2) // 3])[:carried]
        except binascii.Error:
            return b""
