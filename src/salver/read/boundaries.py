"""Cut the body of a multipart at its delimiter lines (RFC 2046 5.1.1)."""

from __future__ import annotations

import msgspec

from salver.core.limits import DEFAULT_LIMITS

_LF = 0x0A
_CR = 0x0D
_HYPHEN = 0x2D
_BLANK = b" \t\r"
_MOST_BLANKS = DEFAULT_LIMITS.delimiter_blanks


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
    cutter = _Cutter(source, start, end)
    position = start
    while (hit := source.find(delimiter, position, end)) >= 0:
        position = hit + len(delimiter)
        if hit > start and source[hit - 1] != _LF:
            if source[hit - 1] != _HYPHEN:
                cutter.near.append(hit)
        else:
            line_end = source.find(b"\n", position, end) + 1 or end
            rest = source[position : min(line_end, position + _MOST_BLANKS)].strip(b"\r\n")
            closing = rest.startswith(b"--") and not rest[2:].strip(_BLANK)
            if line_end - position > _MOST_BLANKS + 2:  # so many blanks are no accident
                closing = False
                cutter.near.append(hit)
            elif closing or not rest.strip(_BLANK):
                cutter.delimiter(hit, line_end, padded=rest[-1:] in (b" ", b"\t"))
                position = line_end
            else:
                cutter.near.append(hit)
            if closing:
                cutter.near += _later(source, line_end, end, delimiter)
                return cutter.result(line_end, closed=True)
        if len(cutter.parts) >= most or len(cutter.near) > most:
            return cutter.result(position, overflow=True)
    if cutter.opened >= 0:
        cutter.parts.append((cutter.opened, end))
    return cutter.result(end)


class _Cutter:
    """What was found so far. ``opened`` is where the part begins that is not ended yet, -1 before the first."""

    def __init__(self, source: bytes, start: int, end: int) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parts: list[tuple[int, int]] = []
        self.delimiters: list[int] = []
        self.near: list[int] = []
        self.preamble_end = end
        self.opened = -1
        self.padded: int | None = None

    def delimiter(self, hit: int, line_end: int, *, padded: bool) -> None:
        """A delimiter line from ``hit`` to ``line_end``: it ends a part, or the preamble."""
        self.delimiters.append(hit)
        if padded and self.padded is None:
            self.padded = hit
        if self.opened < 0:
            self.preamble_end = hit
        else:
            self.parts.append((self.opened, _before_line_end(self.source, self.opened, hit)))
        self.opened = line_end

    def result(self, epilogue: int, *, closed: bool = False, overflow: bool = False) -> Cut:
        return Cut(
            tuple(self.parts),
            (self.start, self.preamble_end),
            (epilogue, self.end),
            tuple(self.delimiters),
            tuple(self.near),
            closed,
            overflow,
            self.padded,
        )


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
