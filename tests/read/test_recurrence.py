from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.read.icalendar import Property
from salver.read.message import Recurrence
from salver.read.recurrence import read_recurrence


def rule(*values: str, dates: tuple[str, ...] = ()) -> Recurrence:
    found = read_recurrence(
        tuple(Property("RRULE", (), value, 0) for value in values),
        tuple(Property("RDATE", (), value, 0) for value in dates),
    )
    assert found is not None
    return found


def test_neither_rule_nor_dates() -> None:
    assert read_recurrence((), ()) is None


def test_a_bounded_rule() -> None:
    found = rule("FREQ=WEEKLY;INTERVAL=2;COUNT=10;BYDAY=MO,WE")
    assert (found.frequency, found.interval, found.count, found.endless, found.readable) == (
        "WEEKLY",
        2,
        10,
        False,
        True,
    )
    assert 52 <= found.per_year <= 53


def test_until_and_endless() -> None:
    assert rule("FREQ=DAILY;UNTIL=20270101T000000Z").until == "2027-01-01T00:00:00+00:00"
    assert rule("FREQ=DAILY").endless
    assert not rule("FREQ=DAILY;UNTIL=20270101").endless


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("FREQ=YEARLY", 1),
        ("FREQ=MONTHLY;BYDAY=1MO", 12),
        ("FREQ=MONTHLY;BYDAY=MO", 60),
        ("FREQ=YEARLY;BYMONTH=1,2;BYMONTHDAY=1,2,3", 6),
        ("FREQ=DAILY;BYHOUR=1,2;BYMINUTE=1,2", 1_464),
        ("FREQ=SECONDLY;BYSECOND=1", 31_622_400),
        ("FREQ=DAILY;BYHOUR=" + ",".join(["1"] * 400) + ";BYMINUTE=" + ",".join(["1"] * 400), 31_622_400),
    ],
)
def test_occasions_a_year_from_above(text: str, most: float) -> None:
    assert rule(text).per_year == most


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ=SOMETIMES",
        "INTERVAL=1",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=99999999999",
        "FREQ=DAILY;FREQ=SECONDLY",
        "FREQ=DAILY;UNTIL=never",
        "FREQ=MONTHLY;BYDAY=4XX",
        "RSCALE=HEBREW;FREQ=YEARLY",
        "FREQ",
        "FREQ=DAILY;" + "X=1;" * 1_000,
    ],
)
def test_unreadable_rules(text: str) -> None:
    assert not rule(text).readable


def test_lower_case_and_blanks_are_read() -> None:
    assert rule("freq = weekly ;").frequency == "WEEKLY"


def test_several_rules_add_up() -> None:
    found = rule("FREQ=YEARLY;COUNT=2", "FREQ=DAILY")
    assert (found.frequency, found.endless, found.per_year) == ("YEARLY", True, 367)
    assert not rule("FREQ=DAILY", "nonsense").readable


def test_dates_are_counted() -> None:
    found = read_recurrence((), (Property("RDATE", (), "20260101,20260102", 0), Property("RDATE", (), "20260103", 0)))
    assert found is not None
    assert (found.frequency, found.dates) == (None, 3)


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    rule(text)
