"""A tolerant tokenizer for iCalendar: content lines, parameters, the component tree (RFC 5545 3.1, 3.4, 3.6).

It works on octets, keeps where every property began, and never fails. What goes against the grammar is read in the most
usual way and noted as a defect; each code is noted once, at its first place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read import charsets

# One logical line: a line and the folded ones after it, joined on octets. Two CRs before an LF occur.
# RFC 5545 3.1
_LOGICAL = re.compile(rb"[^\r\n]++(?:(?:\r{1,2}\n|\n|\r)[ \t][^\r\n]*+)*+")
# The same where every CR stands before an LF: several times faster, because "." only has to look for the LF.
_TIDY_LOGICAL = re.compile(rb".++(?:\n[ \t].*+)*+")
_FOLD = re.compile(rb"(?:\r{1,2}\n|\n|\r)[ \t]")
# contentline = name *(";" param) ":" value; blanks around are tolerated.
# RFC 5545 3.1
_SIMPLE = re.compile(r"([A-Za-z0-9-]++):")
_NAME = re.compile(r"([^\s:;\"=,]++)[ \t]*+(?=[:;])")
_PARAMETER = re.compile(
    r";[ \t]*+([^\s:;\"=,]++)[ \t]*+=((?:\"[^\"]*+\"|[^\";:,]*+)(?:,(?:\"[^\"]*+\"|[^\";:,]*+))*+)[ \t]*+(?=[:;])"
)
_PARAMETER_VALUE = re.compile(r"\"([^\"]*+)\"|([^\",]++)")
_NEXT_SIGN = re.compile(r";(?!;)|:")
_CARET = re.compile(r"\^([n^'])")
_CARET_WORDS = {"n": "\n", "^": "^", "'": '"'}
_OPENING = re.compile(rb"BEGIN[ \t]{0,8}:[ \t]{0,8}VCALENDAR", re.IGNORECASE)


OBJECT_NAMES: frozenset[str] = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY", "VPOLL"})
"""Components that are a calendar object of their own (RFC 5545 3.6)."""
CALENDAR_NAMES = OBJECT_NAMES | {"VCALENDAR"}


class Property(msgspec.Struct, frozen=True):
    """One content line. ``name`` and parameter names are in upper case; ``value`` is as written, escapes kept.

    ``offset`` is the byte of the decoded calendar where the line begins.
    """

    name: str
    parameters: tuple[tuple[str, tuple[str, ...]], ...]
    value: str
    offset: int

    def parameter(self, name: str) -> str | None:
        """The first value of the first parameter of this (upper-case) name."""
        values = self.parameter_values(name)
        return values[0] if values else None

    def parameter_values(self, name: str) -> tuple[str, ...]:
        """Every value of the first parameter of this (upper-case) name."""
        for key, values in self.parameters:
            if key == name:
                return values
        return ()


class Component(msgspec.Struct, frozen=True):
    """A component with its properties and components, in order. ``closed`` is false when its END was missing."""

    name: str
    properties: tuple[Property, ...]
    components: tuple[Component, ...]
    offset: int = 0
    closed: bool = True

    def first(self, name: str) -> Property | None:
        """The first property of this (upper-case) name."""
        for found in self.properties:
            if found.name == name:
                return found
        return None

    def every(self, name: str) -> tuple[Property, ...]:
        """Every property of this (upper-case) name, in order."""
        return tuple(found for found in self.properties if found.name == name)


class CalendarDefect(msgspec.Struct, frozen=True):
    """A defect inside a calendar; ``offset`` counts bytes of the decoded calendar."""

    code: str
    offset: int


class Calendars(msgspec.Struct, frozen=True):
    """What one calendar part holds. ``components`` are the outermost ones, usually one VCALENDAR.

    ``mentioned`` says that the words BEGIN:VCALENDAR stand in the bytes, read or not; ``truncated`` that a limit cut
    the reading short.
    """

    components: tuple[Component, ...] = ()
    defects: tuple[CalendarDefect, ...] = ()
    mentioned: bool = False
    truncated: bool = False


def parse(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Calendars:
    """Read decoded calendar bytes (UTF-8; a byte order mark is allowed). Total and linear (threats DOS-11..DOS-16)."""
    return _Reader(data, limits).read()


class _Open:
    """A component whose END has not come yet."""

    __slots__ = ("components", "name", "offset", "properties")

    def __init__(self, name: str, offset: int) -> None:
        self.name = name
        self.offset = offset
        self.properties: list[Property] = []
        self.components: list[Component] = []

    def close(self, closed: bool = True) -> Component:
        return Component(self.name, tuple(self.properties), tuple(self.components), self.offset, closed)


class _Reader:
    def __init__(self, data: bytes, limits: Limits) -> None:
        self.data = data
        self.limits = limits
        self.defects: dict[str, int] = {}
        self.stack: list[_Open] = []
        self.done: list[Component] = []
        self.count = 0
        self.truncated = len(data) > limits.calendar_bytes

    def read(self) -> Calendars:
        if self.truncated:
            self._note("calendar-too-much", self.limits.calendar_bytes)
        start = self._start()
        if start >= 0:
            self._content_lines(start)
        if self.stack:
            self._note("calendar-missing-end", len(self.data))
            while self.stack:
                self._close(closed=False)
        mentioned = (
            any(component.name in CALENDAR_NAMES for component in self.done) or _OPENING.search(self.data) is not None
        )
        defects = tuple(CalendarDefect(code, offset) for code, offset in self.defects.items())
        return Calendars(tuple(self.done), defects, mentioned, self.truncated)

    def _start(self) -> int:
        """Where the first content line begins; -1 when nothing like a calendar is in there."""
        head = self.data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
        if head[:5].upper() == b"BEGIN":
            if self.data.startswith(b"\xef\xbb\xbf"):
                self._note("calendar-byte-order-mark", 0)
            return 3 if self.data.startswith(b"\xef\xbb\xbf") else 0
        match = _OPENING.search(self.data)
        if match is None:  # perhaps folded inside the word, perhaps no calendar at all
            return 0 if b"BEGIN" in self.data[:4096].upper() else -1
        self._note("calendar-leading-junk", 0)
        return match.start()

    def _content_lines(self, start: int) -> None:
        """Take in every content line from ``start`` on, until a limit forbids to go on."""
        for offset, line in self._lines(start):
            simple = _SIMPLE.match(line)
            if simple is not None:
                found: Property | None = Property(simple[1].upper(), (), line[simple.end() :], offset)
            else:
                found = self._property(line, offset)
            if found is None:
                if self.stack and line.strip():
                    self._note("calendar-line-malformed", offset)
            elif found.name == "BEGIN":
                if not self._begin(found):
                    self.truncated = True
                    self._note("calendar-too-much", offset)
                    return
            elif found.name == "END":
                self._end(found)
            elif self.stack:
                self.stack[-1].properties.append(found)
            else:
                self._note("calendar-outside", offset)

    def _lines(self, start: int) -> Iterator[tuple[int, str]]:
        """Unfolded content lines as text, each with the offset where it began."""
        data = self.data
        stop = min(len(data), self.limits.calendar_bytes)
        tidy = data.count(b"\r") == data.count(b"\r\n")
        if not tidy:
            self._note("calendar-bare-cr", start)
        for number, match in enumerate((_TIDY_LOGICAL if tidy else _LOGICAL).finditer(data, start, stop)):
            if number >= self.limits.calendar_lines:
                self.truncated = True
                self._note("calendar-too-much", match.start())
                return
            line = match[0]
            if not tidy:
                line = _FOLD.sub(b"", line)
            elif b"\n" in line:
                line = line.replace(b"\r\n", b"\n").replace(b"\n ", b"").replace(b"\n\t", b"")
            line = line.rstrip(b"\r")
            if not line:
                continue
            try:
                yield match.start(), line.decode()
            except UnicodeDecodeError:
                self._note("calendar-not-utf8", match.start())
                yield match.start(), charsets.text(line, "windows-1252")

    def _property(self, line: str, offset: int) -> Property | None:
        """Split a content line (RFC 5545 3.1); None when it has no name or no colon."""
        if line[0] in " \t":
            self._note("calendar-leading-blank", offset)
            line = line.lstrip()
        match = _NAME.match(line)
        if match is None:
            return None
        name = match[1].upper()
        position = match.end()
        if line[position] == ":":
            return Property(name, (), line[position + 1 :], offset)
        parameters: list[tuple[str, tuple[str, ...]]] = []
        while line[position] == ";":
            found = _PARAMETER.match(line, position)
            if found is None:
                position = self._odd_parameter(line, position, offset)
                if position < 0:
                    return None
                continue
            parameters.append((found[1].upper(), _values(found[2])))
            position = found.end()
        return Property(name, tuple(parameters), line[position + 1 :], offset)

    def _odd_parameter(self, line: str, position: int, offset: int) -> int:
        """Step over a parameter that is none (empty, without "=", quotes that do not close) to the next ";" or ":"."""
        self._note("calendar-parameter-malformed", offset)
        # The RFC itself prints "ATTENDEE;CUTYPE=INDIVIDUAL;mailto:a@example.com": what follows the sign is the value.
        # RFC 5546 4.2.9
        if line[position + 1 : position + 8].lower() == "mailto:":
            return position + 1 + len("mailto")
        following = _NEXT_SIGN.search(line, position + 1)
        return following.start() if following else -1

    def _begin(self, found: Property) -> bool:
        self.count += 1
        if self.count > self.limits.calendar_components or len(self.stack) >= self.limits.calendar_depth:
            return False
        # RFC 5545 3.6
        self.stack.append(_Open(found.value.strip().upper(), found.offset))
        return True

    def _end(self, found: Property) -> None:
        """Close up to the component of this name; an END of nothing open closes the innermost (RFC 6047 4.5)."""
        name = found.value.strip().upper()
        if not self.stack:
            self._note("calendar-outside", found.offset)
            return
        if self.stack[-1].name != name:
            self._note("calendar-end-mismatch", found.offset)
            if any(entry.name == name for entry in self.stack):
                while self.stack[-1].name != name:
                    self._close(closed=False)
        self._close(closed=True)

    def _close(self, closed: bool) -> None:
        component = self.stack.pop().close(closed)
        if self.stack:
            self.stack[-1].components.append(component)
        else:
            self.done.append(component)

    def _note(self, code: str, offset: int) -> None:
        self.defects.setdefault(code, offset)


def _values(text: str) -> tuple[str, ...]:
    """The values of one parameter, quotes taken off and RFC 6868 escapes undone."""
    if '"' not in text and "," not in text:
        return (_uncaret(text),)
    return tuple(_uncaret(match[1] if match[1] is not None else match[2]) for match in _PARAMETER_VALUE.finditer(text))


def _uncaret(text: str) -> str:
    # RFC 6868 3.2
    return _CARET.sub(lambda match: _CARET_WORDS[match[1]], text) if "^" in text else text


def unescape(value: str) -> str:
    """A TEXT value as its reader sees it (RFC 5545 3.3.11)."""
    if "\\" not in value:
        return value
    # RFC 5545 3.3.11
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
