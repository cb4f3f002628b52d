"""The MIME tree of a message, with byte spans and with everything readers may disagree on (RFC 2045, RFC 2046).

One walk gives the usual reading. Beside every part it keeps what a second reading needs (``entities.py``): doubts, the
other types and encodings, and the regions no part accounts for. ``calendars.py`` looks there for hidden calendars.
"""

from __future__ import annotations

import re

import msgspec

from salver.core.limits import Limits
from salver.read.boundaries import Cut, cut
from salver.read.calendar_names import mail_name
from salver.read.containers import unwrapped
from salver.read.content_types import Kind, names_of, read_kind
from salver.read.entities import Entity, Extent
from salver.read.headers import HeaderBlock, blank_fold, distinct, read_headers
from salver.read.lexing import without_comments
from salver.read.message import Defect, HeaderField, Part, Span
from salver.read.parameters import TOO_MUCH
from salver.read.transfer import PLAIN, read_encoding, registered

MESSAGE_TYPES = frozenset({"message/rfc822", "message/global", "message/news"})
REPORT_TYPES = frozenset(
    {
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "message/tracking-status",
        "message/headers",
        "message/global-delivery-status",
        "message/global-disposition-notification",
        "message/global-headers",
    }
)
"""Lists of fields about a message, not messages: what bounces, receipts and complaints consist of."""
PARTIAL_TYPES = frozenset({"message/partial", "message/external-body"})
"""Content whose rest lies in other messages, or elsewhere (RFC 2046 5.2.2, 5.2.3)."""
_TEXT = "text/plain"
# RFC 2046 5.1.1
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{1,70}")
_MESSAGE = "message/rfc822"
_LETTERHEAD = frozenset({"from", "subject", "content-type", "received"})


class Walk:
    """One walk over a message. ``entities`` stand in document order; ``truncated`` says that a limit stopped it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.entities: list[Entity] = []
        self.defects: list[Defect] = []
        self.truncated = False
        self._delimiters: set[tuple[int, int]] = set()
        self._near: list[tuple[Entity, int]] = []

    def message(self, raw: bytes, end: int) -> Part:
        """Read ``raw[:end]`` as a message, then settle what only the whole tree can tell."""
        part = self._message(Extent(raw, 0, end), "", None)
        for entity, offset in self._near:
            # An inner boundary may honestly begin with the outer one.
            if (id(entity.body.source), offset) not in self._delimiters:
                entity.doubt("mime-boundary-near", offset)
        for entity in self.entities:
            self.defects += entity.doubts
        return part

    def file(self, raw: bytes, end: int, content_type: str) -> Part:
        """The whole of ``raw`` as the body of a single part without any header: a bare file."""
        entity = Entity("1", 0, Extent(raw, 0, end), None, False)
        entity.part = Part("1", (), content_type, {}, "binary", None, None, Span(0, 0), Span(0, end))
        self.entities.append(entity)
        return entity.part

    def _message(self, extent: Extent, outer: str, parent: Entity | None) -> Part:
        """A whole message. Its root is ``0`` when it is a multipart and ``1`` otherwise (RFC 9051 6.4.5.1)."""
        block = read_headers(extent.source, extent.start, extent.end, outer, self.limits)
        kind = read_kind(block.fields, _TEXT)
        # RFC 9051 6.4.5.1
        root = "0" if kind.value.startswith("multipart/") else "1"
        return self._entity(extent, f"{outer}.{root}" if outer else root, parent, parent is not None, block, kind)

    def _entity(
        self, extent: Extent, number: str, parent: Entity | None, nested: bool, block: HeaderBlock, kind: Kind
    ) -> Part:
        """One entity whose header is read. Appends it before its children, so that document order holds."""
        entity = Entity(number, extent.start, extent._replace(start=block.end), parent, nested)
        self.entities.append(entity)
        self.truncated |= block.truncated
        self.defects += block.defects
        entity.doubts += block.doubts
        fields = block.fields
        if parent is not None and (blank := blank_fold(extent.source, extent.start, block.end)) is not None:
            entity.doubt("header-blank-fold", blank)
        if not fields and parent is None and block.end < extent.end:
            entity.doubt("header-empty", extent.start)
        entity.other_types = kind.others
        mechanisms = distinct(fields, "content-transfer-encoding")
        entity.encodings, uncertain = read_encoding(mechanisms)
        if uncertain:
            entity.doubt("mime-transfer-encoding", extent.start)
        elif not registered(mechanisms):
            self.defects.append(Defect("mime-transfer-encoding-unregistered", extent.at(extent.start), number))
        self._note_fields(fields, number, parent is None)
        named = names_of(fields, kind)
        entity.names = named.names
        for code in kind.doubts + named.doubts:
            entity.doubt(code, extent.start)
        self.defects += [Defect(code, extent.at(extent.start), number) for code in kind.defects + named.defects]
        if not TOO_MUCH.isdisjoint(kind.doubts + named.doubts):
            self.truncated = True
        children: tuple[Part, ...] = ()
        if kind.value.startswith("multipart/") or _is_message(kind.value):
            children = self._composite(entity, kind)
        elif _delimiter_stands_in(entity, kind.parameters.get("boundary")):
            entity.doubt("mime-boundary-unused", extent.start)
        entity.part = Part(
            number,
            fields,
            kind.value,
            kind.parameters,
            entity.encodings[0],
            named.disposition,
            entity.names[0] if entity.names else None,
            extent.span(extent.start, block.end),
            extent.span(block.end, extent.end),
            children,
            nested,
        )
        if entity.leaf and (inside := self._signed(entity) or self._filed(entity)):
            entity.part = msgspec.structs.replace(entity.part, children=inside)
        return entity.part

    def _composite(self, entity: Entity, kind: Kind) -> tuple[Part, ...]:
        entity.leaf = False
        if entity.depth >= self.limits.mime_depth:
            self._too_much(entity, entity.body.start, entity.body.end)
            return ()
        if not kind.value.startswith("multipart/"):
            if kind.value not in MESSAGE_TYPES:
                entity.doubt("mime-message-type", entity.start)  # a message to some readers, a file to others
            return self._attached(entity)
        return self._multipart(entity, kind)

    def _attached(self, entity: Entity) -> tuple[Part, ...]:
        """A message inside the message. It must not be encoded (RFC 2046 5.2.1); some are, and some readers decode."""
        if len(self.entities) >= self.limits.mime_parts:
            self._too_much(entity, entity.body.start, entity.body.end)
            return ()
        extent = entity.body
        if entity.encodings[0] not in PLAIN:
            entity.doubt("mime-composite-encoded", extent.start)
            plain = read_headers(extent.source, extent.start, extent.end, entity.number, self.limits)
            if not _begins_message(plain):
                entity.undecoded, extent = extent, _decoded(entity)
        return (self._message(extent, entity.number, entity),)

    def _signed(self, entity: Entity) -> tuple[Part, ...]:
        """What lies inside an opaque signature is the message's own (RFC 8551 3.1): read like a part of a multipart."""
        children: list[Part] = []
        for inner in unwrapped(entity, self.limits):
            if inner.kind != "message":
                continue
            if entity.depth >= self.limits.mime_depth or len(self.entities) >= self.limits.mime_parts:
                self._too_much(entity, entity.body.start, entity.body.end)
                break
            if inner.defect:
                entity.doubt(inner.defect, entity.body.start)
            frame = entity.body.span(entity.body.start, entity.body.end)
            extent = Extent(inner.data, 0, len(inner.data), frame)
            number = f"{entity.number}.{len(children) + 1}"
            block = read_headers(extent.source, 0, extent.end, number, self.limits)
            children.append(self._entity(extent, number, entity, entity.nested, block, read_kind(block.fields, _TEXT)))
        return tuple(children)

    def _filed(self, entity: Entity) -> tuple[Part, ...]:
        """A message that travels as a file of no certain type: programs go by its name, and open it as one.

        A file may be encoded, so there is nothing to doubt about that. Where anything else is doubted it is swept.
        """
        if not mail_name(entity.part.content_type, entity.names) or entity.doubtful():
            return ()
        extent = entity.body if entity.encodings[0] in PLAIN else _decoded(entity)
        if not _begins_message(read_headers(extent.source, extent.start, extent.end, entity.number, self.limits)):
            return ()
        if entity.depth >= self.limits.mime_depth or len(self.entities) >= self.limits.mime_parts:
            self._too_much(entity, entity.body.start, entity.body.end)
            return ()
        return (self._message(extent, entity.number, entity),)

    def _multipart(self, entity: Entity, kind: Kind) -> tuple[Part, ...]:
        found = self._cut(entity, kind)
        extent = entity.body
        base = "" if entity.number == "0" else entity.number.removesuffix(".0")
        # RFC 2046 5.1.5
        default = _MESSAGE if kind.value == "multipart/digest" else _TEXT
        children: list[Part] = []
        for index, (start, end) in enumerate(found.parts, 1):
            if len(self.entities) >= self.limits.mime_parts:
                self._too_much(entity, start, extent.end)
                break
            number = f"{base}.{index}" if base else str(index)
            block = read_headers(extent.source, start, end, number, self.limits)
            child = read_kind(block.fields, default)
            here = extent._replace(start=start, end=end)
            children.append(self._entity(here, number, entity, entity.nested, block, child))
        return tuple(children)

    def _note_fields(self, fields: tuple[HeaderField, ...], number: str, root: bool) -> None:
        """Structure fields that stand there twice, and a MIME-Version that is missing or another (RFC 2045 3, 4)."""
        counted: dict[str, int] = {}
        for field in fields:
            if field.name.startswith(("content-", "mime-version")):
                counted[field.name] = counted.get(field.name, 0) + 1
                if counted[field.name] == 2:
                    self.defects.append(Defect("mime-duplicate-field", field.span.start, number))
        # RFC 2045 4
        versions = distinct(fields, "mime-version")
        if root and counted and not versions:
            self.defects.append(Defect("mime-version-missing", fields[0].span.start, number))
        elif any(without_comments(version)[0].strip() != b"1.0" for version in versions):
            self.defects.append(Defect("mime-version-malformed", fields[0].span.start, number))

    def _cut(self, entity: Entity, kind: Kind) -> Cut:
        """Cut the body, in its decoded form only where the plain form holds no delimiter (RFC 2045 6.4)."""
        # A boundary never ends with a blank.
        # RFC 2046 5.1.1
        boundary = kind.parameters.get("boundary", "").rstrip()
        if _BOUNDARY.fullmatch(boundary) is None:
            self.defects.append(Defect("mime-boundary-malformed", entity.body.at(entity.start), entity.number))
        if entity.encodings[0] not in PLAIN:
            self.defects.append(Defect("mime-composite-encoding", entity.body.at(entity.start), entity.number))
        entity.boundary = boundary.encode("utf-8", "replace")
        most = max(self.limits.mime_parts - len(self.entities), 1)
        found = self._parts(entity, most)
        if not found.parts and entity.encodings[0] not in PLAIN:
            entity.doubt("mime-composite-encoded", entity.body.start)
            entity.undecoded, entity.body = entity.body, _decoded(entity)
            found = self._parts(entity, most)
        body = entity.body
        for outer in entity.around():
            if outer is not entity and boundary and outer.boundary == entity.boundary:
                outer.doubt("mime-boundary-reused", body.start)
        entity.regions += [region for region in (found.preamble, found.epilogue) if region[0] < region[1]]
        if not found.parts:
            self.defects.append(Defect("mime-no-parts", body.at(body.start), entity.number))
        elif not found.closed:
            self.defects.append(Defect("mime-not-closed", body.at(body.end), entity.number))
        if found.padded is not None:
            entity.doubt("mime-delimiter-padded", found.padded)  # no delimiter to readers that compare whole lines
        if found.overflow:
            self._too_much(entity, *found.epilogue)
        self._delimiters.update((id(body.source), offset) for offset in found.delimiters)
        self._near += [(entity, offset) for offset in found.near]
        return found

    def _parts(self, entity: Entity, most: int) -> Cut:
        body = entity.body
        if not entity.boundary:
            return Cut((), (body.start, body.end), (body.end, body.end))
        return cut(body.source, body.start, body.end, entity.boundary, most)

    def _too_much(self, entity: Entity, start: int, end: int) -> None:
        self.truncated = True
        self.defects.append(Defect("mime-too-much", entity.body.at(start), entity.number))
        if (start, end) not in entity.regions:
            entity.regions.append((start, end))


def _delimiter_stands_in(entity: Entity, boundary: str | None) -> bool:
    """Whether a part that is no multipart names a boundary that stands in it: some readers cut it there."""
    if not boundary:
        return False
    body, delimiter = entity.body, b"--" + boundary.encode("utf-8", "replace")
    place = body.source.find(delimiter, body.start, body.end)
    return place == body.start or (place > 0 and body.source[place - 1] == 0x0A)


def _is_message(content_type: str) -> bool:
    """Whether some reader takes this type apart as a message: every message/* but reports and partial content."""
    if content_type in MESSAGE_TYPES:
        return True
    return content_type.startswith("message/") and content_type not in REPORT_TYPES | PARTIAL_TYPES


def _begins_message(block: HeaderBlock) -> bool:
    """Whether these are the fields of a message rather than lines of something else."""
    return any(field.name in _LETTERHEAD for field in block.fields)


def _decoded(entity: Entity) -> Extent:
    """The content of a composite part that was encoded against the rules, to be read in its place."""
    content = entity.content()
    return Extent(content, 0, len(content), entity.body.span(entity.body.start, entity.body.end))
