"""Two linear scanners every structured header field needs: comments out, and split outside quoted strings."""

from __future__ import annotations

import re

_STOP = re.compile(rb'["()\\]')


def without_comments(value: bytes) -> tuple[bytes, bool, bool]:
    """Take comments out of a structured field (RFC 5322 3.2.2).

    Returns the rest with one blank for a comment, whether there was one, and whether quotes and parentheses balance.
    Quoted strings are left alone. Comments nest; depth is only counted, never recursed into (DOS-18).
    """
    # RFC 5322 3.2.2
    if b"(" not in value and b")" not in value and value.count(b'"') % 2 == 0 and b"\\" not in value:
        return value, False, True
    kept: list[bytes] = []
    depth, quoted, balanced, found = 0, False, True, False
    position, size = 0, len(value)
    while position < size:
        match = _STOP.search(value, position)
        here = match.start() if match else size
        if depth == 0:
            kept.append(value[position:here])
        if match is None:
            break
        sign = value[here]
        step = 2 if sign == 0x5C else 1
        if sign == 0x22 and depth == 0:
            quoted = not quoted
        elif sign == 0x28 and not quoted:
            depth, found = depth + 1, True
            if depth == 1:
                kept.append(b" ")
        elif sign == 0x29 and not quoted:
            balanced = balanced and depth > 0
            depth = max(depth - 1, 0)
            position = here + 1
            continue
        if depth == 0:
            kept.append(value[here : here + step])
        position = here + step
    return b"".join(kept), found, balanced and depth == 0 and not quoted


def split_outside_quotes(value: bytes, sign: bytes) -> list[bytes]:
    """Split at ``sign`` (one byte) wherever it stands neither inside a quoted string nor behind a backslash."""
    if b'"' not in value and b"\\" not in value:
        return value.split(sign)
    pieces: list[bytes] = []
    stop = re.compile(rb'["\\' + re.escape(sign) + rb"]")
    start, position, quoted = 0, 0, False
    while match := stop.search(value, position):
        here = match.start()
        found = match[0]
        if found == b"\\":
            position = here + 2
            continue
        if found == b'"':
            quoted = not quoted
        elif not quoted:
            pieces.append(value[start:here])
            start = here + 1
        position = here + 1
    pieces.append(value[start:])
    return pieces
