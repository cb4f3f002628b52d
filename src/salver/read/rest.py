"""What a message says beside its calendars: read by the tolerant readings when it is first asked for, then kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from salver.core.fingerprint import fingerprint
from salver.core.limits import Limits
from salver.core.untrusted import Untrusted
from salver.read.address_fields import several_fields
from salver.read.charsets import text
from salver.read.conformity import encoding_defect
from salver.read.headers import read_headers, unfold
from salver.read.links import find_links
from salver.read.message import AddressField, CalendarPart, Defect, HeaderField, Link, Part, Phone
from salver.read.mime import Walk
from salver.read.strict import Leaf
from salver.read.transfer import Encoding

_BARE_LF = re.compile(rb"(?<!\r)\n")
_NO_FIELD = AddressField()


class Rest:
    """One message, looked at more closely on demand. ``walk`` or ``leaves`` are what the first reading left."""

    def __init__(
        self,
        raw: bytes,
        limits: Limits,
        body_start: int,
        calendars: tuple[CalendarPart, ...] = (),
        walk: Walk | None = None,
        leaves: list[Leaf] | None = None,
    ) -> None:
        self._raw = raw
        self._limits = limits
        self._body_start = body_start
        self._calendars = calendars
        self._given = walk
        self._leaves = leaves

    @cached_property
    def _walk(self) -> Walk:
        if self._given is not None:
            return self._given
        walk = Walk(self._limits)
        walk.message(self._raw, min(len(self._raw), self._limits.message_bytes))
        return walk

    @cached_property
    def headers(self) -> tuple[HeaderField, ...]:
        if self._given is not None:
            return self.root.headers
        return read_headers(self._raw, 0, self._body_start, "", self._limits).fields

    @property
    def root(self) -> Part:
        return self._walk.entities[0].part

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return tuple(entity.part for entity in self._walk.entities)

    def texts(self) -> Iterator[tuple[str, str, Encoding, int, int]]:
        """Number, type, encoding, beginning and end of the body of every text of the message itself, in order.

        Forwarded messages, and what is only there in decoded form, are left out.
        """
        if self._leaves is not None:
            for leaf in self._leaves:
                if leaf.content_type.startswith("text/"):
                    yield leaf.number, leaf.content_type, leaf.encoding, leaf.body, leaf.end
            return
        for entity in self._walk.entities:
            body, content_type = entity.body, entity.part.content_type
            if entity.leaf and not entity.nested and body.frame is None and content_type.startswith("text/"):
                yield entity.number, content_type, entity.encodings[0], body.start, body.end

    @cached_property
    def defects(self) -> tuple[Defect, ...]:
        raw, found = self._raw, list(self._walk.defects)
        found += [
            Defect(code, entity.body.at(entity.body.start), entity.number)
            for entity in self._walk.entities
            if entity.leaf and (code := encoding_defect(entity.raw_body(), entity.encodings[0])) is not None
        ]
        if len(raw) > self._limits.message_bytes:
            found.append(Defect("message-too-much", self._limits.message_bytes))
        # A file whose lines all end in LF was only stored that way; where both are, readers may disagree (AUTH-26).
        with_return = raw.count(b"\r\n")
        if with_return and raw.count(b"\n") != with_return and (bare := _BARE_LF.search(raw)):
            found.append(Defect("bare-newline", bare.start()))
        return tuple(found)

    @cached_property
    def from_field(self) -> AddressField:
        return self._addresses("from")

    @cached_property
    def sender_field(self) -> AddressField:
        return self._addresses("sender")

    @cached_property
    def reply_to_field(self) -> AddressField:
        return self._addresses("reply-to")

    def _addresses(self, name: str) -> AddressField:
        values = [field.value for field in self.headers if field.name == name]
        return several_fields(values) if values else _NO_FIELD

    @cached_property
    def message_id(self) -> Untrusted | None:
        value = self._first("message-id")
        return Untrusted(text(unfold(value))) if value is not None else None

    def _first(self, name: str) -> bytes | None:
        return next((field.value for field in self.headers if field.name == name), None)

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint(
            self._first("message-id") or b"",
            self._first("date") or b"",
            self._first("from") or b"",
            [part.data for part in self._calendars if not part.fake],
            self._raw[self._body_start :],
        )

    @cached_property
    def links_and_phones(self) -> tuple[tuple[Link, ...], tuple[Phone, ...]]:
        """Those of every invitation that is no twin, each once, in order."""
        invitations = tuple(one for part in self._calendars if not part.same_as for one in part.invitations)
        return find_links(invitations, self._limits) if invitations else ((), ())
