"""DATE, DATE-TIME and DURATION values, and what moment they mean (RFC 5545 3.3.4, 3.3.5, 3.3.6)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from salver.core.untrusted import Untrusted
from salver.read.content_lines import Property
from salver.read.message import EventTime

if TYPE_CHECKING:
    from salver.read.zones import Zones

# Hyphens and colons as in ISO 8601 are tolerated.
# RFC 5545 3.3.5
_MOMENT = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(?:\.\d{1,9})?(Z)?)?", re.ASCII | re.IGNORECASE
)
_UTC_LENGTH = len("20260101T000000Z")
# RFC 5545 3.3.6
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?",
    re.ASCII | re.IGNORECASE,
)


def read_time(found: Property | None, zones: Zones) -> EventTime | None:
    """A DTSTART, DTEND, DUE or RECURRENCE-ID property; None when there is none, ``iso`` None when unreadable."""
    if found is None:
        return None
    text = found.value.strip()
    if not found.parameter_text and len(text) == _UTC_LENGTH and (known := _known_utc(text)) is not None:
        return known
    name = found.parameter("TZID")
    moment, is_utc = parse_moment(text)
    if moment is None:
        return EventTime(Untrusted(text[:100]), name, None, found.parameter("VALUE") == "DATE")
    if not isinstance(moment, datetime):
        return EventTime(Untrusted(text), name, moment.isoformat(), True)
    if is_utc:
        return EventTime(Untrusted(text), "UTC", _utc(moment))
    zone = zones.find(name) if name else None
    return EventTime(Untrusted(text), name, _iso(moment, zone))


@lru_cache(maxsize=1024)
def _known_utc(text: str) -> EventTime | None:
    """A time in UTC; None for anything else. Meetings begin and end on the same few hours."""
    iso = _plain_utc(text)
    if iso is None:
        moment, is_utc = parse_moment(text)
        iso = _utc(moment) if is_utc and isinstance(moment, datetime) else None
    return EventTime(Untrusted(text), "UTC", iso) if iso is not None else None


def _plain_utc(text: str) -> str | None:
    """RFC 3339 of a time in UTC that is written as it should be; None for every other text."""
    if len(text) != _UTC_LENGTH or text[8] != "T" or text[15] != "Z" or not (text[:8] + text[9:15]).isdigit():
        return None
    try:
        return datetime.fromisoformat(text[:15]).isoformat() + "+00:00"
    except ValueError:  # a leap second, or no date
        return None


def parse_moment(text: str) -> tuple[date | datetime | None, bool]:
    """A date, a local time, or a time in UTC (then the flag is true); ``(None, False)`` when it is none of them."""
    if (
        14 < len(text) < 17
        and text[8] == "T"
        and text[:8].isdigit()
        and text[9:15].isdigit()
        and text[15:] in ("", "Z")
    ):
        try:
            return datetime.fromisoformat(text), len(text) == 16
        except ValueError:
            pass  # a leap second, or no date
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None, False
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        if match[4] is None:
            return day, False
        # RFC 5545 3.3.12
        second = min(int(match[6] or 0), 59)  # 60 is a leap second
        moment = datetime(day.year, day.month, day.day, int(match[4]), int(match[5]), second)  # noqa: DTZ001
    except ValueError:
        return None, False
    return (moment.replace(tzinfo=UTC), True) if match[7] else (moment, False)


def parse_duration(text: str) -> timedelta | None:
    """A DURATION, or None when unreadable or beyond what Python can hold."""
    match = _DURATION.fullmatch(text.strip())
    if match is None or text.strip()[-1:].upper() in ("P", "T"):
        return None
    weeks, days, hours, minutes, seconds = (int(group or 0) for group in match.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] == "-" else length


def end_of(start: Property | None, end: Property | None, duration: Property | None, zones: Zones) -> EventTime | None:
    """DTEND or DUE where given, else DTSTART plus DURATION, else None (RFC 5545 3.6.1)."""
    if end is not None:
        return read_time(end, zones)
    if start is None or duration is None:
        return None
    length = parse_duration(duration.value)
    moment, is_utc = parse_moment(start.value.strip())
    name = start.parameter("TZID")
    if length is None or moment is None:
        return EventTime(Untrusted(duration.value[:100]), name, None)
    try:
        # RFC 5545 3.6.1
        finish = moment + length
    except OverflowError:
        return EventTime(Untrusted(duration.value[:100]), name, None)
    text = Untrusted(duration.value[:100])
    if not isinstance(finish, datetime):
        return EventTime(text, name, finish.isoformat(), True)
    if is_utc:
        return EventTime(text, "UTC", finish.isoformat())
    zone = zones.find(name) if name else None
    return EventTime(text, name, _iso(finish, zone))


def utc_text(text: str) -> str | None:
    """DTSTAMP as RFC 3339 in UTC, which sorts by time; a value without Z counts as UTC (RFC 5545 3.8.7.2)."""
    text = text.strip()
    return _known_stamp(text) if len(text) == _UTC_LENGTH else _stamp(text)


def _stamp(text: str) -> str | None:
    if (iso := _plain_utc(text)) is not None:
        return iso
    moment, _ = parse_moment(text)
    if not isinstance(moment, datetime):
        return None
    # RFC 5545 3.8.7.2
    return _utc(moment)


# All events of one calendar were written at one moment.
_known_stamp = lru_cache(maxsize=256)(_stamp)


def _iso(moment: datetime, zone: tzinfo | None) -> str:
    """RFC 3339 with the zone's offset at that moment; a local time where the zone is unknown."""
    if zone is None:
        return moment.isoformat()
    try:
        offset = moment.replace(tzinfo=zone).utcoffset()
    except (OverflowError, ValueError):
        return moment.isoformat()
    return moment.isoformat() if offset is None else moment.isoformat() + _offset_text(offset)


@lru_cache(maxsize=256)
def _offset_text(offset: timedelta) -> str:
    """``+01:00``; to whole minutes, since local mean times of long ago had seconds (RFC 3339 5.6)."""
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _utc(moment: datetime) -> str:
    """RFC 3339 of a moment in UTC. Python asks the zone for its offset twice otherwise."""
    return moment.replace(tzinfo=None).isoformat() + "+00:00"
