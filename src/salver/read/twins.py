"""Calendar parts about one event: many products send an invitation twice; hostile mail sends two of them (MIME-20).

Compared is what matters to a person, not bytes: honest products write their two copies differently. What only one of
the two says is a matter of form, apart from links: each program shows the copy it prefers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from salver.read.links import host_of, urls
from salver.read.message import CalendarPart, EventTime, Invitation
from salver.read.recurrence import canonical

_SAID = ("method", "organizer", "start", "end", "summary", "location", "status", "recurrence", "answer")
"""Fields in which two copies differ only where both say something."""

_ANSWERS = ("REPLY", "COUNTER")
"""Methods by which an attendee speaks."""


class Difference(msgspec.Struct, frozen=True):
    """Two copies of one event that say different things: their parts, and the fields in which they differ."""

    part: str
    other: str
    uid: str
    fields: tuple[str, ...]


def mark_twins(parts: list[CalendarPart]) -> list[CalendarPart]:
    """Set ``same_as`` on every later part, and its invitations, whose objects equal those of an earlier part."""
    if len(parts) < 2:
        return parts
    marked: list[CalendarPart] = []
    seen: list[CalendarPart] = []
    keys: dict[tuple[object, ...], str] = {}
    for part in parts:
        if part.invitations:
            twin = _twin_of(part, seen, keys)
            if twin is None:
                seen.append(part)
            else:
                part = _marked(part, twin)
        marked.append(part)
    return marked


def _twin_of(part: CalendarPart, seen: list[CalendarPart], keys: dict[tuple[object, ...], str]) -> str | None:
    """The earlier part that says the same. Most twins are the same bytes; ``keys`` is filled when some are not."""
    data = part.data.rstrip()
    for one in seen:
        if one.nested == part.nested and one.data.rstrip() == data:
            return one.part
    if not seen:
        return None
    if not keys:
        keys |= {_key(one): one.part for one in reversed(seen)}
    twin = keys.setdefault(_key(part), part.part)
    return twin if twin != part.part else None


def _key(part: CalendarPart) -> tuple[object, ...]:
    return (part.nested, *map(_everything, part.invitations))


def _marked(part: CalendarPart, twin: str) -> CalendarPart:
    invitations = tuple(msgspec.structs.replace(one, same_as=twin) for one in part.invitations)
    return msgspec.structs.replace(part, same_as=twin, invitations=invitations)


def differences(parts: Iterable[CalendarPart]) -> tuple[Difference, ...]:
    """Every pair of objects of one UID (and RECURRENCE-ID), outside message/rfc822, that a person would tell apart."""
    first: dict[tuple[str, str | None], Invitation] = {}
    read: dict[tuple[str, str | None], dict[str, object]] = {}
    found: list[Difference] = []
    for part in parts:
        for one in part.invitations:
            if one.nested or one.uid is None or one.same_as is not None:
                continue
            key = one.uid, one.recurrence_id
            other = first.setdefault(key, one)
            if other is one:
                continue
            if key not in read:
                read[key] = what_matters(other)
            fields = _differing(read[key], what_matters(one))
            if fields:
                found.append(Difference(part=other.part, other=one.part, uid=one.uid, fields=fields))
    return tuple(found)


def _differing(one: dict[str, object], other: dict[str, object]) -> tuple[str, ...]:
    said = [field for field in _SAID if one[field] and other[field] and one[field] != other[field]]
    return (*said, "links") if one["links"] != other["links"] else tuple(said)


def what_matters(one: Invitation) -> dict[str, object]:
    """What a person would tell two invitations apart by, with the differences of form taken out."""
    texts = [value.text.raw for value in one.texts]
    hosts = {host_of(url) for text in texts for url in urls(text, len(text))}
    # Who else is invited changes nothing for the reader, and is what archives black out in one copy only.
    answering = one.attendees if one.method in _ANSWERS else ()
    return {
        "method": one.method,
        "organizer": frozenset((each.address or each.raw.raw).lower() for each in one.organizers),
        "start": _moment(one.start),
        "end": _moment(one.end),
        "summary": _plain(one.summary.raw if one.summary else ""),
        "location": _plain(one.location.raw if one.location else ""),
        "status": "cancelled" if one.status == "CANCELLED" else "on",
        "recurrence": canonical(one.recurrence) if one.recurrence else "",
        "answer": frozenset((each.address or each.raw.raw).lower() + f" {each.partstat}" for each in answering),
        "links": frozenset(hosts),
    }


def _everything(one: Invitation) -> tuple[object, ...]:
    """What decides that one copy need not be looked at beside the other: all that is judged of it."""
    texts = frozenset((value.where, " ".join(value.text.raw.split())) for value in one.texts)
    dates = (one.recurrence.added, one.recurrence.removed, one.recurrence.dates) if one.recurrence else ()
    return (
        *what_matters(one).values(),
        texts,
        dates,
        one.component,
        one.uid,
        one.sequence,
        one.recurrence_id,
        one.instances,
        tuple((each.email, each.sent_by, each.cn.raw if each.cn else None) for each in one.organizers),
        frozenset((each.address, each.partstat) for each in one.attendees),
        one.alarms,
        one.attachments,
    )


def _plain(text: str) -> str:
    """Letters and digits alone."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _moment(time: EventTime | None) -> str:
    """The moment in UTC where it is known, else as written."""
    if time is None:
        return ""
    try:
        moment = datetime.fromisoformat(time.iso) if time.iso else None
        return moment.astimezone(UTC).isoformat() if moment and moment.tzinfo else (time.iso or time.text.raw)
    except (ValueError, OverflowError):
        return time.text.raw
