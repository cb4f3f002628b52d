"""Occurrences that follow by arithmetic: rules that only say every how many days, weeks, months or years.

For all others the answer is None. Moments are local, as the event's own clock shows them (RFC 5545 3.3.10: a rule works
on the local time of DTSTART).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from salver.read.repetition import RecurrenceRule

_EVERY_MONTH_HAS = 28


def steady(rule: RecurrenceRule, start: date) -> bool:
    """Whether every occurrence is DTSTART plus a number of equal steps.

    A list that only repeats what DTSTART says (``BYDAY=TU`` of a series that begins on a Tuesday) changes nothing.
    """
    if rule.frequency not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        return False
    if rule.year_days or rule.weeks or rule.positions or not _same_clock(rule, start):
        return False
    if rule.frequency in ("DAILY", "WEEKLY"):
        same_day = not rule.days or (rule.frequency == "WEEKLY" and rule.days == ((0, start.weekday()),))
        return same_day and not rule.month_days and not rule.months
    if rule.days or rule.month_days not in ((), (start.day,)) or start.day > _EVERY_MONTH_HAS:
        return False
    return not rule.months or (rule.frequency == "YEARLY" and rule.months == (start.month,))


def _same_clock(rule: RecurrenceRule, start: date) -> bool:
    if not isinstance(start, datetime):
        return not (rule.hours or rule.minutes or rule.seconds)
    return (
        rule.hours in ((), (start.hour,))
        and rule.minutes in ((), (start.minute,))
        and rule.seconds in ((), (start.second,))
    )


def step(rule: RecurrenceRule, start: date, number: int) -> date | None:
    """The occurrence that is ``number`` steps after DTSTART of a steady rule; None beyond the year 9999."""
    distance = number * rule.interval
    try:
        if rule.frequency == "DAILY":
            return start + timedelta(days=distance)
        if rule.frequency == "WEEKLY":
            return start + timedelta(weeks=distance)
        months = start.month - 1 + (distance if rule.frequency == "MONTHLY" else 12 * distance)
        return start.replace(year=start.year + months // 12, month=months % 12 + 1)
    except (OverflowError, ValueError):
        return None


def steps_until(rule: RecurrenceRule, start: date, moment: date) -> int:
    """How many steps of a steady rule end at this moment or before; negative when it lies before DTSTART."""
    whole = isinstance(start, datetime) and isinstance(moment, datetime)
    if not whole:
        start, moment = _day(start), _day(moment)
    if rule.frequency in ("DAILY", "WEEKLY"):
        length = timedelta(days=1 if rule.frequency == "DAILY" else 7)
        return (moment - start) // length // rule.interval
    months = 12 * (moment.year - start.year) + moment.month - start.month
    if _within_month(moment) < _within_month(start):
        months -= 1
    return months // (rule.interval if rule.frequency == "MONTHLY" else 12 * rule.interval)


def _day(moment: date) -> date:
    return date(moment.year, moment.month, moment.day)


def _within_month(moment: date) -> tuple[int, int, int, int]:
    clock = (moment.hour, moment.minute, moment.second) if isinstance(moment, datetime) else (0, 0, 0)
    return (moment.day, *clock)
