"""Random rules, and what python-dateutil makes of them: the oracle of the static readings."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice, takewhile

from dateutil import rrule as oracle

from salver.read.recurrence_rule import WEEKDAYS, read_rule
from salver.read.repetition import RecurrenceRule

RANGES = {
    "BYMINUTE": (0, 59),
    "BYHOUR": (0, 23),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYMONTH": (1, 12),
    "BYSETPOS": (-4, 4),
}
FIELDS = {
    "bysecond": "seconds",
    "byminute": "minutes",
    "byhour": "hours",
    "bymonthday": "month_days",
    "byyearday": "year_days",
    "byweekno": "weeks",
    "bymonth": "months",
    "bysetpos": "positions",
}


def read(text: str) -> RecurrenceRule:
    """A rule that can be read."""
    rule, why = read_rule(text)
    assert rule is not None, why
    return rule


def rules(seed: int, number: int, frequencies: Sequence[str]) -> Iterator[tuple[str, RecurrenceRule, datetime]]:
    """Readable rules with a DTSTART, always the same ones for a seed.

    The oracle searches the finer frequencies for dates up to the year 9999, which takes it minutes: ask for coarse ones
    where rules may be empty.
    """
    choose = random.Random(seed)
    made = 0
    while made < number:
        text = _text(choose, frequencies)
        rule, _ = read_rule(text)
        if rule is not None and len({bool(ordinal) for ordinal, _ in rule.days}) <= 1:
            made += 1
            yield text, rule, _start(choose)


def occurrences(rule: RecurrenceRule, start: datetime, before: datetime, most: int = 2_000) -> list[datetime]:
    """The oracle's occurrences; empty also for what it refuses as empty."""
    found = {keyword: list(getattr(rule, field)) for keyword, field in FIELDS.items() if getattr(rule, field)}
    days = [oracle.weekday(day, ordinal or None) for ordinal, day in rule.days]
    try:
        series = oracle.rrule(
            getattr(oracle, rule.frequency),
            start,
            interval=rule.interval,
            count=rule.count,
            wkst=rule.week_start or 0,
            byweekday=days or None,
            **found,
        )
        return list(islice(takewhile(lambda moment: moment < before, series), most))
    except ValueError:
        return []


def _text(choose: random.Random, frequencies: Sequence[str]) -> str:
    parts = [f"FREQ={choose.choice(frequencies)}"]
    if choose.random() < 0.5:
        parts.append(f"INTERVAL={choose.choice([2, 3, 4, 5, 7, 8, 12, 24])}")
    for name, (low, high) in RANGES.items():
        if choose.random() < 0.2:
            numbers = [choose.choice([n for n in range(low, high + 1) if n or low >= 0]) for _ in range(2)]
            parts.append(f"{name}={numbers[0]},{numbers[1]}")
    if choose.random() < 0.3:
        parts.append(f"BYDAY={choose.choice(['', '1', '-1', '5'])}{choose.choice(WEEKDAYS)},{choose.choice(WEEKDAYS)}")
    if choose.random() < 0.1:
        parts.append(choose.choice(["BYMONTHDAY=30;BYMONTH=2", "BYMONTHDAY=31;BYMONTH=4,6", "BYMONTHDAY=29;BYMONTH=2"]))
    return ";".join(parts)


def _start(choose: random.Random) -> datetime:
    return datetime(  # noqa: DTZ001
        choose.choice([2023, 2024]), choose.randint(1, 12), choose.choice([1, 5, 15, 28]), 9, 30
    )
