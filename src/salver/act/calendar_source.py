"""Calendar bytes to the components of one UID, each checked to be one event that can be told apart from the others."""

from __future__ import annotations

import msgspec

from salver.act.refused import CopyRefused
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.icalendar import OBJECT_NAMES, Component, parse, unescape
from salver.read.itip import kept_uid
from salver.read.zones import Zones

_TWO_VERSIONS = "The message holds two versions of the same event. Programs would show different ones."


class Source(msgspec.Struct, frozen=True):
    """The VEVENTs of one UID (RFC 4791 4.1): the master first where there is one, then its overrides.

    ``zones`` finds the zones their VCALENDAR can name, ``time_zones`` are its VTIMEZONE components.
    """

    uid: str
    events: tuple[Component, ...]
    zones: Zones
    time_zones: tuple[Component, ...]

    @property
    def main(self) -> Component:
        """The component that speaks for all: the master, or the first override where there is no master."""
        return self.events[0]

    @property
    def has_master(self) -> bool:
        """Whether the whole event or series is there, not single dates of it alone."""
        return self.events[0].first("RECURRENCE-ID") is None


def source_of(data: bytes, uid: str, limits: Limits = DEFAULT_LIMITS) -> Source:
    """The event with this UID in decoded calendar bytes; ``uid`` as ``Invitation.uid`` gives it.

    Raises CopyRefused when there is none, when it is not an event, or when two components claim the same place in it,
    so that programs would differ in which one they show.
    """
    calendars = parse(data, limits)
    if calendars.truncated:
        raise CopyRefused("The calendar file is too large to be copied.")
    holders = []
    for outer in calendars.components:
        calendar = outer if outer.name == "VCALENDAR" else Component("VCALENDAR", {}, (outer,))
        found = [inner for inner in calendar.components if inner.name in OBJECT_NAMES and uid_of(inner) == uid]
        if found:
            holders.append((calendar, found))
    if not holders:
        raise CopyRefused("The event has no identifier, so a calendar cannot keep it.")
    if len(holders) > 1:
        raise CopyRefused(_TWO_VERSIONS)
    return _checked(uid, holders[0][1], holders[0][0])


def uid_of(component: Component) -> str | None:
    """The UID as the reader keeps it; None where there is none."""
    found = component.first("UID")
    return kept_uid(found.value) or None if found else None


def _checked(uid: str, found: list[Component], calendar: Component) -> Source:
    if any(component.name != "VEVENT" for component in found):
        raise CopyRefused("Only events can be written into the calendar. This is a task, a note or a question of time.")
    if not unescape(uid).isprintable():
        raise CopyRefused("The identifier of the event holds characters that have no place there.")
    found.sort(key=lambda component: component.first("RECURRENCE-ID") is not None)
    places = [place.value.strip() if (place := one.first("RECURRENCE-ID")) else "" for one in found]
    if len(set(places)) != len(places):
        raise CopyRefused(_TWO_VERSIONS)
    time_zones = tuple(inner for inner in calendar.components if inner.name == "VTIMEZONE")
    return Source(uid, tuple(found), Zones(calendar), time_zones)
