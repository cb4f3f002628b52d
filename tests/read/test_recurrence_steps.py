"""Occurrences by arithmetic agree with a library that expands."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from salver.read.recurrence_steps import steady, step, steps_until
from tests.read.rrules import occurrences, read

START = datetime.fromisoformat("2026-11-24T09:30")  # a Tuesday
DAY = START.date()


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=TU",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        "FREQ=MONTHLY;BYMONTHDAY=24",
        "FREQ=MONTHLY;INTERVAL=5",
        "FREQ=YEARLY",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=11;BYMONTHDAY=24;BYHOUR=9;BYMINUTE=30;BYSECOND=0",
    ],
)
def test_steady_rules(text: str) -> None:
    rule = read(text)
    assert steady(rule, START)
    expected = occurrences(rule, START, datetime.fromisoformat("2046-01-01T00:00"), most=30)
    for number, moment in enumerate(expected):
        assert step(rule, START, number) == moment
        assert steps_until(rule, START, moment) == number
        assert steps_until(rule, START, moment - timedelta(seconds=1)) == number - 1
        assert steps_until(rule, START, moment.date()) == number


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=HOURLY",
        "FREQ=DAILY;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=TU,TH",
        "FREQ=MONTHLY;BYDAY=4TU",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=MONTHLY;BYMONTH=11",
        "FREQ=YEARLY;BYMONTH=10",
        "FREQ=YEARLY;BYYEARDAY=1",
        "FREQ=DAILY;BYHOUR=10",
    ],
)
def test_rules_that_need_more_than_arithmetic(text: str) -> None:
    assert not steady(read(text), START)


def test_days_that_some_months_do_not_have() -> None:
    assert not steady(read("FREQ=MONTHLY"), date(2026, 1, 29))
    assert not steady(read("FREQ=YEARLY"), date(2028, 2, 29))


def test_all_day_series() -> None:
    rule = read("FREQ=WEEKLY")
    assert steady(rule, DAY)
    assert not steady(read("FREQ=WEEKLY;BYHOUR=9"), DAY)
    assert step(rule, DAY, 2) == date(2026, 12, 8)
    assert steps_until(rule, DAY, datetime.fromisoformat("2026-12-08T00:00")) == 2
    assert steps_until(rule, DAY, date(2026, 11, 1)) < 0


def test_the_end_of_the_calendar() -> None:
    for text in ("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"):
        assert step(read(text), DAY, 2_147_483_647) is None
        assert step(read(f"{text};INTERVAL=2147483647"), DAY, 999_999) is None
