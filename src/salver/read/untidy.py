"""The careful reader: any bytes to a component tree, everything odd noted with its place (RFC 5545 3.1, 3.4, 3.6).

It works on octets and never fails. What goes against the grammar is read in the most usual way and noted; each code is
noted once, at its first place. ``Habits`` are what other programs are known to do differently; ``agreement.py`` reads
once more with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from salver.core.limits import Limits
from salver.read import charsets
from salver.read.calendar_text import TEXT_NAMES, URI_NAMES, encoding_of, odd_value
from salver.read.components import CALENDAR_NAMES, OBJECT_NAMES, CalendarDefect, Calendars, Component
from salver.read.content_lines import Property, Split, escaped, repeated, split_line, upper
from salver.read.doubles import identity, lies_about_kind, other_language, several
from salver.read.property_names import KNOWN, ONE_READING, once

# One logical line: a line and the folded ones after it, joined on octets. Line ends that were doubled on the way, so
# that an empty line stands before the blank, are common.
# RFC 5545 3.1
_LOGICAL = re.compile(rb"[^\r\n]++(?:[\r\n]++[ \t][^\r\n]*+)*+")
# The same where every CR stands before an LF: several times faster, because "." only has to look for the LF.
_TIDY_LOGICAL = re.compile(rb"[^\r\n].*+(?:(?:\n\r*+)++[ \t].*+)*+")
_FOLD = re.compile(rb"[\r\n]+[ \t]")
_EMPTY_LINE = re.compile(rb"\n\r*\n|\r\r[^\n]")
_BARE_CR = re.compile(rb"\r(?!\r?\n|\Z)")
_FOLD_IN_CHARACTER = re.compile(rb"\n[ \t][\x80-\xbf]")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
CONTROLS = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})
"""Octets that have no place in a calendar (RFC 5545 3.1)."""
_BEGIN = b"BEGIN:"
# NEL, LINE SEPARATOR and PARAGRAPH SEPARATOR in UTF-8.
_SEPARATOR = re.compile(rb"\xc2\x85|\xe2\x80[\xa8\xa9]")
_OPENING = re.compile(rb"BEGIN[ \t]{0,8}:[ \t]{0,8}VCALENDAR", re.IGNORECASE)
_GROUP = re.compile(r"[A-Za-z0-9-]{1,40}\.([A-Za-z-]{1,40})")
_ESCAPED_SIGN = re.compile(r"\\[:;]")
_INNER_SIGNS = "\ue000\ue001"
"""What no line needs, as long as the two signs it stands for."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ADDRESSES = ("ORGANIZER", "ATTENDEE")
_TIMES = ("DTSTART", "RECURRENCE-ID")
_NOTED = frozenset({"UID", "METHOD", "VERSION", *_ADDRESSES, *ONE_READING, *TEXT_NAMES, *URI_NAMES})
_PLAIN_NAMES = KNOWN | {"BEGIN", "END"}


class Habits(msgspec.Struct, frozen=True):
    """Ways to read on which programs differ. The defaults are ours.

    ``drops_odd`` leaves out a line with anything wrong in its name or parameters; ``drops_blank_names`` one with a
    blank before its first sign. ``ends_by_name`` closes up to the component an END names, else the innermost one;
    ``minds_stray_ends`` closes the innermost one at the END of nothing open, else that says nothing.
    ``lifts_events`` ends whatever is open inside a VCALENDAR where an event begins, and everything where a VCALENDAR
    does; else they stand inside. ``joins_soft_breaks`` goes on after the "=" at the end of a quoted-printable line.
    ``undoes_escapes`` takes a sign after a backslash for a part of the parameter it stands in.
    """

    drops_odd: bool = False
    drops_blank_names: bool = False
    ends_by_name: bool = True
    minds_stray_ends: bool = True
    lifts_events: bool = True
    joins_soft_breaks: bool = True
    undoes_escapes: bool = False


OURS = Habits()


def read_untidy(data: bytes, limits: Limits, habits: Habits = OURS) -> Calendars:
    """All components of these bytes, and every defect. Total and linear (threats DOS-11..DOS-16)."""
    return _Reader(data, limits, habits).read()


class _Open:
    """A component whose END has not come yet, and where its properties stand."""

    __slots__ = ("by_name", "components", "count", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.by_name: dict[str, list[Property]] = {}
        self.components: list[Component] = []
        self.count = 0

    def close(self) -> Component:
        return Component(self.name, self.by_name, tuple(self.components))


class _Reader:
    def __init__(self, data: bytes, limits: Limits, habits: Habits) -> None:
        self.data = data
        self.limits = limits
        self.habits = habits
        self.defects: dict[str, int] = {}
        self.stack: list[_Open] = []
        self.done: list[Component] = []
        self.count = 0
        self.stop = min(len(data), limits.calendar_bytes)
        self.truncated = False
        self.place = 0
        self.uids: dict[str, str] = {}
        self.objects: set[tuple[str, str, int]] = set()
        self.lifted: list[str] = []

    def read(self) -> Calendars:
        if len(self.data) > self.limits.calendar_bytes:
            self._too_much(self.limits.calendar_bytes)
        if self._is_far_too_much():
            # A beginning is enough to say so.
            self.stop = min(self.limits.calendar_beginning_bytes, len(self.data))
            self._too_much(self.stop)
        start = self._start()
        if start >= 0:
            self._note_characters(start)
            self._content_lines(start)
        if self.stack and not self.truncated:
            self._note("calendar-missing-end", len(self.data))
        while self.stack:
            self._close()
        if sum(component.name == "VCALENDAR" for component in self.done) > 1:
            self._note("calendar-several", start)
        mentioned = (
            any(component.name in CALENDAR_NAMES for component in self.done) or _OPENING.search(self.data) is not None
        )
        defects = tuple(CalendarDefect(code, offset) for code, offset in self.defects.items())
        return Calendars(tuple(self.done), defects, mentioned, self.truncated)

    def _is_far_too_much(self) -> bool:
        """Whether a limit is passed for certain, by counting alone."""
        data, limits = self.data, self.limits
        lines = data.count(b"\n")
        if lines > limits.calendar_lines:
            folds = data.count(b"\n ") + data.count(b"\n\t")
            if lines > limits.calendar_folded_lines or lines - folds > limits.calendar_lines:
                return True
        return data.count(_BEGIN) > limits.calendar_components

    def _start(self) -> int:
        """Where the first content line begins; -1 when nothing like a calendar is in there."""
        head = self.data[:64].lstrip(_BYTE_ORDER_MARK + b" \t\r\n")
        if head[:5].upper() == b"BEGIN":
            if self.data.startswith(_BYTE_ORDER_MARK):
                self._note("calendar-byte-order-mark", 0)
                return len(_BYTE_ORDER_MARK)
            return 0
        match = _OPENING.search(self.data)
        if match is None:  # perhaps folded inside the word, perhaps no calendar at all
            return 0 if b"BEGIN" in self.data[:4096].upper() else -1
        self._note("calendar-leading-junk", 0)
        return match.start()

    def _note_characters(self, start: int) -> None:
        """Characters that are line ends, or the end of everything, to some programs only."""
        data = self.data
        suspected = []
        if data.count(b"\r") != data.count(b"\r\n"):
            suspected.append(("calendar-bare-cr", _BARE_CR))
        if len(data.translate(None, CONTROLS)) != len(data):
            suspected.append(("calendar-control", _CONTROL))
        if not data.isascii():
            suspected += [("calendar-line-separator", _SEPARATOR), ("calendar-fold-in-character", _FOLD_IN_CHARACTER)]
        for code, pattern in suspected:
            match = pattern.search(data, start, self.stop)
            if match is not None:
                self._note(code, match.start())

    def _content_lines(self, start: int) -> None:
        """Take in every content line from ``start`` on, until a limit forbids to go on."""
        lines = self._lines(start)
        if self.habits.joins_soft_breaks and b"quoted-printable" in self.data.lower():
            lines = self._without_soft_breaks(lines)
        most = self.limits.calendar_parameters
        for offset, line in lines:
            self.place = offset
            many = line.count(";") > most and line.partition(":")[0].count(";") > most
            if many or not self._content_line(line, offset):
                self._too_much(offset)
                return

    def _content_line(self, line: str, offset: int) -> bool:
        """Take in one line; false where a limit is reached."""
        split = _split_escaped(line) if self.habits.undoes_escapes else split_line(line)
        if split is None:
            if self.stack and line.strip():
                self._note("calendar-line-malformed", offset)
            return True
        if line[0] in " \t":
            self._note("calendar-leading-blank", offset)
        if "\\" in split.parameter_text and escaped(split.parameter_text):
            self._note("calendar-parameter-escaped", offset)
        name = self._name(split, offset)
        if name == "BEGIN":
            return self._begin(upper(split.value.strip()), offset)
        if name == "END":
            self._end(upper(split.value.strip()), offset)
        elif not self.stack:
            self._note("calendar-outside", offset)
        elif name is not None:
            return self._take(Property(name, split.parameter_text, split.value), offset)
        return True

    def _lines(self, start: int) -> Iterator[tuple[int, str]]:
        """Unfolded content lines as text, each with the offset where it began."""
        data, limits = self.data, self.limits
        tidy = "calendar-bare-cr" not in self.defects
        for number, match in enumerate((_TIDY_LOGICAL if tidy else _LOGICAL).finditer(data, start, self.stop)):
            line = match[0]
            if number >= limits.calendar_lines or len(line) > limits.calendar_line_bytes:
                self._too_much(match.start())
                if number >= limits.calendar_lines:
                    return
                line = line[: limits.calendar_line_bytes]
            if b"\n" in line or not tidy:
                if _EMPTY_LINE.search(line) is not None:
                    self._note("calendar-fold-after-empty-line", match.start())
                line = _FOLD.sub(b"", line)
            line = line.rstrip(b"\r")
            if not line:
                continue
            try:
                yield match.start(), line.decode()
            except UnicodeDecodeError:
                self._note("calendar-not-utf8", match.start())
                yield match.start(), charsets.text(line, "windows-1252")

    def _without_soft_breaks(self, lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        """The lines with those joined that quoted-printable broke: vCalendar 1.0 has no folds inside of it."""
        held: list[str] = []
        began = 0
        for offset, line in lines:
            if held:
                held.append(line)
            elif line.endswith("=") and _breaks_softly(line):
                self._note("calendar-value-encoded", offset)
                began = offset
                held.append(line)
            else:
                yield offset, line
                continue
            if line.endswith("="):
                held[-1] = line[:-1]
            else:
                yield began, "".join(held)
                held = []
        if held:
            yield began, "".join(held)

    def _name(self, split: Split, offset: int) -> str | None:
        """The property's name in upper case; None where these habits leave the line out."""
        name = split.name
        if not split.defects and name in _PLAIN_NAMES:
            return name
        for code in split.defects:
            self._note(code, offset)
        name = upper(name)
        if self.habits.drops_odd and any(code != "calendar-name-blank" for code in split.defects):
            return None
        if self.habits.drops_blank_names and "calendar-name-blank" in split.defects:
            return None
        group = _GROUP.fullmatch(split.name)
        if group is not None and group[1].upper() in KNOWN:
            self._note("calendar-name-group", offset)
        elif name != split.name and (name in KNOWN or name in ("BEGIN", "END")):
            self._note("calendar-name-case", offset)
        return name

    def _begin(self, name: str, offset: int) -> bool:
        if self.stack and name in CALENDAR_NAMES and (name == "VCALENDAR" or self.stack[-1].name != "VCALENDAR"):
            self._note("calendar-event-nested", offset)
            while self.habits.lifts_events and self.stack:
                if name != "VCALENDAR" and self.stack[-1].name == "VCALENDAR":
                    break
                self.lifted.append(self.stack[-1].name)
                self._close()
        if name in OBJECT_NAMES and not self.stack:
            self._note("calendar-event-outside", offset)
        self.count += 1
        if self.count > self.limits.calendar_components or len(self.stack) >= self.limits.calendar_depth:
            return False
        # RFC 5545 3.6
        self.stack.append(_Open(name))
        return True

    def _end(self, name: str, offset: int) -> None:
        """Close up to the component of this name; an END of nothing open closes the innermost (RFC 6047 4.5)."""
        if not self.stack:
            self._note("calendar-outside", offset)
            return
        if self.stack[-1].name != name and name in self.lifted:
            self.lifted.remove(name)  # it was closed where an event began inside
            return
        if self.stack[-1].name != name:
            self._note("calendar-end-mismatch", offset)
            stray = all(entry.name != name for entry in self.stack)
            if stray and not self.habits.minds_stray_ends:
                return
            while self.habits.ends_by_name and not stray and self.stack[-1].name != name:
                self._close()
        self._close()

    def _close(self) -> None:
        component = self.stack.pop().close()
        if component.name in OBJECT_NAMES:
            key = (*identity(component), len(self.done))
            if key in self.objects:
                self._note("calendar-object-repeated", self.place)
            self.objects.add(key)
        if self.stack:
            self.stack[-1].components.append(component)
        else:
            self.done.append(component)

    def _take(self, found: Property, offset: int) -> bool:
        """Keep a property of the innermost component, and note what about it could be read in two ways.

        False where that would be one too many.
        """
        open_component = self.stack[-1]
        open_component.count += 1
        if open_component.count > self.limits.calendar_properties:
            return False
        same = open_component.by_name.setdefault(found.name, [])
        same.append(found)
        if len(same) > 1 and once(found.name, open_component.name) and not other_language(same[0], found):
            self._note("calendar-property-repeated", offset)
            if found.name == "METHOD" and found.value.strip().upper() != same[0].value.strip().upper():
                # RFC 5545 3.7.2
                self._note("calendar-method-several", offset)
        if found.name in _NOTED:
            self._note_value(found, offset)
        return True

    def _note_value(self, found: Property, offset: int) -> None:
        name = found.name
        if name in _ADDRESSES:
            if found.value.lower().find("mailto:", 1) > 0:
                self._note("calendar-colon-unquoted", offset)
            if "," in found.parameter_text and several(found):
                self._note("calendar-comma-unquoted", offset)
        if name in ONE_READING and ";" in found.parameter_text and repeated(found.parameters):
            self._note("calendar-parameter-repeated", offset)
        if (name in TEXT_NAMES or name in URI_NAMES) and found.parameter_text and odd_value(found):
            self._note("calendar-value-encoded" if encoding_of(found) else "calendar-value-type", offset)
        if name in _TIMES and found.parameter_text and lies_about_kind(found):
            self._note("calendar-value-type", offset)
        if name == "UID":
            self._note_uid(found, offset)
        if name == "METHOD" and self.stack[-1].name in OBJECT_NAMES:
            self._note("calendar-method-inside", offset)
        if name == "VERSION" and self.stack[-1].name == "VCALENDAR" and found.value.strip() != "2.0":
            self._note("calendar-version", offset)

    def _note_uid(self, found: Property, offset: int) -> None:
        uid = found.value.strip()
        if len(uid) > self.limits.uid_characters:
            self._note("calendar-uid-long", offset)
        elif self.stack[-1].name in OBJECT_NAMES:
            first = self.uids.setdefault(uid.casefold(), found.value)
            if first.strip() != uid:
                self._note("calendar-uid-case", offset)
            elif first != found.value:
                self._note("calendar-uid-blank", offset)

    def _too_much(self, offset: int) -> None:
        self.truncated = True
        self._note("calendar-too-much", offset)

    def _note(self, code: str, offset: int) -> None:
        self.defects.setdefault(code, offset)


def _breaks_softly(line: str) -> bool:
    """Whether the value of this line is quoted-printable, so that an "=" at its end joins the next line to it."""
    split = split_line(line)
    if split is None or "QUOTED-PRINTABLE" not in split.parameter_text.upper():
        return False
    return encoding_of(Property(split.name, split.parameter_text, split.value)) == "QUOTED-PRINTABLE"


def _split_escaped(line: str) -> Split | None:
    """The line as a program splits it that sees no end of a parameter after a backslash."""
    split = split_line(_ESCAPED_SIGN.sub(_INNER_SIGNS, line)) if "\\" in line else None
    if split is None:
        return split_line(line)
    return msgspec.structs.replace(split, value=line[len(line) - len(split.value) :])
