"""A header block: where it ends, and its fields with their spans (RFC 5322 2.2, 2.2.3)."""

from __future__ import annotations

import re

import msgspec

from salver.core.limits import Limits
from salver.read.message import Defect, HeaderField, Span

# A field as it should be, or the blank line that ends the header.
# RFC 5322 2.2
_PLAIN = re.compile(rb"([!-9;-~]++):(.*+(?:\n[ \t].*+)*+)\n|\r?\n")
# field-name ":" unstructured, with folded lines (RFC 5322 2.2). Blanks before the colon are obsolete syntax (4.5.3).
_FIELD = re.compile(rb"([^\s:]++)([ \t]*+):([^\n]*+(?:\n[ \t][^\n]*+)*+)\n?")
_FIELD_NAME = re.compile(r"[!-9;-~]+")
_NOT_FIELD_NAME = re.compile(r"[^a-z0-9-]")
_LINE = re.compile(rb"[^\n]*+\n?")
_BLANK_LINE = re.compile(rb"\r{0,2}\n")
_BLANK_FOLD = re.compile(rb"\n[ \t]++\r?\n")
_UNFOLD = re.compile(rb"\r?\n(?=[ \t])")
_BLANKS = re.compile(rb"[ \t]+")
_STRUCTURAL = ("content-", "mime-")
_UTF8_MARK = b"\xef\xbb\xbf"


class HeaderBlock(msgspec.Struct, frozen=True, gc=False):
    """The fields of one entity and where its body begins.

    ``doubts`` are defects for which readers come to different structures; ``defects`` the harmless ones.
    """

    fields: tuple[HeaderField, ...]
    end: int
    defects: tuple[Defect, ...] = ()
    doubts: tuple[Defect, ...] = ()
    truncated: bool = False


def read_headers(source: bytes, start: int, end: int, number: str, limits: Limits) -> HeaderBlock:
    """Split ``source[start:end]`` into fields, up to and with the first blank line (RFC 5322 2.1)."""
    stop = min(end, start + limits.header_bytes)
    fields: list[HeaderField] = []
    append = fields.append
    plain = _PLAIN.match
    position = start
    # Well-formed fields, the whole header of nearly every message, in one run.
    while (match := plain(source, position, stop)) is not None:
        here = position
        name, value = match.groups()
        position = match.end()
        if name is None:
            if source.count(b"\r", start, position) != source.count(b"\r\n", start, position):
                break
            return HeaderBlock(tuple(fields), position)
        if len(fields) >= limits.header_fields:
            break
        if value[-1:] == b"\r":
            value = value[:-1]
        append(HeaderField(name.decode("latin-1").lower(), value, Span(here, position)))
    return _Tolerant(source, start, stop, number, limits).read(end)


class _Tolerant:
    """Reads a header that is not well formed, or has no body behind it, noting what is wrong with it."""

    def __init__(self, source: bytes, start: int, stop: int, number: str, limits: Limits) -> None:
        self.source = source
        self.start = start
        self.stop = stop
        self.number = number
        self.limits = limits
        self.defects: list[Defect] = []
        self.doubts: list[Defect] = []

    def read(self, end: int) -> HeaderBlock:
        source, stop, position = self.source, self.stop, self.start
        fields: list[HeaderField] = []
        if source.startswith(_UTF8_MARK, position):
            self.doubts.append(Defect("header-byte-order-mark", position, self.number))
            position += len(_UTF8_MARK)
        while position < stop:
            match = _FIELD.match(source, position, stop)
            if match is None:
                blank = _BLANK_LINE.match(source, position, stop)
                if blank:
                    if blank[0].startswith(b"\r\r"):
                        # Two line ends for some readers, and none that ends the header for others (MIME-08).
                        self.doubts.append(Defect("header-bare-cr", position, self.number))
                    return HeaderBlock(tuple(fields), blank.end(), tuple(self.defects), tuple(self.doubts))
                if len(self.doubts) + len(self.defects) >= self.limits.header_fields:
                    break
                position = self._odd_line(position)
                continue
            if len(fields) >= self.limits.header_fields:
                break
            fields.append(self._field(match, position))
            position = match.end()
        cut = position < end
        if cut:
            # What lies behind the limit is header for some readers; here it counts as body.
            self.doubts.append(Defect("header-too-much", position, self.number))
        return HeaderBlock(tuple(fields), position, tuple(self.defects), tuple(self.doubts), cut)

    def _field(self, match: re.Match[bytes], position: int) -> HeaderField:
        raw_name, blanks, value = match.groups()
        name = raw_name.decode("latin-1").lower()
        if not _FIELD_NAME.fullmatch(name):
            # Without the bytes no name may have, it is a structure field for some readers (RFC 5322 2.2).
            clean = _NOT_FIELD_NAME.sub("", name)
            name = clean if clean.startswith(_STRUCTURAL) else name
            self._note("header-name-malformed", name, position)
        if blanks:
            self._note("header-blank-before-colon", name, position)
        if value.endswith(b"\r"):
            value = value[:-1]
        if b"\r" in value and value.count(b"\r") != value.count(b"\r\n"):
            # It ends a line for some readers, who see further fields, or the end of the header, behind it (MIME-08).
            self.doubts.append(Defect("header-bare-cr", position, self.number))
        return HeaderField(name, value, Span(position, match.end()))

    def _note(self, code: str, name: str, position: int) -> None:
        """In a field that decides the structure it is a doubt, elsewhere a harmless defect."""
        (self.doubts if name.startswith(_STRUCTURAL) else self.defects).append(Defect(code, position, self.number))

    def _odd_line(self, position: int) -> int:
        """Step over a line that is no field; returns where to go on.

        A leading mbox line is harmless. A field behind leading blanks (a continuation of nothing) is left to the next
        round, as lenient readers do; both it and plain junk are doubts (MIME-08).
        """
        line = _LINE.match(self.source, position, self.stop)
        end = line.end() if line else self.stop
        if self.source.startswith((b"From ", b">From "), position):
            self.defects.append(Defect("header-mbox-line", position, self.number))
            return end
        blanks = _BLANKS.match(self.source, position, end)
        if blanks:
            self.doubts.append(Defect("header-leading-blank", position, self.number))
            return blanks.end()
        self.doubts.append(Defect("header-junk-line", position, self.number))
        return end


def blank_fold(source: bytes, start: int, end: int) -> int | None:
    """Where a line of blanks alone stands in a header. No fold may make one (RFC 5322 3.2.2): some readers end the
    header there, and a signature over a relaxed body does not know it from the empty line that does."""
    # RFC 5322 3.2.2
    match = _BLANK_FOLD.search(source, start, end)
    return match.start() + 1 if match else None


def unfold(value: bytes) -> bytes:
    """A field value on one line, outer blanks gone (RFC 5322 2.2.3)."""
    # RFC 5322 2.2.3
    return _UNFOLD.sub(b"", value).strip() if b"\n" in value else value.strip()


def first(fields: tuple[HeaderField, ...], name: str) -> HeaderField | None:
    """The first field of this lower-case name."""
    for field in fields:
        if field.name == name:
            return field
    return None


def distinct(fields: tuple[HeaderField, ...], name: str) -> list[bytes]:
    """The differing unfolded values of every field of this name, in order."""
    seen: list[bytes] = []
    for field in fields:
        if field.name == name:
            value = unfold(field.value)
            if value not in seen:
                seen.append(value)
    return seen
