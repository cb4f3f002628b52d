"""Which time zone a TZID means: the IANA name, a Windows name, or the file's own VTIMEZONE if it is simple.

Rules of a stranger's VTIMEZONE are never expanded (DOS-10): only a fixed offset, or one yearly change each way, is
read.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.components import Component
from salver.read.recurrence_rule import read_rule
from salver.read.repetition import RecurrenceRule
from salver.read.windows_zones import WINDOWS_ZONES

_KEY = re.compile(r"[A-Za-z0-9_+-]{1,40}(?:/[A-Za-z0-9_+-]{1,40}){0,2}")
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?", re.ASCII)
_CLOCK = re.compile(r"\d{8}T([01]\d|2[0-3])([0-5]\d)[0-5]\d", re.ASCII)


class Zones:
    """The zones one VCALENDAR can name. ``find`` gives a tzinfo, or None when the zone is unknown."""

    def __init__(self, calendar: Component | None = None, limits: Limits = DEFAULT_LIMITS) -> None:
        self._calendar = calendar
        self._limits = limits
        self._found: dict[str, tzinfo | None] = {}

    def find(self, name: str) -> tzinfo | None:
        """The zone of this TZID. The public tables come first: a file may not redefine Europe/Berlin."""
        name = name.strip()
        if name not in self._found:
            zone = public_zone(name) if len(name) <= 100 else None
            self._found[name] = zone if zone is not None else self._own(name)
        return self._found[name]

    def _own(self, name: str) -> tzinfo | None:
        """The first VTIMEZONE of this name, among as many as we look at (DOS-10)."""
        inside = [one for one in self._calendar.components if one.name == "VTIMEZONE"] if self._calendar else []
        for component in inside[: self._limits.calendar_zones]:
            tzid = component.first("TZID")
            if tzid is not None and tzid.value.strip() == name:
                return own_zone(component, self._limits)
        return None


@lru_cache(maxsize=512)
def public_zone(name: str) -> tzinfo | None:
    """A zone by its IANA name (also behind a vendor's prefix such as ``/mozilla.org/20050126_1/``) or Windows name."""
    if name.upper() in ("UTC", "GMT", "Z", "ETC/UTC"):
        return UTC
    plain = name.strip("\"'").lower()
    windows = WINDOWS_ZONES.get(plain) or WINDOWS_ZONES.get(f"{plain} standard time")  # Notes leaves the end away
    if windows is not None:
        return _iana(windows)
    parts = name.strip("\"'").strip("/").split("/")
    for size in (3, 2) if len(parts) > 1 else (1,):
        zone = _iana("/".join(parts[-size:])) if len(parts) >= size else None
        if zone is not None:
            return zone
    return None


def _iana(key: str) -> tzinfo | None:
    if not _KEY.fullmatch(key):
        return None
    try:
        return ZoneInfo(key)
    except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return None


class Yearly(tzinfo):
    """Standard time and daylight time that change on one rule a year each, as a VTIMEZONE wrote it."""

    def __init__(self, standard: Change, daylight: Change) -> None:
        self._standard = standard
        self._daylight = daylight

    def utcoffset(self, when: datetime | None) -> timedelta:
        """The offset in force at a local time."""
        if when is None:
            return self._standard.offset
        local = when.replace(tzinfo=None)
        begin = self._daylight.on(local.year)
        end = self._standard.on(local.year)
        inside = begin <= local < end if begin < end else not end <= local < begin
        return self._daylight.offset if inside else self._standard.offset

    def dst(self, when: datetime | None) -> timedelta:
        """The difference to standard time."""
        return self.utcoffset(when) - self._standard.offset

    def tzname(self, _when: datetime | None) -> str | None:
        """No name: it would be a stranger's."""
        return None


class Change:
    """One STANDARD or DAYLIGHT part: the offset it brings, and the local moment of the change in any year."""

    def __init__(self, offset: timedelta, month: int, week: int, weekday: int, time: timedelta) -> None:
        self.offset = offset
        self._month, self._week, self._weekday, self._time = month, week, weekday, time

    def on(self, year: int) -> datetime:
        """The local moment at which this part begins in ``year``."""
        if self._week > 0:
            first = datetime(year, self._month, 1)  # noqa: DTZ001
            days = (self._weekday - first.weekday()) % 7 + 7 * (self._week - 1)
            return first + timedelta(days=days) + self._time
        following = datetime(year, self._month, 28) + timedelta(days=4)  # noqa: DTZ001
        last = following - timedelta(days=following.day)
        days = (last.weekday() - self._weekday) % 7 + 7 * (-self._week - 1)
        return last - timedelta(days=days) + self._time


def own_zone(component: Component, limits: Limits = DEFAULT_LIMITS) -> tzinfo | None:
    """A VTIMEZONE read as a fixed offset or as one yearly rule each way; None when it says more (RFC 5545 3.6.5)."""
    standard = [part for part in component.components if part.name == "STANDARD"]
    daylight = [part for part in component.components if part.name == "DAYLIGHT"]
    if len(standard) == 1 and not daylight:
        offset = _offset(standard[0])
        return timezone(offset) if offset is not None else None
    if len(standard) != 1 or len(daylight) != 1:
        return None
    one, other = _change(standard[0], limits), _change(daylight[0], limits)
    return Yearly(one, other) if one and other else None


def _offset(part: Component) -> timedelta | None:
    found = part.first("TZOFFSETTO")
    match = _OFFSET.fullmatch(found.value.strip()) if found else None
    if match is None or int(match[2]) > 23 or int(match[3]) > 59:
        return None
    length = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return -length if match[1] == "-" else length


def _change(part: Component, limits: Limits) -> Change | None:
    """One rule of the form n-th weekday of a month, every year, without an end."""
    offset, found, start = _offset(part), part.every("RRULE"), part.first("DTSTART")
    if offset is None or len(found) != 1 or start is None:
        return None
    rule, _ = read_rule(found[0].value, limits)
    clock = _CLOCK.fullmatch(start.value.strip())
    if rule is None or clock is None or len(rule.months) != 1 or len(rule.days) != 1:
        return None
    (month,), ((week, weekday),) = rule.months, rule.days
    plain = RecurrenceRule(frequency="YEARLY", months=rule.months, days=rule.days, week_start=rule.week_start)
    if not week or rule != plain:
        return None
    time = timedelta(hours=int(clock[1]), minutes=int(clock[2]))
    return Change(offset, month, week, weekday, time)
