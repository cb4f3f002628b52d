"""Exceptions that take every occurrence away (DOS-07)."""

from __future__ import annotations

from datetime import date

import pytest

from salver.core.limits import Limits
from salver.read.recurrence_exceptions import covers, every_date_removed
from salver.read.recurrence_rule import read_rule
from salver.read.repetition import RecurrenceRule


def read(text: str) -> RecurrenceRule:
    rule, why = read_rule(text)
    assert rule is not None, why
    return rule


@pytest.mark.parametrize(
    ("gone", "rule"),
    [
        ("FREQ=DAILY", "FREQ=DAILY"),
        ("FREQ=DAILY", "FREQ=WEEKLY;COUNT=5;BYDAY=MO"),
        ("FREQ=DAILY;COUNT=5", "FREQ=DAILY;COUNT=5"),
        ("FREQ=SECONDLY", "FREQ=MINUTELY;BYSECOND=7"),
        ("FREQ=MONTHLY;BYDAY=FR", "FREQ=MONTHLY;BYDAY=FR;UNTIL=20270101"),
        ("FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9,10"),
    ],
)
def test_rules_that_cancel(gone: str, rule: str) -> None:
    assert covers(read(gone), read(rule))


@pytest.mark.parametrize(
    ("gone", "rule"),
    [
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "FREQ=MONTHLY;BYDAY=FR"),
        ("FREQ=DAILY;COUNT=4", "FREQ=DAILY;COUNT=5"),
        ("FREQ=DAILY;UNTIL=20270101", "FREQ=DAILY"),
        ("FREQ=DAILY;INTERVAL=2", "FREQ=DAILY"),
        ("FREQ=WEEKLY", "FREQ=MONTHLY"),
        ("FREQ=WEEKLY", "FREQ=DAILY"),
        ("FREQ=DAILY", "FREQ=DAILY;BYHOUR=9,10"),
        ("FREQ=HOURLY", "FREQ=DAILY;BYMINUTE=1"),
    ],
)
def test_rules_that_leave_something(gone: str, rule: str) -> None:
    assert not covers(read(gone), read(rule))


def test_dates_that_are_all_removed() -> None:
    rule, start = read("FREQ=DAILY;COUNT=2"), date(2026, 11, 24)
    assert every_date_removed(rule, start, 2, ("2026-11-25", "2026-11-24"))
    assert not every_date_removed(rule, start, 2, ("2026-11-25",))
    assert not every_date_removed(rule, start, 2, ("2026-11-25", "2026-11-26"))


def test_how_many_are_looked_at_is_a_limit() -> None:
    rule, start, removed = read("FREQ=DAILY;COUNT=2"), date(2026, 11, 24), ("2026-11-24", "2026-11-25")
    assert every_date_removed(rule, start, 2, removed, Limits(recurrence_list=2))
    assert not every_date_removed(rule, start, 2, removed, Limits(recurrence_list=1))
