"""Calendar parts that say the same: many products send one invitation twice (MIME-20, FP-01)."""

from __future__ import annotations

import msgspec

from salver.read.message import CalendarPart, Invitation


def mark_twins(parts: list[CalendarPart]) -> list[CalendarPart]:
    """Set ``same_as`` on every later part, and its invitations, whose objects equal those of an earlier part.

    Compared is what matters to a person, not bytes: honest products write their two copies differently.
    """
    first: dict[tuple[object, ...], str] = {}
    marked: list[CalendarPart] = []
    for part in parts:
        if part.invitations:
            key = (part.nested, *map(_what_matters, part.invitations))
            twin = first.setdefault(key, part.part)
            if twin != part.part:
                part = msgspec.structs.replace(
                    part,
                    same_as=twin,
                    invitations=tuple(msgspec.structs.replace(one, same_as=twin) for one in part.invitations),
                )
        marked.append(part)
    return marked


def _what_matters(one: Invitation) -> tuple[object, ...]:
    return (
        one.method,
        one.component,
        one.uid,
        one.sequence,
        one.recurrence_id,
        one.instances,
        tuple(organizer.address or organizer.raw.raw for organizer in one.organizers),
        one.start.text.raw if one.start else None,
        one.start.zone if one.start else None,
        one.end.iso if one.end else None,
        one.summary.raw if one.summary else None,
        one.location.raw if one.location else None,
    )
