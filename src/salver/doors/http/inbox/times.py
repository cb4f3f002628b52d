"""Dates and times in words, in the reader's own zone. No locale of the machine takes part."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Reading = datetime | date | None


class When(msgspec.Struct, frozen=True, kw_only=True):
    """When an event is. ``line`` is in the reader's time; ``theirs`` is the time as the sender wrote it, where that
    differs; ``zoneless`` is true when the sender gave no zone we know; ``over`` when it has ended."""

    line: str
    theirs: str | None = None
    zoneless: bool = False
    over: bool = False


def read(iso: str | None) -> Reading:
    """An ISO text of a report as a date (all day), a datetime with or without zone, or None where unreadable."""
    if not iso:
        return None
    try:
        return date.fromisoformat(iso) if len(iso) == len("2026-11-24") else datetime.fromisoformat(iso)
    except ValueError:
        return None


def when(start_iso: str | None, end_iso: str | None, zone: ZoneInfo, now: datetime) -> When:
    """The line for one event. All-day ends are exclusive (RFC 5545 3.6.1)."""
    start, end = read(start_iso), read(end_iso)
    if start is None:
        return When(line="No time that we can read")
    if not isinstance(start, datetime):
        return _all_day(start, end, zone, now)
    here = local(start, zone)
    until = local(end, zone) if isinstance(end, datetime) else None
    line = f"{day(here.date(), now.astimezone(zone).date())}, {clock(here)}{_span(here, until, now, zone)}"
    differs = start.tzinfo is not None and start.replace(tzinfo=None) != here.replace(tzinfo=None)
    return When(
        line=line,
        theirs=f"{clock(start)} on {day(start.date(), now.date())}" if differs else None,
        zoneless=start.tzinfo is None,
        over=_aware(until or here, zone) < now,
    )


def _all_day(start: date, end: Reading, zone: ZoneInfo, now: datetime) -> When:
    today = now.astimezone(zone).date()
    last = start
    if isinstance(end, date) and not isinstance(end, datetime) and end > start:  # the first of days has none before it
        last = end - timedelta(days=1)  # RFC 5545 3.6.1
    if last <= start:
        return When(line=f"{day(start, today)}, all day", over=start < today)
    return When(line=f"{day(start, today)} to {day(last, today)}, all day", over=last < today)


def _span(start: datetime, end: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    # Both are on the reader's clock by now; one of them may be floating, and Python refuses such a pair.
    if end is None or end.replace(tzinfo=None) <= start.replace(tzinfo=None):
        return ""
    if end.date() == start.date():
        return f"–{clock(end)}"
    return f" to {day(end.date(), now.astimezone(zone).date())}, {clock(end)}"


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """In the reader's zone; a time without a zone stays as it is."""
    if moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(zone)
    except (OverflowError, ValueError):  # the years 1 and 9999
        return moment


def _aware(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment


def day(value: date, today: date) -> str:
    """``Tue 24 Nov``, with the year where it is not this one."""
    year = "" if value.year == today.year else f" {value.year}"
    return f"{_DAYS[value.weekday()]} {value.day} {_MONTHS[value.month - 1]}{year}"


def clock(moment: datetime) -> str:
    """``14:00``."""
    return f"{moment.hour:02}:{moment.minute:02}"


def moment(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """``today, 08:40``, ``yesterday, 15:02`` or ``Fri 20 Nov, 16:02``."""
    here, today = at.astimezone(zone), now.astimezone(zone).date()
    if here.date() == today:
        return f"today, {clock(here)}"
    if here.date() == today - timedelta(days=1):
        return f"yesterday, {clock(here)}"
    return f"{day(here.date(), today)}, {clock(here)}"
