"""An address field in words, quoted strings, comments and special characters (RFC 5322 3.2.1-3.2.4)."""

from __future__ import annotations

import re
from typing import NamedTuple

_RUN = re.compile(rb'[^\s"(),:;<>@\[\]\\]++|[ \t\r\n]++|.', re.DOTALL)
_UNQUOTE = re.compile(rb"\\(.)", re.DOTALL)
_SPECIALS = b'"(),:;<>@[]\\'
_TO_QUOTE = re.compile(rb'["\\]')
_TO_PAREN = re.compile(rb"[()\\]")


class Token(NamedTuple):
    """``kind`` is ``text``, ``quoted``, ``comment``, ``blank``, or the special character itself.

    ``text`` is without the signs around it, and in a quoted string without backslashes; ``escaped`` says that there
    were some.
    """

    kind: str
    text: bytes
    escaped: bool = False


def tokens(line: bytes) -> tuple[list[Token], bool]:
    """Split one unfolded line; false when something in it does not close."""
    found: list[Token] = []
    position = 0
    while position < len(line):
        sign = line[position : position + 1]
        if sign == b'"':
            end = _closing(line, position + 1)
            inner = line[position + 1 : end]
            found.append(Token("quoted", _UNQUOTE.sub(rb"\1", inner), b"\\" in inner))
        elif sign == b"(":
            end = _closing_comment(line, position + 1)
            found.append(Token("comment", line[position + 1 : end]))
        else:
            match = _RUN.match(line, position)
            assert match
            text = match[0]
            kind = "blank" if text.isspace() else "text" if text not in _SPECIALS else text.decode("latin-1")
            found.append(Token(kind, text))
            position = match.end()
            continue
        if end >= len(line):
            return found, False
        position = end + 1
    return found, True


def _closing(line: bytes, position: int) -> int:
    """Where a quoted string ends (RFC 5322 3.2.4)."""
    while (match := _TO_QUOTE.search(line, position)) is not None:
        if match[0] == b'"':
            return match.start()
        position = match.end() + 1
    return len(line)


def _closing_comment(line: bytes, position: int) -> int:
    """Where a comment ends; comments nest (RFC 5322 3.2.2)."""
    depth = 1
    while (match := _TO_PAREN.search(line, position)) is not None:
        position = match.end() + (match[0] == b"\\")
        depth += (match[0] == b"(") - (match[0] == b")")
        if depth == 0:
            return match.start()
    return len(line)
