"""The one entry of the room: any bytes to a ``Message``. Total: nothing raises, and nothing is fetched or expanded."""

from __future__ import annotations

import re

from salver.core.fingerprint import fingerprint
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.core.untrusted import Untrusted
from salver.read.address_fields import several_fields
from salver.read.beginnings import begins_calendar_file
from salver.read.calendars import find_calendars
from salver.read.charsets import text
from salver.read.headers import unfold
from salver.read.links import find_links
from salver.read.message import AddressField, Defect, HeaderField, Message, OpaquePart, Part, Span
from salver.read.mime import Walk
from salver.read.opaque import find_opaque

_BARE_LF = re.compile(rb"(?<!\r)\n")
_NO_FIELD = AddressField()


def read_message(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> Message:
    """Read one message (RFC 5322, RFC 2045). ``raw`` is kept as given; past ``message_bytes`` nothing is read."""
    walk = Walk(limits)
    root = walk.message(raw, min(len(raw), limits.message_bytes))
    return _finish(raw, root, walk, limits)


def read_file(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> Message:
    """Read the content of a file: a message, perhaps behind an mbox ``From`` line, or a bare calendar.

    A bare calendar becomes a message without header fields whose root part ``1`` is text/calendar.
    """
    if begins_calendar_file(raw):
        walk = Walk(limits)
        root = walk.file(raw, min(len(raw), limits.message_bytes), "text/calendar")
        return _finish(raw, root, walk, limits)
    if raw.startswith(b"From "):
        line_end = raw.find(b"\n")
        if line_end >= 0:
            raw = raw[line_end + 1 :]
    return read_message(raw, limits)


def _finish(raw: bytes, root: Part, walk: Walk, limits: Limits) -> Message:
    """Everything beside the tree: calendars, opaque parts, addresses, links, identity."""
    found = find_calendars(walk.entities, limits)
    opaque = find_opaque(walk.entities, raw, frozenset(part.part for part in found.parts))
    invitations = tuple(one for part in found.parts if not part.same_as for one in part.invitations)
    links, phones = find_links(invitations, limits) if invitations else ((), ())
    values = _collect(root.headers)
    body_start = root.header_span.end
    identifier = values["message-id"][0] if values["message-id"] else None
    defects = [*walk.defects, *found.defects]
    truncated = walk.truncated or found.truncated
    if len(raw) > limits.message_bytes:
        truncated = True
        defects.append(Defect("message-too-much", limits.message_bytes))
    if walk.truncated or len(raw) > limits.message_bytes:
        # What was not read may be an invitation: such a message is never called mail (DOS-14 .. DOS-17).
        opaque += (OpaquePart(root.number, "unread", Span(body_start, len(raw)), scheduling=True),)
    if raw.count(b"\n") != raw.count(b"\r\n") and (bare := _BARE_LF.search(raw)):
        defects.append(Defect("bare-newline", bare.start()))
    return Message(
        raw=raw,
        headers=root.headers,
        root=root,
        parts=tuple(entity.part for entity in walk.entities),
        body_start=body_start,
        from_field=several_fields(values["from"]) if values["from"] else _NO_FIELD,
        sender_field=several_fields(values["sender"]) if values["sender"] else _NO_FIELD,
        reply_to_field=several_fields(values["reply-to"]) if values["reply-to"] else _NO_FIELD,
        message_id=Untrusted(text(unfold(identifier))) if identifier is not None else None,
        fingerprint=fingerprint(
            identifier or b"",
            values["date"][0] if values["date"] else b"",
            values["from"][0] if values["from"] else b"",
            [part.data for part in found.parts if not part.fake],
            raw[body_start:],
        ),
        calendars=found.parts,
        opaque=opaque,
        links=links,
        phones=phones,
        defects=tuple(defects),
        ambiguous=found.ambiguous,
        truncated=truncated,
    )


def _collect(headers: tuple[HeaderField, ...]) -> dict[str, list[bytes]]:
    """The values of the few top-level fields the message itself speaks about."""
    values: dict[str, list[bytes]] = {
        "from": [],
        "sender": [],
        "reply-to": [],
        "message-id": [],
        "date": [],
    }
    for field in headers:
        if field.name in values:
            values[field.name].append(field.value)
    return values
