"""What a TNEF file says about a meeting: its class, who sent it, when, where, and the sound of its reminder.

The values stand in attributes of their own ([MS-OXTNEF] 2.1.3.3) and among the MAPI properties, which win: Outlook goes
by them. The sound of a reminder may lie on another machine, which the reader's program then greets with a hash of the
reader's password (CVE-2023-23397).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from salver.core.limits import Limits
from salver.core.untrusted import Untrusted
from salver.read.beginnings import begins_calendar
from salver.read.calendar_names import calendar_name
from salver.read.charsets import text
from salver.read.tnef.attributes import Attribute, Stream
from salver.read.tnef.properties import BINARY, OBJECT, STRING, STRING8, TIME, Name, Property, properties
from salver.read.tnef_meeting import TNEF_SIGNATURE, TnefMeeting

_CLASSES = ("ipm.microsoft schedule.mtg", "ipm.schedule.meeting", "ipm.appointment")

# [MS-OXTNEF] 2.1.3.2
_MESSAGE_CLASS = 0x00078008
_FROM = 0x00008000
_SUBJECT = 0x00018004
_DATE_START = 0x00030006
_DATE_END = 0x00030007
_OWNER = 0x00060000
_MESSAGE_PROPERTIES = 0x00069003
_ATTACH_TITLE = 0x00018010
_ATTACH_DATA = 0x0006800F
_ATTACH_PROPERTIES = 0x00069005

# [MS-OXPROPS] 2; the first one of a list that is there counts.
_APPOINTMENT = bytes.fromhex("0220060000000000c000000000000046")
_COMMON = bytes.fromhex("0820060000000000c000000000000046")
_MEETING = bytes.fromhex("90dad86e0b451b1098da00aa003f1305")
_CLASS_TAG = 0x001A
_SENDER = (0x5D01, 0x0C1F, _FROM)
_REPRESENTS = (0x5D02, 0x0065, _OWNER)
_TITLE = (0x0037, _SUBJECT)
_PLACE = (Name(_APPOINTMENT, 0x8208), Name(_MEETING, 0x0002))
_START = (Name(_APPOINTMENT, 0x820D), Name(_COMMON, 0x8516), 0x0060, _DATE_START)
_END = (Name(_APPOINTMENT, 0x820E), Name(_COMMON, 0x8517), 0x0061, _DATE_END)
_REMINDER_FILE = Name(_COMMON, 0x851F)
_ATTACH_NAMES = frozenset({0x3707, 0x3704, 0x3001})
_ATTACH_CONTENT = 0x3701
_INTERFACE = 16  # the identifier before an embedded message

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)

_Key = int | Name


def read_tnef(data: bytes, limits: Limits) -> TnefMeeting | None:
    """What these bytes say about a meeting; None for what is no TNEF or says nothing of the kind. Never fails."""
    if not data.startswith(TNEF_SIGNATURE):
        return None
    stream = Stream(data, limits)
    message = _Message(stream, limits)
    message.read(0, len(data), limits.tnef_depth)
    return message.result()


class _Message:
    """Collects the values of one TNEF message; those of a message inside it only as far as they make it a meeting."""

    def __init__(self, stream: Stream, limits: Limits) -> None:
        self.stream = stream
        self.limits = limits
        self.classes: list[str] = []
        self.values: dict[_Key, str] = {}
        self.attachments: dict[str, None] = {}
        self.calendar_inside = False

    def read(self, start: int, end: int, depth: int) -> None:
        """Go through the TNEF at ``data[start:end]``."""
        for attribute in self.stream.attributes(start, end):
            self._attribute(attribute, depth)

    def result(self) -> TnefMeeting | None:
        meeting = next((name for name in self.classes if name.lower().startswith(_CLASSES)), None)
        if meeting is None and self.stream.broken:
            meeting = _class_anywhere(self.stream.data, self.stream.stopped)
        reminder = self._first((_REMINDER_FILE,))
        if not (meeting or reminder or self.calendar_inside or self.stream.truncated):
            return None
        return TnefMeeting(
            message_class=Untrusted(meeting or next(iter(self.classes), "")),
            sender=self._first(_SENDER),
            represents=self._first(_REPRESENTS),
            subject=self._first(_TITLE),
            location=self._first(_PLACE),
            start=self._time(_START),
            end=self._time(_END),
            reminder_file=reminder,
            attachments=tuple(Untrusted(name) for name in self.attachments),
            calendar_inside=self.calendar_inside,
            broken=self.stream.broken,
            truncated=self.stream.truncated,
        )

    def _first(self, keys: tuple[_Key, ...]) -> Untrusted | None:
        return next((Untrusted(self.values[key]) for key in keys if self.values.get(key)), None)

    def _time(self, keys: tuple[_Key, ...]) -> str | None:
        return next((self.values[key] for key in keys if self.values.get(key)), None)

    def _attribute(self, attribute: Attribute, depth: int) -> None:
        data, (identifier, start, end) = self.stream.data, attribute
        if identifier == _MESSAGE_CLASS:
            self.classes.append(self._text(start, end, STRING8))
        elif identifier == _SUBJECT:
            self.values.setdefault(identifier, self._text(start, end, STRING8))
        elif identifier in (_DATE_START, _DATE_END):
            self.values.setdefault(identifier, _date(data[start:end]))
        elif identifier in (_FROM, _OWNER):
            self.values.setdefault(identifier, self._owner(start, end, 8 if identifier == _FROM else 2))
        elif identifier == _MESSAGE_PROPERTIES:
            for one in properties(self.stream, start, end):
                self._property(one)
        elif identifier == _ATTACH_TITLE:
            self._attachment(self._text(start, end, STRING8))
        elif identifier == _ATTACH_DATA:
            self._content(start, end, depth)
        elif identifier == _ATTACH_PROPERTIES:
            for one in properties(self.stream, start, end):
                self._attachment_property(one, depth)

    def _property(self, one: Property) -> None:
        """A property of the message itself. The first value of each counts."""
        if not one.values:
            return
        key: _Key = one.identifier if one.name is None else one.name
        start, end = one.values[0]
        if key == _CLASS_TAG and one.kind in (STRING, STRING8):
            self.classes.append(self._text(start, end, one.kind))
        elif key in _WANTED and key not in self.values:
            if one.kind == TIME:
                self.values[key] = _system_time(self.stream.number(start, 8))
            elif one.kind in (STRING, STRING8):
                self.values[key] = self._text(start, end, one.kind)

    def _attachment_property(self, one: Property, depth: int) -> None:
        if one.name is not None or not one.values:
            return
        start, end = one.values[0]
        if one.identifier in _ATTACH_NAMES and one.kind in (STRING, STRING8):
            self._attachment(self._text(start, end, one.kind))
        elif one.identifier == _ATTACH_CONTENT and one.kind == OBJECT:
            self._content(start + _INTERFACE, end, depth)
        elif one.identifier == _ATTACH_CONTENT and one.kind == BINARY:
            self._content(start, end, depth)

    def _attachment(self, name: str) -> None:
        if name and len(self.attachments) < self.limits.mime_parts:
            self.attachments[name] = None
        self.calendar_inside |= calendar_name((name,))

    def _content(self, start: int, end: int, depth: int) -> None:
        """An attached file: a calendar, or a message that may be a meeting in its turn."""
        data = self.stream.data
        if data.startswith(TNEF_SIGNATURE, start, end):
            if depth <= 1:
                self.stream.truncated = True
                return
            inner = _Message(self.stream, self.limits)
            inner.read(start, end, depth - 1)
            self.calendar_inside |= inner.calendar_inside or inner.meets()
        elif begins_calendar(data[start : min(end, start + self.limits.text_characters)]):
            self.calendar_inside = True

    def meets(self) -> bool:
        """Whether this is a meeting, or opens a file when its reminder comes."""
        return any(name.lower().startswith(_CLASSES) for name in self.classes) or _REMINDER_FILE in self.values

    def _text(self, start: int, end: int, kind: int) -> str:
        piece = self.stream.data[start : min(end, start + 2 * self.limits.text_characters)]
        shown = piece.decode("utf-16-le", "replace") if kind == STRING else text(piece.partition(b"\0")[0])
        return shown.partition("\0")[0][: self.limits.text_characters].strip()

    def _owner(self, start: int, end: int, head: int) -> str:
        """An address of the old form: two lengths, the name shown, the address ([MS-OXTNEF] 2.1.3.3.2, 2.1.3.3.12)."""
        at = start + head - (4 if head == 8 else 2)
        shown = self.stream.number(at, 2)
        first = start + head + shown + (0 if head == 8 else 2)
        return self._text(min(first, end), end, STRING8)


_WANTED = frozenset({*_SENDER, *_REPRESENTS, *_TITLE, *_PLACE, *_START, *_END, _REMINDER_FILE})


def _date(data: bytes) -> str:
    """Year, month, day, hour, minute, second, two bytes each ([MS-OXTNEF] 2.1.3.3.6); empty when it is no date."""
    year, month, day, hour, minute, second = (int.from_bytes(data[at : at + 2], "little") for at in range(0, 12, 2))
    try:
        return datetime(year, month, day, hour, minute, second).isoformat()  # noqa: DTZ001  (nobody says of where)
    except ValueError:
        return ""


def _system_time(ticks: int) -> str:
    """Tenths of a microsecond since 1601 in UTC ([MS-DTYP] 2.3.3); empty when there is no such year."""
    try:
        return (_EPOCH + timedelta(microseconds=ticks // 10)).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError:
        return ""


def _class_anywhere(data: bytes, start: int) -> str | None:
    """Of a broken file: a class of meetings that stands anywhere behind the break, perhaps in UTF-16."""
    lower = data[start:].lower()
    return next((name for name in _CLASSES if name.encode() in lower or name.encode("utf-16-le") in lower), None)
