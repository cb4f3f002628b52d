"""A recurrence rule in words. Nothing is expanded: the words come from the rule as it was read."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from salver.doors.http.inbox.times import day, local, read
from salver.read.repetition import Recurrence

# RFC 5545 3.3.10
_EVERY = {
    "SECONDLY": ("every second", "seconds"),
    "MINUTELY": ("every minute", "minutes"),
    "HOURLY": ("every hour", "hours"),
    "DAILY": ("every day", "days"),
    "WEEKLY": ("every week", "weeks"),
    "MONTHLY": ("every month", "months"),
    "YEARLY": ("every year", "years"),
}


def repeats(rule: Recurrence | None, zone: ZoneInfo, now: datetime) -> str | None:
    """``every week, 3 times, then it ends``; None for an event that happens once."""
    if rule is None:
        return None
    if not rule.readable:
        return "in a way we cannot read"
    if rule.frequency is None:
        return f"on {rule.dates} further dates" if rule.dates != 1 else "on one further date"
    once, many = _EVERY.get(rule.frequency, ("again and again", "times"))
    often = once if rule.interval <= 1 else f"every {rule.interval} {many}"
    return f"{often}, {_end(rule, zone, now)}"


def _end(rule: Recurrence, zone: ZoneInfo, now: datetime) -> str:
    if rule.endless:
        return "no end"
    if rule.count is not None:
        return "once" if rule.count == 1 else f"{rule.count} times, then it ends"
    today = now.astimezone(zone).date()
    last = read(rule.last)
    if isinstance(last, date):
        return f"last on {day(last, today)}"
    until = read(rule.until)
    if isinstance(until, datetime):
        until = local(until, zone)
    if isinstance(until, date):  # the last one may come days before
        return f"until {day(until, today)}"
    return "with an end we cannot read"
