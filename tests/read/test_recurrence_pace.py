"""How often a rule comes, from above: never less than what it really does."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from salver.read.recurrence_never import never
from salver.read.recurrence_pace import least_gap, moments_a_day, per_interval, per_year, set_size
from tests.read.rrules import occurrences, read, rules


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("FREQ=YEARLY", 1),
        ("FREQ=MONTHLY;BYDAY=1MO", 12),
        ("FREQ=MONTHLY;BYDAY=MO", 53),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", 12),
        ("FREQ=YEARLY;BYMONTH=1,2;BYMONTHDAY=1,2,3", 6),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", 53),
        ("FREQ=DAILY;BYMONTH=2", 29),
        ("FREQ=DAILY;BYHOUR=1,2;BYMINUTE=1,2", 1_464),
        ("FREQ=HOURLY;INTERVAL=8", 1_098),
        ("FREQ=SECONDLY;BYSECOND=1", 527_040),
        ("FREQ=SECONDLY;BYHOUR=9;BYMINUTE=0;BYSECOND=0", 366),
        ("FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10", 26_352),
        ("FREQ=SECONDLY", 31_622_400),
        ("FREQ=YEARLY;BYWEEKNO=20", 7),
    ],
)
def test_occurrences_a_year(text: str, most: float) -> None:
    assert per_year(read(text)) == most


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("FREQ=SECONDLY;INTERVAL=7", 7),
        ("FREQ=MINUTELY;INTERVAL=15", 900),
        ("FREQ=HOURLY;BYMINUTE=0,20,45", 900),
        ("FREQ=DAILY;BYHOUR=9,17", 28_800),
        ("FREQ=DAILY;INTERVAL=3", 3 * 86_400),
        ("FREQ=WEEKLY;BYDAY=MO,TH", 3 * 86_400),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", 14 * 86_400),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", 14 * 86_400),
        ("FREQ=MONTHLY;INTERVAL=2", 56 * 86_400),
    ],
)
def test_the_least_gap(text: str, seconds: int) -> None:
    assert least_gap(read(text)) == seconds


def test_what_a_set_holds_before_and_after_positions() -> None:
    rule = read("FREQ=WEEKLY;BYDAY=MO,TU,WE;BYHOUR=9,17;BYSETPOS=1,-1")
    assert (set_size(rule), per_interval(rule), moments_a_day(rule)) == (6, 2, 2)


def test_the_bounds_hold_for_what_a_library_expands() -> None:
    for text, rule, start in rules(1, 60, ("HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")):
        if rule.frequency in ("HOURLY", "DAILY") and (never(rule, start) or rule.month_days or rule.year_days):
            continue  # the oracle would search them for minutes
        found = occurrences(rule, start, start + timedelta(days=365))
        assert len(found) <= per_year(rule) + per_interval(rule), (text, start)
        gaps = [(late - early).total_seconds() for early, late in pairwise(found)]
        assert min(gaps, default=1e9) >= least_gap(rule), (text, start)
