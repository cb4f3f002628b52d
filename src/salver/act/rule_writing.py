"""A stranger's recurrence rule, taken apart and written anew, or refused. Nothing is expanded (DOS-01 .. DOS-04)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from icalendar import vRecur

from salver.act.refused import CopyRefused
from salver.core.limits import Limits
from salver.read.icalendar import Property
from salver.read.recurrence import read_recurrence
from salver.read.times import parse_moment

# RFC 5545 3.3.10: the lowest and highest number of each list, counted from either end where the lowest is negative.
_RANGES = {
    "BYSECOND": (0, 59),
    "BYMINUTE": (0, 59),
    "BYHOUR": (0, 23),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYMONTH": (1, 12),
    "BYSETPOS": (-366, 366),
}
_DAY = re.compile(r"[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_HOURS_OF_A_DAY = 24
_UNREADABLE = "The event repeats by a rule we cannot read."
_TOO_OFTEN = "The event would repeat every hour or more often. That would fill your calendar."
_NEVER = "The event repeats on a date that never comes. Some calendars search for it forever."


def write_rule(found: Property, limits: Limits, *, all_day: bool) -> vRecur:
    """An RRULE value for the copy (RFC 5545 3.8.5.3).

    ``all_day`` says that DTSTART is a date: UNTIL is then one, too. Raises CopyRefused for rules that are unreadable,
    that come hourly or more often, or that can never come.
    """
    read = read_recurrence((found,), ())
    words = _words(found.value)
    if words.get("FREQ") in ("SECONDLY", "MINUTELY", "HOURLY"):
        raise CopyRefused(_TOO_OFTEN)
    if read is None or not read.readable or ("COUNT" in words and "UNTIL" in words):
        raise CopyRefused(_UNREADABLE)
    if all_day and not words.keys().isdisjoint(("BYHOUR", "BYMINUTE", "BYSECOND")):  # RFC 5545 3.3.10
        raise CopyRefused(_UNREADABLE)
    rule: dict[str, object] = {}
    for name, content in words.items():
        rule[name] = _part(name, content, all_day)
    _check(rule, read.count, limits)
    return vRecur(rule)


def _words(value: str) -> dict[str, str]:
    pieces = (piece.partition("=") for piece in value.strip().strip(";").upper().split(";"))
    return {name.strip(): content.strip() for name, _, content in pieces}


def _part(name: str, content: str, all_day: bool) -> object:
    """One part of the rule as a typed value; its digits were checked by the reader, its range is checked here."""
    if name == "FREQ" and content in _FREQUENCIES:
        return [content]
    if name in ("INTERVAL", "COUNT"):
        return [int(content)]
    if name == "UNTIL":
        return [_until(content, all_day)]
    if name in ("BYDAY", "WKST"):
        days = content.split(",")
        if all(_DAY.fullmatch(day) for day in days):
            return days
    if name in _RANGES:
        low, high = _RANGES[name]
        numbers = [int(number) for number in content.split(",")]
        if all(low <= number <= high and (number or low == 0) for number in numbers):
            return numbers
    raise CopyRefused(_UNREADABLE)


def _until(content: str, all_day: bool) -> date:
    """UNTIL in the type of DTSTART, and in UTC where it has a time (RFC 5545 3.3.10)."""
    moment, _ = parse_moment(content)
    if moment is None:
        raise CopyRefused(_UNREADABLE)
    if all_day:
        return date(moment.year, moment.month, moment.day)
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=UTC)
    return datetime.combine(moment, time(23, 59, 59), UTC)


def _check(rule: dict[str, object], count: int | None, limits: Limits) -> None:
    a_day = _size(rule, "BYHOUR") * _size(rule, "BYMINUTE") * _size(rule, "BYSECOND")
    if a_day >= _HOURS_OF_A_DAY:
        raise CopyRefused(_TOO_OFTEN)
    if count is not None and count > limits.calendar_lines:
        raise CopyRefused("The event would repeat more often than a calendar can hold.")
    months, days = rule.get("BYMONTH"), rule.get("BYMONTHDAY")
    if isinstance(months, list) and isinstance(days, list):
        longest = max(_LONGEST_MONTH[month - 1] for month in months)
        if min(abs(day) for day in days) > longest:
            raise CopyRefused(_NEVER)


def _size(rule: dict[str, object], name: str) -> int:
    numbers = rule.get(name)
    return len(set(numbers)) if isinstance(numbers, list) else 1
