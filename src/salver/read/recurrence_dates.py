"""The single dates of a series, RDATE and EXDATE, in the local time of DTSTART (RFC 5545 3.8.5.1, 3.8.5.2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

from salver.core.limits import Limits
from salver.read.content_lines import Property
from salver.read.message import EventTime
from salver.read.times import parse_moment
from salver.read.zones import public_zone

_DATE_LENGTH = len("2026-11-24")
_LOCAL_LENGTH = len("2026-11-24T14:00:00")


def local_start(start: EventTime | None) -> date | None:
    """DTSTART as its own clock shows it: a date, or a datetime without a zone; None where it cannot be read."""
    if start is None or start.iso is None:
        return None
    return local_moment(start.iso)


def local_moment(iso: str) -> date:
    """An ISO text of ours as a date, or as a datetime without its offset."""
    return date.fromisoformat(iso) if len(iso) == _DATE_LENGTH else datetime.fromisoformat(iso[:_LOCAL_LENGTH])


def zone_of(start: EventTime | None) -> tzinfo | None:
    """The zone DTSTART stands in: a public one, else its offset at that moment; None for dates and floating times."""
    if start is None or start.iso is None or len(start.iso) <= _LOCAL_LENGTH:
        return None
    public = public_zone(start.zone) if start.zone and start.zone != "UTC" else None
    return public or datetime.fromisoformat(start.iso).tzinfo


def moments(
    lines: tuple[Property, ...], start: EventTime | None, zone: tzinfo | None, limits: Limits
) -> tuple[tuple[str, ...], int, bool]:
    """All values of these properties: ISO texts in the local time of DTSTART, how many, and whether one is unreadable.

    Of a PERIOD its start counts (RFC 5545 3.8.5.2). Beyond ``limits.recurrence_dates`` they are only counted (DOS-09).
    """
    if not lines:
        return (), 0, False
    total = sum(line.value.count(",") + 1 for line in lines if line.value.strip())
    if total > limits.recurrence_dates:
        return (), total, False
    found, bad = [], False
    for line in lines:
        name = line.parameter("TZID")
        other = public_zone(name.strip()) if name and start and name.strip() != start.zone else None
        for text in line.value.split(","):
            moment, is_utc = parse_moment(text.strip().partition("/")[0])
            if moment is None:
                bad = bad or bool(text.strip())
            else:
                found.append(_local(moment, UTC if is_utc else other, zone).isoformat())
    return tuple(found), total, bad


def _local(moment: date, stands_in: tzinfo | None, zone: tzinfo | None) -> date:
    """The moment on the clock of DTSTART; as it is where one of the zones is not known."""
    if not isinstance(moment, datetime):
        return moment
    if stands_in is None or zone is None:
        return moment.replace(tzinfo=None)
    try:
        return moment.replace(tzinfo=stands_in).astimezone(zone).replace(tzinfo=None)
    except (OverflowError, ValueError):
        return moment.replace(tzinfo=None)
