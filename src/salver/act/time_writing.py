"""Dates, times and the zones they need, written anew from what the reader could read (RFC 5545 3.3.4, 3.3.5, 3.6.5)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from icalendar import Component as Written
from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vDate, vDatetime, vRecur, vText, vUTCOffset

from salver.act.calendar_source import Source
from salver.act.refused import CopyRefused
from salver.core.limits import DEFAULT_LIMITS
from salver.read.icalendar import Component, Property
from salver.read.recurrence_rule import WEEKDAYS, read_rule
from salver.read.times import parse_moment
from salver.read.zones import own_zone, public_zone

_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(?:\d\d)?", re.ASCII)
# The years for which changes of a public zone are written out: from the event on, as far as a series is planned.
_YEARS = DEFAULT_LIMITS.zone_years
_FIRST_YEAR, _LAST_YEAR = 1970, 2090
_UNREADABLE = "The event holds a date or time we cannot read."
_UNKNOWN_ZONE = "The event is in a time zone we do not know, so we cannot write it at the right time."

Moment = vDate | vDatetime


class Times:
    """Writes the moments of one source and remembers which zones they used."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._public: dict[str, ZoneInfo] = {}
        self._own: dict[str, Component] = {}
        self._year = _LAST_YEAR

    def write(self, found: Property) -> Moment:
        """One DATE or DATE-TIME property value. Raises CopyRefused when it, or its zone, cannot be read."""
        return self._moment(found.value.strip(), found.parameter("TZID"))

    def write_all(self, found: Property) -> list[Moment]:
        """The values of an EXDATE or RDATE; of a PERIOD its start."""
        zone = found.parameter("TZID")
        return [self._moment(text.strip().partition("/")[0], zone) for text in found.value.split(",") if text.strip()]

    def zone_of(self, moment: Moment) -> tzinfo | None:
        """The zone a moment we wrote stands in; None for dates and floating times."""
        name = moment.params.get("TZID")
        if name is not None:
            return self._source.zones.find(name)
        return UTC if isinstance(moment.dt, datetime) and moment.dt.tzinfo is not None else None

    def zones(self) -> list[Written]:
        """A VTIMEZONE for every zone that was used: of public zones from the public tables (RFC 4791 4.1)."""
        first = date(min(max(self._year, _FIRST_YEAR), _LAST_YEAR), 1, 1)
        last = first.replace(year=first.year + _YEARS)
        public = [
            _without_comment(Timezone.from_tzinfo(zone, name, first, last)) for name, zone in self._public.items()
        ]
        return [*public, *(_rebuilt(name, component) for name, component in self._own.items())]

    def _moment(self, text: str, zone: str | None) -> Moment:
        moment, is_utc = parse_moment(text)
        if moment is None:
            raise CopyRefused(_UNREADABLE)
        self._year = min(self._year, moment.year)
        if not isinstance(moment, datetime):
            written = vDate(moment)
            written.params["VALUE"] = "DATE"
            return written
        if is_utc or zone is None:
            return vDatetime(moment)
        return self._zoned(moment, zone.strip())

    def _zoned(self, moment: datetime, name: str) -> vDatetime:
        """A local time in a zone: the public one of that name, else the sender's own if it is simple."""
        public = public_zone(name)
        if public is UTC:
            return vDatetime(moment.replace(tzinfo=UTC))
        if isinstance(public, ZoneInfo) and public.key:
            self._public[public.key] = public
            return _with_zone(moment, public.key)
        component = next((zone for zone in self._source.time_zones if _name(zone) == name), None)
        if component is None or own_zone(component) is None or not name.isprintable() or '"' in name:
            raise CopyRefused(_UNKNOWN_ZONE)
        self._own[name] = component
        return _with_zone(moment, name)


def _with_zone(moment: datetime, name: str) -> vDatetime:
    written = vDatetime(moment)
    written.params["TZID"] = name
    return written


def _name(zone: Component) -> str | None:
    found = zone.first("TZID")
    return found.value.strip() if found else None


def _without_comment(zone: Written) -> Written:
    zone.pop("COMMENT", None)
    return zone


def _rebuilt(name: str, component: Component) -> Written:
    """The sender's VTIMEZONE from the few values ``own_zone`` understood: an offset, or one yearly change each way."""
    zone = Timezone()
    zone.add("TZID", vText(name))
    for part in component.components:
        if part.name not in ("STANDARD", "DAYLIGHT"):
            continue
        written = TimezoneStandard() if part.name == "STANDARD" else TimezoneDaylight()
        start, _ = parse_moment(_value(part, "DTSTART"))
        plain = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime(_FIRST_YEAR, 1, 1)  # noqa: DTZ001
        written.add("DTSTART", vDatetime(plain))
        to = _offset(_value(part, "TZOFFSETTO"))
        written.add("TZOFFSETFROM", vUTCOffset(_offset(_value(part, "TZOFFSETFROM"), to)))
        written.add("TZOFFSETTO", vUTCOffset(to))
        rule, _ = read_rule(_value(part, "RRULE"))
        if rule is not None and rule.frequency == "YEARLY" and len(rule.months) == len(rule.days) == 1:
            ((week, day),) = rule.days
            yearly = {"FREQ": ["YEARLY"], "BYMONTH": list(rule.months), "BYDAY": [f"{week}{WEEKDAYS[day]}"]}
            written.add("RRULE", vRecur(yearly))
        zone.add_component(written)
    return zone


def _value(part: Component, name: str) -> str:
    found = part.first(name)
    return found.value.strip() if found else ""


def _offset(text: str, otherwise: timedelta = timedelta()) -> timedelta:
    match = _OFFSET.fullmatch(text)
    if match is None or int(match[2]) > 23 or int(match[3]) > 59:
        return otherwise
    length = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return -length if match[1] == "-" else length
