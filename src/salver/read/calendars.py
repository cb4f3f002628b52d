"""Find every calendar of a message: by type, by name, by content, and by a sweep where nobody accounts for the bytes.

A calendar that only some readers would find makes the message *ambiguous* (threats MIME-01 .. MIME-20): the sweep found
it, or the structure around it has a doubt. Untidy but unambiguous mail is neither.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from salver.core.limits import Limits
from salver.read import itip
from salver.read.agreement import cost, field_of
from salver.read.beginnings import BLANK, begins_calendar, begins_in_charset
from salver.read.calendar_names import calendar_name, calendar_type, mail_name
from salver.read.charsets import second_reading, to_utf8
from salver.read.containers import unwrapped
from salver.read.contents import hidden, read_content, undecodable
from salver.read.disagreements import about_hit, about_part
from salver.read.entities import Entity
from salver.read.icalendar import Calendars, parse
from salver.read.message import CalendarPart, Defect, Disagreement, FoundBy, Invitation, Span
from salver.read.mime import PARTIAL_TYPES, REPORT_TYPES
from salver.read.strict import Leaf
from salver.read.sweep import Hit, calendar_bytes, sweep, uuencoded
from salver.read.transfer import PLAIN, decode_base64_past_padding, decode_head
from salver.read.twins import mark_twins
from salver.read.uuencode import MARK as UU_MARK

# Parts of this type are whatever their bytes are.
# RFC 2046 4.5.1
_ANYTHING = "application/octet-stream"
_HEAD = 1024


class Found(msgspec.Struct, frozen=True, gc=False):
    """All calendars of a message, and what they say about its structure."""

    parts: tuple[CalendarPart, ...]
    defects: tuple[Defect, ...]
    disagreements: tuple[Disagreement, ...]
    truncated: bool


_NOTHING = Found((), (), (), False)


Parsed = dict[bytes, Calendars]
"""Calendars that were read already, by their bytes without blanks at the end."""


def find_calendars(
    entities: list[Entity], limits: Limits, *, whole: bool = True, parsed: Parsed | None = None
) -> Found:
    """Look through every leaf and every region outside the leaves.

    Where the structure was not read to its end (not ``whole``) the message is held whatever else is in it: then only
    what calls itself a calendar is looked at. ``parsed`` is what ``find_plainly`` read before it gave up.
    """
    finder = _Finder(limits, whole, parsed)
    for entity in entities:
        if entity.leaf:
            finder.leaf(entity)
        elif entity.doubts and whole:
            finder.head(entity)
    # Last, so that what stands in no part takes no room from what does.
    for entity in entities if whole else ():
        for start, end in entity.regions:
            finder.region(entity, start, end)
    if not finder.parts:
        return _NOTHING
    parts = mark_twins(finder.parts)
    return Found(tuple(parts), tuple(finder.defects), tuple(finder.disagreements), finder.truncated)


def find_plainly(raw: bytes, leaves: list[Leaf], limits: Limits, parsed: Parsed | None = None) -> Found | None:
    """The calendars of a message the strict reading has taken apart.

    None when one of them is not plain to read itself: the tolerant reading then looks at the whole message again.
    """
    calendars = [(leaf, leaf.found_by) for leaf in leaves if leaf.found_by is not None]
    if not calendars:
        return _NOTHING
    finder = _Finder(limits, parsed=parsed)
    if not all(finder.plain(raw, leaf, found_by) for leaf, found_by in calendars):
        return None
    return Found(tuple(mark_twins(finder.parts)), tuple(finder.defects), (), False)


def method_parameter(parameters: Mapping[str, str]) -> str | None:
    """The method parameter of Content-Type in upper case (RFC 6047 2.4), or None."""
    # RFC 6047 2.4
    return parameters.get("method", "").strip()[:100].upper() or None


def _charsets_differ(data: bytes, charset: str | None) -> bool:
    """Whether a reader that believes the charset parameter finds other components than one that does not."""
    other = second_reading(data, charset)
    return (
        other is not None
        and calendar_bytes(data) is not None
        and calendar_bytes(other) is not None
        and other.lower().count(b"begin:") != data.lower().count(b"begin:")
    )


class _About(msgspec.Struct, frozen=True, gc=False):
    """What is told of the part a calendar stands in."""

    number: str
    content_type: str
    parameters: Mapping[str, str]
    names: tuple[str, ...]
    nested: bool

    @classmethod
    def of(cls, entity: Entity) -> _About:
        return cls(entity.number, entity.part.content_type, entity.part.parameters, entity.names, entity.nested)


class _Read(msgspec.Struct, frozen=True, gc=False):
    """The calendars of some bytes, and the part they stood in first."""

    calendars: Calendars
    invitations: tuple[Invitation, ...]
    part: str
    whole: bool


class _Finder:
    def __init__(self, limits: Limits, whole: bool = True, parsed: Parsed | None = None) -> None:
        self.limits = limits
        self.whole = whole
        self.parsed: Parsed = {} if parsed is None else parsed
        self.parts: list[CalendarPart] = []
        self.defects: list[Defect] = []
        self.disagreements: list[Disagreement] = []
        self.truncated = False
        self._read: dict[bytes, _Read] = {}
        self._room = itip.Room(limits)
        self._copies = limits.calendar_objects
        self._lines = limits.calendar_lines
        self._again = limits.calendar_again_bytes

    def plain(self, raw: bytes, leaf: Leaf, found_by: FoundBy) -> bool:
        """A leaf of the strict reading that is a calendar by its type or name; false where it is not plain to read."""
        if len(self.parts) >= self.limits.calendar_parts:
            return False
        content = read_content(raw[leaf.body : leaf.end], (leaf.encoding,))
        if content.doubt or _charsets_differ(content.data, leaf.parameters.get("charset")):
            return False
        about = _About(leaf.number, leaf.content_type, leaf.parameters, leaf.names, False)
        part = self._part(about, found_by, Span(leaf.start, leaf.end), content.data)
        self.parts.append(part)
        return part.readable and not part.fake and not self.truncated

    def leaf(self, entity: Entity) -> None:
        """A part without parts of its own. A fragment is no calendar: ``opaque.py`` looks at it.

        Nor is a signature with the content inside: that content is looked at by itself. So is a message in a file; but
        the file may have a calendar's name as well, or begin with one.
        """
        part = entity.part
        if part.content_type in PARTIAL_TYPES or (part.children and not mail_name(part.content_type, entity.names)):
            return
        found_by = self._found_by(entity)
        if found_by is not None:
            self._add(entity, found_by)
        elif not self.whole or part.children:
            return
        elif entity.doubtful() or entity.part.content_type in REPORT_TYPES:
            # Another reading may cut this body in pieces, decode it, or begin it in the middle of the header.
            self._sweep_leaf(entity)
        elif entity.part.content_type.startswith("text/") and entity.part.content_type != "text/html":
            self._inline_file(entity)
        elif (
            entity.part.content_type == _ANYTHING
            and not entity.names
            and (data := calendar_bytes(entity.content())) is not None
        ):
            self._add_hit(entity, entity.body.start, Hit(data, "plain"), entity.part.span)

    def head(self, entity: Entity) -> None:
        """What some readers see where others see a composite part: its header read on, its body not decoded."""
        for extent in (entity.head, entity.undecoded):
            hit = sweep(extent.source[extent.start : extent.end]) if extent else None
            if extent and hit is not None:
                self._add_hit(entity, extent.start, hit, entity.part.span)

    def region(self, entity: Entity, start: int, end: int) -> None:
        """Preamble, epilogue, or a body that was not taken apart."""
        body = entity.body
        hit = sweep(body.source[start:end])
        if hit is not None:
            self._add_hit(entity, start, hit, body.span(start, end))

    def _found_by(self, entity: Entity) -> FoundBy | None:
        part = entity.part
        if calendar_type(part.content_type, part.parameters):
            return "type"
        if entity.names and calendar_name(entity.names):
            return "name"
        if any(calendar_type(other, part.parameters) for other in entity.other_types):
            return "type"
        body = entity.body
        head = body.source[body.start : min(body.end, body.start + _HEAD)]
        for encoding in entity.encodings:
            decoded = decode_head(head, encoding)
            if encoding == "base64" and b"=" in head and begins_calendar(decode_base64_past_padding(head)):
                return "content"
            if begins_calendar(decoded) or begins_in_charset(decoded, part.parameters.get("charset")):
                return "content"
            if not decoded.strip(BLANK) and body.end - body.start > len(head) and begins_calendar(entity.content()):
                return "content"
        return None

    def _add(self, entity: Entity, found_by: FoundBy) -> None:
        if len(self.parts) >= self.limits.calendar_parts:
            self._too_many(entity, found_by, entity.part.span)
            return
        content = read_content(entity.raw_body(), entity.encodings)
        doubt = content.doubt
        if doubt is None and _charsets_differ(content.data, entity.part.parameters.get("charset")):
            doubt = "calendar-charset-differs"
        about = _About.of(entity)
        noted = len(self.defects)
        part = self._part(about, found_by, entity.part.span, content.data)
        if part.fake and (hit := hidden(entity)) is not None:
            # Undecoded, differently encoded, or swallowed by the header: calendar bytes all the same.
            doubt = "calendar-hidden"
            del self.defects[noted:]  # their offsets count in bytes that are not looked at any more
            part = self._part(about, found_by, entity.part.span, hit.data)
        if part.fake and undecodable(entity, content.data):
            self.defects.append(Defect("calendar-undecodable", entity.body.at(entity.body.start), entity.number))
            part = msgspec.structs.replace(part, fake=False, readable=False)
        if doubt:
            self.defects.append(Defect(doubt, entity.body.at(entity.body.start), entity.number))
        if not part.fake and (doubt or entity.doubtful()):
            self.disagreements.append(about_part(entity, doubt))
        self.parts.append(part)

    def _part(self, about: _About, found_by: FoundBy, span: Span, data: bytes, certain: bool = False) -> CalendarPart:
        """Read the bytes of one calendar; ``certain`` says that there is one whatever we can read of it."""
        number = about.number
        data, charset_defect = to_utf8(data, about.parameters.get("charset"))
        if charset_defect:
            self.defects.append(Defect(charset_defect, 0, number))
        read = self._once(data, number)
        calendars, invitations = read.calendars, self._copy(read, number)
        for noted in (calendars.defects, calendars.ambiguous):
            self.defects += [Defect(defect.code, defect.offset, number) for defect in noted]
        self.truncated |= calendars.truncated
        method = None if found_by == "sweep" else method_parameter(about.parameters)
        nested = about.nested
        return CalendarPart(
            part=number,
            found_by=found_by,
            span=span,
            method_param=method,
            data=data,
            content_type=about.content_type,
            names=about.names,
            invitations=tuple(
                [msgspec.structs.replace(one, part=number, method_param=method, nested=nested) for one in invitations]
            ),
            fake=not (certain or calendars.mentioned),
            readable=read.whole and _readable(calendars),
            nested=nested,
            same_as=read.part if read.invitations and not invitations else None,
            ambiguous=tuple(map(field_of, calendars.ambiguous)),
        )

    def _once(self, data: bytes, number: str) -> _Read:
        """The same bytes again are not read twice (Google sends them twice). All parts share one budget."""
        same = data.rstrip()
        if same not in self._read:
            limits = self.limits
            if self._lines < limits.calendar_lines or self._again < limits.calendar_again_bytes:
                lines, again = max(self._lines, 0), max(self._again, 0)
                limits = msgspec.structs.replace(limits, calendar_lines=lines, calendar_again_bytes=again)
            calendars = self.parsed.get(same) or self.parsed.setdefault(same, parse(data, limits))
            self._lines -= data.count(b"\n")
            self._again -= cost(same, calendars)
            whole = self._room.objects > 0
            found = itip.invitations(calendars, number, limits, self._room)
            if self._room.objects < 0:
                self._note_too_many(0, number)
            if self._room.cut and not self.truncated:
                self.defects.append(Defect("calendar-too-much", 0, number))
                self.truncated = True
            self._read[same] = _Read(calendars, found, number, whole)
        return self._read[same]

    def _copy(self, read: _Read, number: str) -> tuple[Invitation, ...]:
        """The invitations for this part. Many copies of many are left out: the first part has them all."""
        if number == read.part:
            return read.invitations
        self._copies -= len(read.invitations)
        return read.invitations if self._copies >= 0 else ()

    def _sweep_leaf(self, entity: Entity) -> None:
        body = entity.body
        # The header of a returned message is no calendar, whatever it says.
        headers = not entity.part.content_type.endswith("headers")
        hit = sweep(body.source[entity.start : body.end], headers=headers)
        if hit is None and entity.encodings[0] not in PLAIN:
            hit = sweep(entity.content(), headers=headers)
        if hit is not None:
            self._add_hit(entity, entity.start, hit, entity.part.span)

    def _inline_file(self, entity: Entity) -> None:
        """A file written into a text in uuencode or yEnc, which many programs show as an attachment (MIME-12)."""
        body = entity.body
        hit = None
        if entity.encodings[0] not in PLAIN or body.source.find(UU_MARK, body.start, body.end) >= 0:
            hit = uuencoded(entity.content())
        if hit is None:
            hit = next((Hit(inner.data, "yenc") for inner in unwrapped(entity, self.limits)), None)
        if hit is not None:
            self._add_hit(entity, body.start, hit, entity.part.span)

    def _add_hit(self, entity: Entity, start: int, hit: Hit, span: Span) -> None:
        """A calendar that no part accounts for."""
        self.disagreements.append(about_hit(entity, start, hit))
        self.defects.append(Defect("calendar-hidden", entity.body.at(start), entity.number))
        if len(self.parts) >= self.limits.calendar_parts:
            self._too_many(entity, "sweep", span)
            return
        self.parts.append(self._part(_About.of(entity), "sweep", span, hit.data, certain=True))

    def _too_many(self, entity: Entity, found_by: FoundBy, span: Span) -> None:
        """Past the limit a calendar is only counted: it is there, unread (DOS-17)."""
        self._note_too_many(entity.part.span.start, entity.number)
        self.parts.append(
            CalendarPart(
                part=entity.number,
                found_by=found_by,
                span=span,
                method_param=method_parameter(entity.part.parameters),
                data=b"",
                content_type=entity.part.content_type,
                names=entity.names,
                readable=False,
                nested=entity.nested,
            )
        )

    def _note_too_many(self, offset: int, number: str) -> None:
        if not self.truncated:
            self.defects.append(Defect("calendar-too-many", offset, number))
        self.truncated = True


def _readable(calendars: Calendars) -> bool:
    """Whether at least one calendar was read: one with something in it, and not cut short by a limit."""
    return not calendars.truncated and any(
        component.by_name or component.components for component in calendars.components
    )
