"""Cut the body of a multipart at its delimiter lines (RFC 2046 5.1.1)."""

from __future__ import annotations

import msgspec

_LF = 0x0A
_CR = 0x0D
_HYPHEN = 0x2D
_BLANK = b" \t\r"
_LINE_HEAD = 200


class Cut(msgspec.Struct, frozen=True):
    """Where the parts of a multipart body lie. Offsets are those of the source; every range is half open.

    ``parts`` are header-and-body ranges, without the line end that belongs to the next delimiter. ``preamble`` and
    ``epilogue`` are what no part accounts for. ``delimiters`` are offsets of delimiter lines, ``near`` of places that
    hold one but do not begin the line, or go on differently (MIME-19). ``overflow``: the limit on parts was reached.
    """

    parts: tuple[tuple[int, int], ...]
    preamble: tuple[int, int]
    epilogue: tuple[int, int]
    delimiters: tuple[int, ...] = ()
    near: tuple[int, ...] = ()
    closed: bool = False
    overflow: bool = False


def cut(source: bytes, start: int, end: int, boundary: bytes, most: int) -> Cut:
    """Split ``source[start:end]`` at the lines of ``boundary``, into at most ``most`` parts.

    A delimiter is ``--boundary`` at the beginning of a line with nothing but blanks behind it; the close delimiter has
    two more hyphens. After it everything is epilogue (RFC 2046 5.1.1). A missing close delimiter is no reason for
    doubt: the last part then ends with the body.
    """
    delimiter = b"--" + boundary
    parts: list[tuple[int, int]] = []
    delimiters: list[int] = []
    near: list[int] = []
    preamble_end = end
    opened = -1
    position = start
    while (hit := source.find(delimiter, position, end)) >= 0:
        position = hit + len(delimiter)
        if hit > start and source[hit - 1] != _LF:
            if source[hit - 1] != _HYPHEN and len(near) < most:
                near.append(hit)
            continue
        line_end = source.find(b"\n", position, end)
        line_end = end if line_end < 0 else line_end + 1
        rest = source[position : min(line_end, position + _LINE_HEAD)].strip(b"\r\n")
        closing = rest.startswith(b"--") and not rest[2:].strip(_BLANK)
        if not closing and rest.strip(_BLANK):
            if len(near) < most:
                near.append(hit)
            continue
        delimiters.append(hit)
        here = _before_line_end(source, start if opened < 0 else opened, hit)
        if opened < 0:
            preamble_end = hit
        else:
            parts.append((opened, here))
        if closing:
            near += _later(source, line_end, end, delimiter)
            return Cut(
                tuple(parts), (start, preamble_end), (line_end, end), tuple(delimiters), tuple(near), closed=True
            )
        if len(parts) >= most:
            return Cut(
                tuple(parts), (start, preamble_end), (line_end, end), tuple(delimiters), tuple(near), overflow=True
            )
        opened = line_end
        position = line_end
    if opened >= 0:
        parts.append((opened, end))
    return Cut(tuple(parts), (start, preamble_end), (end, end), tuple(delimiters), tuple(near))


def _before_line_end(source: bytes, floor: int, position: int) -> int:
    """The line end before a delimiter belongs to the delimiter, not to the part."""
    # RFC 2046 5.1.1
    if position > floor and source[position - 1] == _LF:
        position -= 1
        if position > floor and source[position - 1] == _CR:
            position -= 1
    return position


def _later(source: bytes, start: int, end: int, delimiter: bytes) -> list[int]:
    """The first delimiter line after the close delimiter, where some readers go on (MIME-19)."""
    position = start
    while (hit := source.find(delimiter, position, end)) >= 0:
        if hit == start or source[hit - 1] == _LF:
            return [hit]
        position = hit + len(delimiter)
    return []
