"""Whether a rule can come at all, as far as its parts show (DOS-06). Many programs search for such a date for ever.

Every test here is exact in one direction: what it calls never is never. A rule that passes may still be empty.
"""

from __future__ import annotations

from calendar import isleap
from datetime import date, datetime
from math import gcd

from salver.read.recurrence_pace import MONTH_DAYS, set_size
from salver.read.repetition import RecurrenceRule

_WITHIN_A_DAY = ("SECONDLY", "MINUTELY", "HOURLY")
# The days before each month in a year that is none of 366 days.
_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_LEAP_CYCLE = 400


def never(rule: RecurrenceRule, start: date | None) -> bool:
    """Whether no date can satisfy the rule. ``start`` is DTSTART, local, where it is known."""
    if rule.positions and min(abs(position) for position in rule.positions) > set_size(rule):
        return True
    months = _months(rule, start)
    if not months or not _month_day_exists(rule, months, start) or not _year_day_exists(rule, months, start):
        return True
    if rule.weeks and not any(_week_touches(week, month) for week in rule.weeks for month in months):
        return True
    return start is not None and _out_of_step(rule, start)


def _months(rule: RecurrenceRule, start: date | None) -> tuple[int, ...]:
    """The months the rule comes by: those of BYMONTH that an interval of months can meet."""
    months = rule.months or tuple(range(1, 13))
    if rule.frequency != "MONTHLY" or start is None:
        return months
    stride = gcd(rule.interval, 12)
    return tuple(month for month in months if (month - start.month) % stride == 0)


def _days_of(rule: RecurrenceRule, start: date | None) -> tuple[int, ...]:
    """The days of the month the rule names; none where it picks its days in another way.

    Where no list names any, months and years come on the day of DTSTART (RFC 5545 3.3.10).
    """
    if rule.month_days:
        return rule.month_days
    other = rule.days or rule.year_days or rule.weeks or rule.frequency not in ("MONTHLY", "YEARLY")
    return () if other or start is None else (start.day,)


def _month_day_exists(rule: RecurrenceRule, months: tuple[int, ...], start: date | None) -> bool:
    """Whether a month has one of the days that are asked for, and on one of the weekdays counted in it."""
    days = [day for day in _days_of(rule, start) if _counted(rule, day)]
    if not days:
        return not rule.month_days
    if start is not None and rule.frequency == "YEARLY" and not rule.months and not rule.month_days:
        months = (start.month,)
    shortest = min(abs(day) for day in days)
    longest = max((MONTH_DAYS[month - 1] for month in months if month != 2), default=0)
    if shortest <= max(longest, 28 if 2 in months else 0):
        return True
    return 2 in months and shortest == MONTH_DAYS[1] and _meets_leap_year(rule, start)


def _counted(rule: RecurrenceRule, day: int) -> bool:
    """Whether a day of the month can be the n-th of its weekday: the second Monday is one of 8 to 14."""
    monthly = rule.frequency == "MONTHLY" or (rule.frequency == "YEARLY" and bool(rule.months))
    if not monthly or not rule.days or any(not ordinal for ordinal, _ in rule.days):
        return True
    return any((day > 0) != (ordinal > 0) or (abs(day) - 1) // 7 + 1 == abs(ordinal) for ordinal, _ in rule.days)


def _meets_leap_year(rule: RecurrenceRule, start: date | None) -> bool:
    """Whether the years of a yearly rule, or of one that counts whole years in months, hold one with 29 February."""
    if start is None or rule.frequency not in ("MONTHLY", "YEARLY"):
        return True
    if rule.frequency == "MONTHLY" and rule.interval % 12:
        return True
    stride = rule.interval if rule.frequency == "YEARLY" else rule.interval // 12
    stride %= _LEAP_CYCLE
    return any(isleap(2000 + start.year % _LEAP_CYCLE + turn * stride) for turn in range(_LEAP_CYCLE))


def _year_day_exists(rule: RecurrenceRule, months: tuple[int, ...], start: date | None) -> bool:
    """Whether a day of the year lies in one of the months, in a leap year or in another one."""
    if not rule.year_days:
        return True
    ordinary = any(_month_of(day, 365) in months for day in rule.year_days)
    leap = any(_month_of(day, 366) in months for day in rule.year_days)
    return ordinary or (leap and _meets_leap_year(rule, start))


def _month_of(day: int, length: int) -> int:
    """The month a day of the year lies in; 0 where the year has no such day."""
    if abs(day) > length:
        return 0
    place = day if day > 0 else length + 1 + day
    leap = length == 366
    return sum(place > before + (leap and number >= 2) for number, before in enumerate(_BEFORE))


def _week_touches(week: int, month: int) -> bool:
    """Whether a week of the year can have a day in this month; it shifts by three days either way (ISO 8601)."""
    place = week if week > 0 else 54 + week
    first, last = 7 * place - (13 if week < 0 else 9), 7 * place + 3
    begin, end = _BEFORE[month - 1] + 1, _BEFORE[month - 1] + MONTH_DAYS[month - 1] + 1
    return any(first <= end + turn and begin + turn <= last for turn in (-366, 0, 366))


def _out_of_step(rule: RecurrenceRule, start: date) -> bool:
    """Whether the interval never meets what a list asks for: every 24 hours from nine on is never five o'clock."""
    interval = rule.interval
    if rule.frequency == "DAILY" and rule.days:
        stride = gcd(interval, 7)
        return all((day - start.weekday()) % stride for _, day in rule.days)
    if rule.frequency not in _WITHIN_A_DAY or not isinstance(start, datetime):
        return False
    if rule.frequency == "HOURLY":
        return bool(rule.hours) and not _meets(start.hour, interval, 24, rule.hours)
    seconds = 60 * (60 * start.hour + start.minute) + start.second
    if rule.frequency == "MINUTELY":
        minute = 60 * start.hour + start.minute
        return (bool(rule.minutes) and not _meets(start.minute, interval, 60, rule.minutes)) or (
            bool(rule.hours) and not _meets(minute, interval, 1_440, rule.hours, width=60)
        )
    return (
        (bool(rule.seconds) and not _meets(start.second, interval, 60, rule.seconds))
        or (bool(rule.minutes) and not _meets(seconds % 3_600, interval, 3_600, rule.minutes, width=60))
        or (bool(rule.hours) and not _meets(seconds, interval, 86_400, rule.hours, width=3_600))
    )


def _meets(start: int, interval: int, around: int, wanted: tuple[int, ...], width: int = 1) -> bool:
    """Whether steps on a ring reach one of the wanted stretches of ``width`` places."""
    stride = gcd(interval, around)
    return any((start - width * place) % stride < width for place in wanted)
