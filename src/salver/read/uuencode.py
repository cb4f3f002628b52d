"""Uuencode, as a transfer encoding and as files written straight into a text (POSIX uuencode, threats MIME-11)."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

_BEGIN = re.compile(rb"(?:\A|(?<=[\r\n]))begin[ \t]+[0-7]{3,4}[ \t]+([^\r\n]{0,1000})[^\r\n]*+[\r\n]+", re.IGNORECASE)
_LINE = re.compile(rb"([^\r\n]*+)[\r\n]*+")
MARK = b"begin "
"""What every file begins with."""


def decode_uuencode(data: bytes) -> bytes:
    """The lines between ``begin`` and ``end``; broken lines are left out."""
    pieces: list[bytes] = []
    inside = False
    for line in data.splitlines():
        if not inside:
            inside = line[:6].lower() == MARK
            continue
        if line.strip() == b"end":
            break
        pieces.append(_decoded(line))
    return b"".join(pieces)


def files(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of every file written into a text, in order. Linear: no line is looked at twice."""
    position = 0
    while (match := _BEGIN.search(text, position)) is not None:
        content, position = _content(text, match.end())
        yield match[1].strip(), content


def _content(text: bytes, position: int) -> tuple[bytes, int]:
    """The lines from here to ``end``, the next ``begin`` or a line that is none, and where they stop."""
    pieces: list[bytes] = []
    while position < len(text):
        match = _LINE.match(text, position)
        assert match
        line = match[1].rstrip(b" \t")
        if line[:6].lower() == MARK:
            break
        position = match.end()
        if line == b"end" or match.end() == match.start():
            break
        pieces.append(_decoded(line))
    return b"".join(pieces), position


def _decoded(line: bytes) -> bytes:
    """One line: a length, then four characters for three bytes. Some writers pad it past its length."""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        length = ((line[0] - 32) & 63) if line else 0
        try:
            return binascii.a2b_uu(line[: 1 + (length * 4 + 2) // 3])
        except binascii.Error:
            return b""
