"""The one entry of the room: any bytes to a ``Message``. Total: nothing raises, and nothing is fetched or expanded.

First the strict reading, which settles nearly every honest message. Where it does not speak, the tolerant ones do.
"""

from __future__ import annotations

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.beginnings import begins_calendar_file
from salver.read.calendars import Parsed, find_calendars, find_plainly
from salver.read.message import Message, OpaquePart, Part, Span
from salver.read.mime import Walk
from salver.read.opaque import find_opaque
from salver.read.rest import Rest
from salver.read.strict import Leaf, read_strictly


def read_message(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> Message:
    """Read one message (RFC 5322, RFC 2045). ``raw`` is kept as given; past ``message_bytes`` nothing is read."""
    strict = read_strictly(raw, limits)
    parsed: Parsed = {}
    message = _by_the_book(raw, *strict, limits, parsed) if strict is not None else None
    return message or read_tolerantly(raw, limits, parsed)


def read_file(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> Message:
    """Read the content of a file: a message, perhaps behind an mbox ``From`` line, or a bare calendar.

    A bare calendar becomes a message without header fields whose root part ``1`` is text/calendar.
    """
    if begins_calendar_file(raw):
        walk = Walk(limits)
        root = walk.file(raw, min(len(raw), limits.message_bytes), "text/calendar")
        return _read_walked(raw, root, walk, limits)
    if raw.startswith(b"From "):
        line_end = raw.find(b"\n")
        if line_end >= 0:
            raw = raw[line_end + 1 :]
    return read_message(raw, limits)


def read_tolerantly(raw: bytes, limits: Limits = DEFAULT_LIMITS, parsed: Parsed | None = None) -> Message:
    """The same without the strict reading: every calendar any program could find, and what nobody can read.

    ``parsed`` are calendars of these bytes that were read already.
    """
    walk = Walk(limits)
    root = walk.message(raw, min(len(raw), limits.message_bytes))
    return _read_walked(raw, root, walk, limits, parsed)


def _by_the_book(raw: bytes, body_start: int, leaves: list[Leaf], limits: Limits, parsed: Parsed) -> Message | None:
    """A message with one structure only; None when one of its calendars is not plain to read."""
    found = find_plainly(raw, leaves, limits, parsed)
    if found is None:
        return None
    rest = Rest(raw, limits, body_start, found.parts, leaves=leaves)
    return Message(raw=raw, body_start=body_start, calendars=found.parts, noted=found.defects, rest=rest)


def _read_walked(raw: bytes, root: Part, walk: Walk, limits: Limits, parsed: Parsed | None = None) -> Message:
    truncated = walk.truncated or len(raw) > limits.message_bytes
    found = find_calendars(walk.entities, limits, whole=not truncated, parsed=parsed)
    opaque = find_opaque(walk.entities, raw, frozenset(part.part for part in found.parts), limits)
    body_start = root.header_span.end
    if truncated:
        # What was not read may be an invitation: such a message is never called mail (DOS-14 .. DOS-17).
        opaque += (OpaquePart(root.number, "unread", Span(body_start, len(raw)), scheduling=True),)
    return Message(
        raw=raw,
        body_start=body_start,
        calendars=found.parts,
        opaque=opaque,
        disagreements=found.disagreements,
        truncated=truncated or found.truncated,
        noted=found.defects,
        rest=Rest(raw, limits, body_start, found.parts, walk),
    )
