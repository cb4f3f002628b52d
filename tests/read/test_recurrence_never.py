"""Rules that never come: what is called never is never, and the known traps are called so."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from salver.read.recurrence_never import never
from tests.read.rrules import occurrences, read, rules

MONDAY = datetime.fromisoformat("2026-11-23T09:30")


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;BYMONTHDAY=30;BYMONTH=2",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4,6,9,11",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-30,31",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=2",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;INTERVAL=2;BYYEARDAY=-366;BYMONTH=12",
        "FREQ=YEARLY;BYYEARDAY=100;BYMONTH=12",
        "FREQ=YEARLY;BYWEEKNO=30;BYMONTH=1",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=2MO",
        "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=3",
        "FREQ=DAILY;BYSETPOS=-2",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=HOURLY;INTERVAL=24;BYHOUR=5",
        "FREQ=MINUTELY;INTERVAL=60;BYMINUTE=29",
        "FREQ=MINUTELY;INTERVAL=1440;BYHOUR=5",
        "FREQ=SECONDLY;INTERVAL=3600;BYMINUTE=5",
        "FREQ=SECONDLY;INTERVAL=60;BYSECOND=5",
        "FREQ=SECONDLY;INTERVAL=86400;BYHOUR=5",
    ],
)
def test_rules_that_never_come(text: str) -> None:
    assert never(read(text), MONDAY)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=YEARLY",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTHDAY=-31",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "FREQ=MONTHLY;BYMONTHDAY=8;BYDAY=2MO",
        "FREQ=MONTHLY;BYDAY=5MO",
        "FREQ=MONTHLY;INTERVAL=3;BYMONTH=2",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;BYYEARDAY=366",
        "FREQ=YEARLY;BYYEARDAY=-366;BYMONTH=1",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU;BYMONTH=1",
        "FREQ=YEARLY;BYWEEKNO=-1;BYMONTH=12",
        "FREQ=DAILY;INTERVAL=2;BYDAY=TU",
        "FREQ=HOURLY;INTERVAL=5;BYHOUR=5",
        "FREQ=MINUTELY;INTERVAL=20;BYHOUR=5;BYMINUTE=10",
        "FREQ=SECONDLY;INTERVAL=30;BYSECOND=30;BYMINUTE=5;BYHOUR=5",
    ],
)
def test_honest_rules_come(text: str) -> None:
    rule = read(text)
    if "INTERVAL=2;BYMONTH=2" in text:  # from an odd year on there is none
        assert never(rule, date(2027, 1, 1))
        assert not never(rule, date(2026, 1, 1))
    else:
        assert not never(rule, MONDAY)
    assert not never(rule, None)


def test_what_is_called_never_has_no_occurrence() -> None:
    called = 0
    for text, rule, start in rules(2, 60, ("MONTHLY", "YEARLY")):
        if never(rule, start):
            called += 1
            assert occurrences(rule, start, datetime.fromisoformat("2060-01-01T00:00"), most=1) == [], (text, start)
    assert called > 5
