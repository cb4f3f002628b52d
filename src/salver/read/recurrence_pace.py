"""How often a rule comes, from above, and how close its occurrences stand; by counting its parts, never by expanding.

The lists of a rule multiply or thin out what FREQ gives (the table of RFC 5545 3.3.10). So a year holds at most as many
occurrences as each of these allows: the days its lists pick times the moments of such a day, and the intervals of FREQ
in a year times what one interval can hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from salver.read.repetition import RecurrenceRule

# Intervals of each FREQ in a year, and the seconds one of them lasts at least.
# RFC 5545 3.3.10
_A_YEAR = {
    "SECONDLY": 31_622_400.0,
    "MINUTELY": 527_040.0,
    "HOURLY": 8_784.0,
    "DAILY": 366.0,
    "WEEKLY": 53.0,
    "MONTHLY": 12.0,
    "YEARLY": 1.0,
}
MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The longest each month gets."""
DAY = 86_400
"""Seconds."""
_WITHIN_A_DAY = ("SECONDLY", "MINUTELY", "HOURLY")


def per_year(rule: RecurrenceRule) -> float:
    """Occurrences in a year, at most; on average, where an interval does not divide the year."""
    by_days = _days_a_year(rule) * moments_a_day(rule)
    by_intervals = _A_YEAR[rule.frequency] / rule.interval * per_interval(rule)
    return min(by_days, by_intervals)


def moments_a_day(rule: RecurrenceRule) -> int:
    """Occurrences on one day, at most."""
    if rule.frequency not in _WITHIN_A_DAY:
        return (len(rule.hours) or 1) * (len(rule.minutes) or 1) * (len(rule.seconds) or 1)
    step = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3_600}[rule.frequency]
    hours = len(rule.hours) or 24
    minutes = len(rule.minutes) or (60 if step <= 60 else 1)
    seconds = len(rule.seconds) or (60 if step <= 1 else 1)
    steps = -(-DAY // (step * rule.interval))
    return min(hours * minutes * seconds, steps * _inside(rule))


def per_interval(rule: RecurrenceRule) -> int:
    """Occurrences inside one interval of FREQ, at most: what BYSETPOS counts in."""
    most = _inside(rule) if rule.frequency in _WITHIN_A_DAY else _days_an_interval(rule) * moments_a_day(rule)
    return min(most, len(rule.positions)) if rule.positions else most


def set_size(rule: RecurrenceRule) -> int:
    """Like ``per_interval``, before BYSETPOS picks."""
    most = _inside(rule) if rule.frequency in _WITHIN_A_DAY else _days_an_interval(rule) * moments_a_day(rule)
    return max(most, 1)


def _inside(rule: RecurrenceRule) -> int:
    """How the finer lists multiply one second, minute or hour."""
    seconds = len(rule.seconds) or 1
    minutes = len(rule.minutes) or 1
    return {"SECONDLY": 1, "MINUTELY": seconds, "HOURLY": minutes * seconds}[rule.frequency]


def _days_an_interval(rule: RecurrenceRule) -> int:
    """Days one interval of DAILY and coarser can hold; the coarsest list that names days decides."""
    frequency = rule.frequency
    if frequency == "DAILY":
        return 1
    if frequency == "WEEKLY":
        return len(rule.days) or 1
    months = 1 if frequency == "MONTHLY" else len(rule.months) or (12 if rule.month_days else 1)
    found = []
    if rule.year_days:
        found.append(len(rule.year_days))
    if rule.month_days:
        found.append(len(rule.month_days) * months)
    if rule.days and not rule.weeks:
        every = 5 if frequency == "MONTHLY" or rule.months else 53
        found.append(sum(1 if ordinal else every for ordinal, _ in rule.days) * months)
    if rule.weeks:
        found.append(len(rule.weeks) * (len(rule.days) or 7))  # some take one day of the week, some all
    return min(found) if found else months


def _days_a_year(rule: RecurrenceRule) -> int:
    """Days of a year that pass every list, at most."""
    found = [sum(MONTH_DAYS[month - 1] for month in rule.months) if rule.months else sum(MONTH_DAYS)]
    if rule.month_days:
        found.append(len(rule.month_days) * (len(rule.months) or 12))
    if rule.year_days:
        found.append(len(rule.year_days))
    if rule.weeks:
        found.append(7 * len(rule.weeks))
    if rule.days:
        found.append(53 * len({day for _, day in rule.days}))
    return min(found)


def least_gap(rule: RecurrenceRule) -> int:
    """Seconds between two occurrences that can follow each other, at least."""
    finest = _gap_of_moments(rule)
    return finest if finest else _gap_of_days(rule) * DAY


def _gap_of_moments(rule: RecurrenceRule) -> int:
    """Seconds between two moments of a day; 0 where a day has at most one."""
    if moments_a_day(rule) <= 1:
        return 0
    if rule.frequency == "SECONDLY":
        return rule.interval
    if len(rule.seconds) > 1:
        return _closest(rule.seconds, 60)
    if rule.frequency == "MINUTELY":
        return 60 * rule.interval
    if len(rule.minutes) > 1:
        return 60 * _closest(rule.minutes, 60)
    if rule.frequency == "HOURLY":
        return 3_600 * rule.interval
    return 3_600 * _closest(rule.hours, 24)


def _gap_of_days(rule: RecurrenceRule) -> int:
    """Days between two days the rule can pick, at least."""
    weekdays = sorted({day for _, day in rule.days})
    if rule.frequency == "DAILY":
        return rule.interval
    if rule.frequency == "WEEKLY":
        inside = [late - early for early, late in pairwise(weekdays)]
        return min([*inside, 7 * rule.interval - (weekdays[-1] - weekdays[0] if weekdays else 0)])
    if rule.frequency in _WITHIN_A_DAY or rule.year_days or rule.weeks:
        return 1
    if rule.month_days:
        return _closest(rule.month_days, 28) if all(day > 0 for day in rule.month_days) else 1
    if rule.days:
        numbered = all(ordinal for ordinal, _ in rule.days)
        return (21 if len(rule.days) == 1 else 1) if numbered else _closest(weekdays, 7)
    return 28 * (rule.interval if rule.frequency == "MONTHLY" and not rule.months else 1)


def _closest(numbers: Sequence[int], around: int) -> int:
    """The least difference of sorted numbers on a ring of this length."""
    inside = [late - early for early, late in pairwise(numbers)]
    return max(1, min([*inside, around - (numbers[-1] - numbers[0])]))
