"""Find every calendar of a message: by type, by name, by content, and by a sweep where nobody accounts for the bytes.

A calendar that only some readers would find makes the message *ambiguous* (threats MIME-01 .. MIME-20): the sweep found
it, or the structure around it has a doubt. Untidy but unambiguous mail is neither.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from salver.core.limits import Limits
from salver.read import itip
from salver.read.charsets import to_utf8
from salver.read.entities import Entity
from salver.read.icalendar import Calendars, parse
from salver.read.message import CalendarPart, Defect, FoundBy, Invitation, Span
from salver.read.sweep import opening, sweep
from salver.read.transfer import decode, decode_base64_past_padding, decode_head
from salver.read.twins import mark_twins

CALENDAR_TYPES = frozenset(
    {
        "text/calendar",
        "text/x-calendar",
        "text/vcalendar",
        "text/x-vcalendar",
        "text/ical",
        "text/ics",
        "text/icalendar",
        "text/x-icalendar",
        "application/calendar",
        "application/ics",
        "application/x-ics",
        "application/ical",
        "application/x-ical",
        "application/icalendar",
        "application/x-icalendar",
        "application/hbs-vcs",
        "application/x-extension-ics",
    }
)
"""RFC 5545 8.1 and the other names calendars travel under (MIME-15)."""
NAME_ENDINGS = (".ics", ".ical", ".ifb", ".icalendar", ".vcs")
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*+BEGIN[ \t]{0,8}:[ \t]{0,8}VCALENDAR", re.IGNORECASE)
_BEGINS_ANY = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+BEGIN[ \t]{0,8}:[ \t]{0,8}V(?:CALENDAR|EVENT|TODO|JOURNAL|FREEBUSY)\b", re.IGNORECASE
)


class Found(NamedTuple):
    """All calendars of a message, and what they say about its structure."""

    parts: tuple[CalendarPart, ...]
    defects: tuple[Defect, ...]
    ambiguous: bool
    truncated: bool


def find_calendars(entities: list[Entity], limits: Limits) -> Found:
    """Look through every leaf and every region outside the leaves."""
    finder = _Finder(limits)
    for entity in entities:
        if entity.leaf:
            finder.leaf(entity)
        for start, end in entity.regions:
            finder.region(entity, start, end)
    if not finder.parts:
        return Found((), (), False, False)
    parts = mark_twins(finder.parts)
    return Found(tuple(parts), tuple(finder.defects), finder.ambiguous, finder.truncated)


def calendar_name(names: tuple[str, ...]) -> bool:
    """Whether any of these file names is a calendar's, tricks with blanks, dots and cases aside (MIME-14)."""
    return any(name.rstrip("\"'. \t\0").lower().endswith(NAME_ENDINGS) for name in names)


def method_parameter(entity: Entity) -> str | None:
    """The method parameter of Content-Type in upper case (RFC 6047 2.4), or None."""
    # RFC 6047 2.4
    method = entity.part.parameters.get("method", "")
    return method.strip()[:100].upper() or None


def begins_calendar(data: bytes) -> bool:
    """Whether the first line that is not blank is BEGIN:VCALENDAR; a UTF-16 calendar counts."""
    return _BEGINS.match(_narrow(data)) is not None


def begins_calendar_file(data: bytes) -> bool:
    """The same for a bare file, where an event without its VCALENDAR counts too."""
    return _BEGINS_ANY.match(_narrow(data)) is not None


def _narrow(data: bytes) -> bytes:
    """The head of wide text as if it were ASCII."""
    return data[:1024].replace(b"\0", b"").lstrip(b"\xff\xfe") if b"\0" in data[:8] else data


def _is_calendar_type(content_type: str, entity: Entity) -> bool:
    if content_type in CALENDAR_TYPES:
        return True
    profile = entity.part.parameters.get("profile", "")
    return content_type == "text/directory" and profile.lower() == "vcalendar"


class _Finder:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.parts: list[CalendarPart] = []
        self.defects: list[Defect] = []
        self.ambiguous = False
        self.truncated = False
        self._read: dict[bytes, tuple[Calendars, tuple[Invitation, ...]]] = {}

    def leaf(self, entity: Entity) -> None:
        """A part without parts of its own."""
        found_by = self._found_by(entity)
        if found_by is not None:
            self._add(entity, found_by)
        elif entity.doubtful():
            # Another reading may cut this body in pieces, decode it, or begin it in the middle of the header.
            start = entity.start if entity.doubts else entity.body.start
            body = entity.body
            self._sweep(entity, start, body.source[start : body.end], entity.part.span)

    def region(self, entity: Entity, start: int, end: int) -> None:
        """Preamble, epilogue, or a body that was not taken apart."""
        body = entity.body
        self._sweep(entity, start, body.source[start:end], body.span(start, end))

    def _found_by(self, entity: Entity) -> FoundBy | None:
        part = entity.part
        if _is_calendar_type(part.content_type, entity):
            return "type"
        if entity.names and calendar_name(entity.names):
            return "name"
        if any(_is_calendar_type(other, entity) for other in entity.other_types):
            return "type"
        body = entity.body
        head = body.source[body.start : min(body.end, body.start + 1024)]
        for encoding in entity.encodings:
            decoded = decode_head(head, encoding)
            if begins_calendar(decoded):
                return "content"
            if not decoded.strip() and body.end - body.start > len(head) and begins_calendar(entity.content()):
                return "content"
        return None

    def _add(self, entity: Entity, found_by: FoundBy) -> None:
        if len(self.parts) >= self.limits.calendar_parts:
            self._too_many(entity, found_by)
            return
        data, doubt = self._content(entity)
        method = method_parameter(entity)
        part = self._part(entity, found_by, entity.part.span, method, data)
        if part.fake and (hit := sweep(entity.body.source[entity.start : entity.body.end])):
            # Undecoded, differently encoded, or swallowed by the header: calendar bytes all the same.
            doubt = True
            part = self._part(entity, found_by, entity.part.span, method, hit.data)
        if not part.fake and (doubt or entity.doubtful()):
            self.ambiguous = True
        self.parts.append(part)

    def _content(self, entity: Entity) -> tuple[bytes, bool]:
        """The decoded bytes in the reading that holds a calendar, and whether another reading holds another one."""
        body = entity.raw_body()
        data = entity.content()
        if len(entity.encodings) > 1 and opening(data) < 0:
            for encoding in entity.encodings[1:]:
                other = decode(body, encoding)
                if opening(other) >= 0:
                    return other, True
        if entity.encodings[0] == "base64" and 0 <= body.find(b"=") < len(body.rstrip()) - 2:
            other = decode_base64_past_padding(body)
            if other.lower().count(b"begin:vcalendar") > data.lower().count(b"begin:vcalendar"):
                self.defects.append(Defect("base64-after-padding", entity.body.at(entity.body.start), entity.number))
                return (data if opening(data) >= 0 else other), True
        return data, False

    def _part(self, entity: Entity, found_by: FoundBy, span: Span, method: str | None, data: bytes) -> CalendarPart:
        """Read the bytes of one calendar; the same bytes again are not read twice (Google sends them twice)."""
        data, charset_defect = to_utf8(data, entity.part.parameters.get("charset"))
        number = entity.number
        if charset_defect:
            self.defects.append(Defect(charset_defect, 0, number))
        same = data.rstrip()
        if same not in self._read:
            calendars = parse(data, self.limits)
            self._read[same] = calendars, itip.invitations(calendars, number, self.limits)
        calendars, invitations = self._read[same]
        self.defects += [Defect(defect.code, defect.offset, number) for defect in calendars.defects]
        second = itip.methods_differ(calendars)
        if second is not None:  # RFC 5545 3.7.2
            self.defects.append(Defect("calendar-method-several", second, number))
        self.truncated |= calendars.truncated
        return CalendarPart(
            part=number,
            found_by=found_by,
            span=span,
            method_param=method,
            data=data,
            invitations=tuple(
                msgspec.structs.replace(one, part=number, method_param=method, nested=entity.nested)
                for one in invitations
            ),
            fake=not calendars.mentioned,
            readable=_readable(calendars),
            nested=entity.nested,
        )

    def _sweep(self, entity: Entity, start: int, data: bytes, span: Span) -> None:
        hit = sweep(data)
        if hit is None and entity.leaf and entity.encodings[0] in ("base64", "quoted-printable", "x-uuencode"):
            hit = sweep(entity.content())
        if hit is None:
            return
        self.ambiguous = True
        self.defects.append(Defect("calendar-hidden", entity.body.at(start), entity.number))
        if len(self.parts) >= self.limits.calendar_parts:
            self.truncated = True
            return
        self.parts.append(self._part(entity, "sweep", span, None, hit.data))

    def _too_many(self, entity: Entity, found_by: FoundBy) -> None:
        """Past the limit a calendar is only counted: it is there, unread (DOS-17)."""
        if not self.truncated:
            self.defects.append(Defect("calendar-too-many", entity.part.span.start, entity.number))
        self.truncated = True
        method = method_parameter(entity)
        self.parts.append(
            CalendarPart(
                part=entity.number,
                found_by=found_by,
                span=entity.part.span,
                method_param=method,
                data=b"",
                readable=False,
                nested=entity.nested,
            )
        )


def _readable(calendars: Calendars) -> bool:
    """Whether at least one calendar was read: one with something in it, and not cut short by a limit."""
    return not calendars.truncated and any(
        component.properties or component.components for component in calendars.components
    )
