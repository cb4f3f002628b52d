"""The component tree of a calendar, and what its reader found wrong (RFC 5545 3.4, 3.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from salver.read.content_lines import Property

OBJECT_NAMES: frozenset[str] = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY", "VPOLL"})
"""Components that are a calendar object of their own (RFC 5545 3.6)."""
CALENDAR_NAMES = OBJECT_NAMES | {"VCALENDAR"}


class Component(msgspec.Struct, frozen=True, gc=False):
    """A component: its properties by (upper-case) name, each list in order, and its components in order."""

    name: str
    by_name: Mapping[str, Sequence[Property]] = {}
    components: Sequence[Component] = ()

    @property
    def properties(self) -> tuple[Property, ...]:
        """All properties, those of one name together, names in the order in which they came first."""
        return tuple(found for same in self.by_name.values() for found in same)

    def first(self, name: str) -> Property | None:
        """The first property of this (upper-case) name."""
        found = self.by_name.get(name)
        return found[0] if found else None

    def every(self, name: str) -> tuple[Property, ...]:
        """Every property of this (upper-case) name, in order."""
        found = self.by_name.get(name)
        return tuple(found) if found else ()


class CalendarDefect(msgspec.Struct, frozen=True, gc=False):
    """A defect inside a calendar; ``offset`` counts bytes of the decoded calendar."""

    code: str
    offset: int


class Calendars(msgspec.Struct, frozen=True, gc=False):
    """What one calendar part holds. ``components`` are the outermost ones, usually one VCALENDAR.

    ``mentioned`` says that the words BEGIN:VCALENDAR stand in the bytes, read or not; ``truncated`` that a limit cut
    the reading short. ``ambiguous`` names what programs would read in different ways (``agreement.py``): codes
    ``calendar-differs-`` and the property, each with the place of the defect that makes them differ.
    """

    components: tuple[Component, ...] = ()
    defects: tuple[CalendarDefect, ...] = ()
    mentioned: bool = False
    truncated: bool = False
    ambiguous: tuple[CalendarDefect, ...] = ()
