"""What holds for every message, whatever its bytes: checked by the property tests and by every fuzz target.

``check`` raises AssertionError and names what does not hold.
"""

from __future__ import annotations

import itertools

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.message import HeaderField, Message, Part, Span


def everything(message: Message) -> tuple[object, ...]:
    """All that a message can be asked for; it is read when it is asked for first."""
    return (
        message.parts,
        message.headers,
        message.from_field,
        message.sender_field,
        message.reply_to_field,
        message.message_id,
        message.fingerprint,
        message.links,
        message.phones,
        message.defects,
        message.invitations,
        message.kind,
    )


def check(message: Message, limits: Limits = DEFAULT_LIMITS) -> None:
    """Spans lie in the message and nest, defects say where they are, what is claimed agrees with what was found."""
    everything(message)
    _parts(message, limits)
    _fields(message.headers, message.raw)
    _defects(message)
    _calendars(message)
    _claims(message, limits)


def _parts(message: Message, limits: Limits) -> None:
    """Header and body of the root are the whole message; children lie inside their parents, in order, apart."""
    whole = min(len(message.raw), limits.message_bytes)
    root = message.root
    assert root.span == Span(0, whole), (root.span, whole)
    assert root.header_span.end == root.body_span.start == message.body_start
    assert len({part.number for part in message.parts}) == len(message.parts)
    assert message.parts[0] is root or message.parts[0] == root
    seen = [root]
    while seen:
        part = seen.pop()
        assert 0 <= part.header_span.start <= part.header_span.end <= whole, part.number
        assert 0 <= part.body_span.start <= part.body_span.end <= whole, part.number
        _children(part)
        seen += part.children


def _children(part: Part) -> None:
    decoded = [child for child in part.children if child.header_span == child.body_span]
    for child in part.children:
        assert part.body_span.start <= child.span.start <= child.span.end <= part.body_span.end, child.number
        if child not in decoded:
            assert child.header_span.end == child.body_span.start, child.number
    plain = [child for child in part.children if child not in decoded]
    for before, after in itertools.pairwise(plain):
        assert before.span.end <= after.span.start, (before.number, after.number)


def _fields(fields: tuple[HeaderField, ...], raw: bytes) -> None:
    """Fields stand one behind the other, and each begins with its name."""
    end = 0
    for field in fields:
        assert end <= field.span.start < field.span.end <= len(raw), field.span
        end = field.span.end
        assert field.name == field.name.lower()
        assert b"\n" not in field.name.encode("utf-8", "replace")


def _defects(message: Message) -> None:
    """Offsets count in the message, or in the decoded calendar of the part the defect names."""
    longest = max((len(one.data) for one in message.calendars), default=0)
    for defect in message.defects:
        assert defect.code, defect
        assert defect.code == defect.code.lower(), defect
        most = max(len(message.raw), longest) if defect.code.startswith(("calendar-", "charset-")) else len(message.raw)
        assert 0 <= defect.offset <= most, defect


def _calendars(message: Message) -> None:
    numbers = {part.number for part in message.parts}
    for calendar in message.calendars:
        assert 0 <= calendar.span.start <= calendar.span.end <= len(message.raw), calendar.span
        for invitation in calendar.invitations:
            assert invitation.part == calendar.part
        if not calendar.same_as:
            assert calendar.part.partition("/")[0] in numbers or calendar.part in numbers, calendar.part
    for opaque in message.opaque:
        assert 0 <= opaque.span.start <= opaque.span.end <= len(message.raw), opaque.span


def _claims(message: Message, limits: Limits) -> None:
    """Never "mail" where there is a calendar, never ambiguous or cut short without a word about it."""
    real = [one for one in message.calendars if not one.fake]
    assert (message.kind in ("imip", "calendar")) == bool(real)
    assert not (message.kind == "mail" and (real or message.opaque))
    assert message.ordinary == (not message.calendars and not message.opaque)
    if message.ambiguous:
        assert message.defects, "ambiguous without a defect"
    if message.truncated:
        assert message.defects, "cut short without a defect"
        assert not message.ordinary, "cut short and called ordinary"
    assert len(message.links) <= limits.links
    assert len(message.phones) <= limits.phones
    assert len(message.parts) <= limits.mime_parts + 1
