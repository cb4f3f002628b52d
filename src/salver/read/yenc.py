"""yEnc: files written into a text with nearly all of its bytes as they are (yEnc draft 1.3, threats MIME-12).

A file begins with a line ``=ybegin line=128 size=1234 name=invite.ics`` and ends with ``=yend``; in between every byte
is 42 too large, and ``=`` before a byte says that it is another 64 too large. Mail programs with a root in news readers
show such a file as an attachment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MARK = b"=ybegin "
"""What every file begins with."""
_BEGIN = re.compile(rb"(?:\A|(?<=[\r\n]))=ybegin [^\r\n]*+[\r\n]*+")
_NAME = re.compile(rb" name=([^\r\n]*)")
_PART = re.compile(rb"=ypart [^\r\n]*+[\r\n]*+")
_END = re.compile(rb"[\r\n]=y(?:end|begin)\b")
_ESCAPES = 16  # at most one in so many bytes
_PLAIN = bytes((value - 42) % 256 for value in range(256))
_ESCAPED = bytes((value - 42 - 64) % 256 for value in range(256))


def files(text: bytes, most: int) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of every file, in order, none of it looked at twice.

    Of all files together at most about ``most`` bytes are decoded; after them content stays empty.
    """
    position = 0
    left = most
    while (begin := _BEGIN.search(text, position)) is not None:
        name = _NAME.search(begin[0])
        position = begin.end()
        part = _PART.match(text, position)
        if part is not None:
            position = part.end()
        # A file without data has its end mark right here, behind the line end that was stepped over.
        stop = _END.search(text, max(position - 1, 0))
        end = stop.start() if stop is not None else len(text)
        content = decode(text[position : min(end, position + left)], most // _ESCAPES) if left > 0 else b""
        left -= len(content)
        yield name[1].strip() if name else b"", content
        position = max(end, position)


def decode(data: bytes, most_escapes: int) -> bytes:
    """The bytes of a file from the lines between its marks, up to so many escapes.

    Honest files have one in fifty bytes; only somebody who wants to keep us busy writes more.
    """
    first, *rest = data.translate(None, b"\r\n").split(b"=", most_escapes + 1)
    del rest[most_escapes:]
    pieces = [first.translate(_PLAIN)]
    waiting = False  # an escaped "=" leaves an empty piece behind
    for piece in rest:
        if waiting:
            pieces.append(piece.translate(_PLAIN))
            waiting = False
        elif piece:
            pieces.append(piece[:1].translate(_ESCAPED))
            pieces.append(piece[1:].translate(_PLAIN))
        else:
            pieces.append(b"=".translate(_ESCAPED))
            waiting = True
    return b"".join(pieces)
