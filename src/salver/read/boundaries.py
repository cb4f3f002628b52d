"""Cut the body of a multipart at its delimiter lines (RFC 2046 5.1.1)."""

from __future__ import annotations

import re

import msgspec

from salver.core.limits import DEFAULT_LIMITS

_LF = 0x0A
_CR = 0x0D
_HYPHEN = 0x2D
_MOST_REST = DEFAULT_LIMITS.delimiter_blanks + len(b"\r\n")
# What may follow the boundary on its line: the two hyphens of the close delimiter, and blanks.
# RFC 2046 5.1.1
_REST = re.compile(rb"(--)?+([ \t\r]*+)(?:\n|\Z)")


class Cut(msgspec.Struct, frozen=True, gc=False):
    """Where the parts of a multipart body lie. Offsets are those of the source; every range is half open.

    ``parts`` are header-and-body ranges, without the line end that belongs to the next delimiter. ``preamble`` and
    ``epilogue`` are what no part accounts for. ``delimiters`` are offsets of delimiter lines, ``near`` of places that
    hold one but do not begin the line, or go on differently (MIME-19). ``overflow``: the limit on parts was reached.
    ``padded`` is the first delimiter with blanks behind it.
    """

    parts: tuple[tuple[int, int], ...]
    preamble: tuple[int, int]
    epilogue: tuple[int, int]
    delimiters: tuple[int, ...] = ()
    near: tuple[int, ...] = ()
    closed: bool = False
    overflow: bool = False
    padded: int | None = None


def cut(source: bytes, start: int, end: int, boundary: bytes, most: int) -> Cut:
    """Split ``source[start:end]`` at the lines of ``boundary``, into at most ``most`` parts.

    A delimiter is ``--boundary`` at the beginning of a line with nothing but blanks behind it; the close delimiter has
    two more hyphens. After it everything is epilogue (RFC 2046 5.1.1). A missing close delimiter is no reason for
    doubt: the last part then ends with the body. More than ``most`` near misses are an overflow, too.
    """
    delimiter = b"--" + boundary
    parts: list[tuple[int, int]] = []
    delimiters: list[int] = []
    near: list[int] = []
    padded: int | None = None
    preamble_end = end
    opened = -1  # where the part begins that is not ended yet
    closed = overflow = False
    position = start
    while (hit := source.find(delimiter, position, end)) >= 0:
        position = hit + len(delimiter)
        if hit > start and source[hit - 1] != _LF:
            if source[hit - 1] != _HYPHEN:
                near.append(hit)
        elif (line := _REST.match(source, position, end)) is None or line.end() - position > _MOST_REST:
            near.append(hit)  # so many blanks are no accident
        else:
            if opened < 0:
                preamble_end = hit
            else:
                # The line end before a delimiter belongs to the delimiter, not to the part.
                # RFC 2046 5.1.1
                parts.append((opened, max(opened, hit - 2 if source[hit - 2] == _CR else hit - 1)))
            delimiters.append(hit)
            closing, blanks = line.groups()
            if blanks and padded is None and blanks.strip(b"\r"):
                padded = hit
            opened = position = line.end()
            if closing:
                closed = True
                near += _later(source, position, end, delimiter)
                break
        if len(parts) >= most or len(near) > most:
            overflow = True
            break
    else:
        position = end
        if opened >= 0:
            parts.append((opened, end))
    preamble, epilogue = (start, preamble_end), (position, end)
    return Cut(tuple(parts), preamble, epilogue, tuple(delimiters), tuple(near), closed, overflow, padded)


def _later(source: bytes, start: int, end: int, delimiter: bytes) -> list[int]:
    """The first delimiter line after the close delimiter, where some readers go on (MIME-19)."""
    position = start
    while (hit := source.find(delimiter, position, end)) >= 0:
        if hit == start or source[hit - 1] == _LF:
            return [hit]
        position = hit + len(delimiter)
    return []
