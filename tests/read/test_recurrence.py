"""The summary of how an event repeats: how often, how long, how many, and what is wrong with it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import Limits
from salver.core.untrusted import Untrusted
from salver.read.content_lines import Property
from salver.read.message import EventTime
from salver.read.recurrence import canonical, read_recurrence
from salver.read.repetition import Recurrence

TUESDAY = EventTime(Untrusted(""), "Europe/Berlin", "2026-11-24T09:00:00+01:00")
AN_HOUR_LATER = EventTime(Untrusted(""), "Europe/Berlin", "2026-11-24T10:00:00+01:00")
A_WEEK_LATER = EventTime(Untrusted(""), "Europe/Berlin", "2026-12-01T10:00:00+01:00")
ALL_DAY = EventTime(Untrusted(""), None, "2026-11-24", True)


def lines(name: str, values: tuple[str, ...]) -> tuple[Property, ...]:
    return tuple(Property(name, "", value) for value in values)


def rule(
    *values: str,
    dates: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    without_rules: tuple[str, ...] = (),
    start: EventTime | None = TUESDAY,
    end: EventTime | None = AN_HOUR_LATER,
) -> Recurrence:
    found = read_recurrence(
        lines("RRULE", values),
        lines("RDATE", dates),
        exceptions=lines("EXDATE", without),
        exception_rules=lines("EXRULE", without_rules),
        start=start,
        end=end,
    )
    assert found is not None
    return found


def test_neither_rule_nor_dates() -> None:
    assert read_recurrence((), ()) is None
    assert read_recurrence((), lines("RDATE", ("",))) is None


def test_a_bounded_rule() -> None:
    found = rule("FREQ=WEEKLY;INTERVAL=2;COUNT=10;BYDAY=MO,WE")
    assert (found.frequency, found.interval, found.count) == ("WEEKLY", 2, 10)
    assert (found.endless, found.readable, found.at_most, found.exact) == (False, True, 10, False)
    assert found.per_year == 53


def test_until_and_endless() -> None:
    assert rule("FREQ=DAILY;UNTIL=20270101T000000Z").until == "2027-01-01T01:00:00"
    assert rule("FREQ=DAILY;UNTIL=20270101T000000Z", start=None).until == "2027-01-01T00:00:00+00:00"
    assert rule("FREQ=DAILY").endless
    assert not rule("FREQ=DAILY;UNTIL=20270101").endless


@pytest.mark.parametrize(
    ("text", "at_most", "exact", "second", "last"),
    [
        ("FREQ=WEEKLY;COUNT=3", 3, True, "2026-12-01T09:00:00", "2026-12-08T09:00:00"),
        ("FREQ=DAILY;COUNT=1", 1, True, None, "2026-11-24T09:00:00"),
        ("FREQ=DAILY", None, False, "2026-11-25T09:00:00", None),
        # across the change to summer time: the last one is at 09:00 of the local clock, 07:00 in UTC
        ("FREQ=WEEKLY;UNTIL=20270330T070000Z", 19, True, "2026-12-01T09:00:00", "2027-03-30T09:00:00"),
        ("FREQ=WEEKLY;UNTIL=20270330T065959Z", 18, True, "2026-12-01T09:00:00", "2027-03-23T09:00:00"),
        ("FREQ=MONTHLY;BYDAY=4TU;UNTIL=20270124T080000Z", 13, False, None, None),
        ("FREQ=DAILY;COUNT=1000000000", 1_000_000_000, True, "2026-11-25T09:00:00", None),
    ],
)
def test_how_many(text: str, at_most: int | None, exact: bool, second: str | None, last: str | None) -> None:
    found = rule(text)
    assert (found.at_most, found.exact, found.second, found.last) == (at_most, exact, second, last)
    assert found.first == "2026-11-24T09:00:00"


def test_the_most_is_never_less_than_what_comes() -> None:
    assert (rule("FREQ=MINUTELY;UNTIL=99991231T235959Z").at_most or 0) > 4_000_000_000
    assert rule("FREQ=YEARLY;UNTIL=99991231", start=ALL_DAY).at_most == 7_974


def test_single_dates_are_counted() -> None:
    found = rule(dates=("20260101T080000Z,20260102T080000Z", "20260103T080000Z"))
    assert (found.frequency, found.dates, found.at_most, found.endless) == (None, 3, 4, False)
    assert found.added[0] == "2026-01-01T09:00:00"
    assert rule("FREQ=DAILY;COUNT=2", dates=("20260101",)).at_most == 3


def test_too_many_single_dates() -> None:
    many = ",".join(["20270101"] * 1_001)
    assert "too-many-dates" in rule(dates=(many,)).flags
    found = rule("FREQ=DAILY", without=(many,))
    assert (found.excluded, found.removed, found.flags) == (1_001, (), ("too-many-dates",))


def test_an_unreadable_single_date() -> None:
    assert rule(dates=("083000",)).why == "date-unreadable"
    assert not rule("FREQ=DAILY", without=("tomorrow",)).readable


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("FREQ=DAILY;INTERVAL=0", "interval-zero"),
        ("FREQ=DAILY;FREQ=SECONDLY", "part-twice"),
        ("RSCALE=HEBREW;FREQ=YEARLY", "other-calendar"),
        ("nonsense", "not-a-rule"),
    ],
)
def test_unreadable_rules_say_why(text: str, why: str) -> None:
    found = rule(text)
    assert (found.readable, found.why, found.frequency, found.rules) == (False, why, None, ())
    assert found.endless
    assert canonical(found) == ""
    assert not rule(f"{text};COUNT=3").endless


def test_lower_case_and_blanks_are_read() -> None:
    found = rule("freq = weekly ; byday=tu;")
    assert canonical(found) == "FREQ=WEEKLY;BYDAY=TU"
    assert found.text == Untrusted("freq = weekly ; byday=tu;")


def test_several_rules_add_up() -> None:
    found = rule("FREQ=YEARLY;COUNT=2", "FREQ=DAILY")
    assert (found.frequency, found.endless, found.per_year) == ("YEARLY", True, 367)
    assert found.flags == ("several-rules",)
    assert canonical(found) == "FREQ=YEARLY;COUNT=2\nFREQ=DAILY"
    assert not rule("FREQ=DAILY", "nonsense").readable
    assert not rule(*["FREQ=DAILY"] * 65).readable


@pytest.mark.parametrize("text", ["FREQ=SECONDLY", "FREQ=HOURLY;INTERVAL=24", "FREQ=DAILY;BYHOUR=9,17"])
def test_more_than_daily(text: str) -> None:
    assert "sub-daily" in rule(text).flags


@pytest.mark.parametrize("text", ["FREQ=DAILY;BYHOUR=9", "FREQ=WEEKLY;BYDAY=MO,TU", "FREQ=YEARLY"])
def test_not_more_than_daily(text: str) -> None:
    assert rule(text).flags == ()


def test_occurrences_that_run_into_one_another() -> None:
    assert (rule("FREQ=MINUTELY;INTERVAL=15;COUNT=40").overlap, rule("FREQ=WEEKLY").overlap) == (4, 1)
    assert "overlapping" in rule("FREQ=MINUTELY;INTERVAL=15;COUNT=40").flags
    assert "overlapping" in rule("FREQ=DAILY", end=A_WEEK_LATER).flags
    assert rule("FREQ=DAILY", end=A_WEEK_LATER).overlap == 8
    assert rule("FREQ=DAILY;COUNT=2", end=A_WEEK_LATER).overlap == 2
    assert "overlapping" not in rule("FREQ=WEEKLY;INTERVAL=2", end=A_WEEK_LATER).flags
    assert rule("FREQ=DAILY", start=A_WEEK_LATER, end=TUESDAY).overlap == 1


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (rule("FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2"), "never"),
        (rule("FREQ=DAILY;UNTIL=20261123T220000Z"), "ends-before-it-begins"),
        (rule("FREQ=DAILY", without_rules=("FREQ=DAILY",)), "cancelled-out"),
        (rule("FREQ=DAILY;COUNT=2", without=("20261124T080000Z,20261125T080000Z",)), "cancelled-out"),
    ],
)
def test_rules_that_never_come(found: Recurrence, why: str) -> None:
    assert (found.why, found.readable) == (why, True)
    assert "never" in found.flags


def test_exceptions_leave_a_number_from_above() -> None:
    found = rule("FREQ=DAILY;COUNT=3", without=("20261125T080000Z",))
    assert (found.at_most, found.exact, found.excluded, found.flags) == (3, False, 1, ())
    found = rule("FREQ=MONTHLY;BYDAY=FR", without_rules=("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",))
    assert found.flags == ("excluding-rule",)
    assert not rule("FREQ=DAILY", without_rules=("FREQ=DAILY;INTERVAL=0",)).readable


@pytest.mark.parametrize("iso", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00", "9999-12-31"])
@pytest.mark.parametrize("text", ["FREQ=YEARLY;COUNT=3", "FREQ=DAILY;UNTIL=99991231T235959Z", "FREQ=SECONDLY"])
def test_the_ends_of_the_calendar(iso: str, text: str) -> None:
    start = EventTime(Untrusted(""), "UTC", iso, len(iso) == 10)
    assert rule(text, start=start, end=start).readable


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=40))
def test_any_text(text: str, date: str, gone: str) -> None:
    rule(text, dates=(date,), without=(gone,), without_rules=(gone,))


def test_the_time_is_linear_in_single_dates() -> None:
    small, large = ",".join(["20261201T090000Z"] * 10_000), ",".join(["20261201T090000Z"] * 100_000)
    assert _cost(large) <= 11 * max(_cost(small), 1e-4)


def _cost(dates: str) -> float:
    best = 1e9
    for _ in range(3):
        began = time.process_time()
        rule("FREQ=DAILY", dates=(dates,))
        best = min(best, time.process_time() - began)
    return best


FLOATING = EventTime(Untrusted(""), None, "2026-11-24T09:00:00")
KIRITIMATI = EventTime(Untrusted(""), "Pacific/Kiritimati", "2026-11-24T09:00:00+14:00")


@pytest.mark.parametrize(
    ("start", "until", "own"),
    [
        (ALL_DAY, "20261203T100000Z", "2026-12-03"),
        (ALL_DAY, "20261203T100000", "2026-12-03"),
        (FLOATING, "20261203T100000Z", "2026-12-03T10:00:00"),
        (KIRITIMATI, "99991231T235959Z", "9999-12-31T23:59:59"),
        (KIRITIMATI, "20261203T100000Z", "2026-12-04T00:00:00"),
        (ALL_DAY, "99991231T235959Z", "9999-12-31"),
    ],
)
def test_until_stands_on_the_clock_of_the_beginning(start: EventTime, until: str, own: str) -> None:
    found = rule(f"FREQ=DAILY;UNTIL={until}", start=start, end=None)
    assert found.until == own
    assert canonical(found) == f"FREQ=DAILY;UNTIL={own.replace('-', '').replace(':', '')}"


@pytest.mark.parametrize(
    ("start", "until", "exact"),
    [
        (TUESDAY, "20261203T100000Z", True),
        (TUESDAY, "20261203", False),
        (TUESDAY, "20261203T100000", False),
        (FLOATING, "20261203T100000", True),
        (FLOATING, "20261203T100000Z", False),
        (ALL_DAY, "20261203", True),
        (ALL_DAY, "20261203T100000Z", False),
    ],
)
def test_an_end_of_another_type_than_the_beginning_is_not_exact(start: EventTime, until: str, exact: bool) -> None:
    found = rule(f"FREQ=DAILY;UNTIL={until}", start=start, end=None)
    assert (found.exact, found.last is not None, found.at_most) == (exact, exact, 10)


def test_exceptions_count_whatever_the_type_of_the_end() -> None:
    found = rule("FREQ=DAILY;UNTIL=20261125", without=("20261124T080000Z", "20261125T080000Z"))
    assert (found.why, found.exact) == ("cancelled-out", False)


def test_an_end_beyond_the_limit_of_characters_is_not_seen() -> None:
    lines_of = lines("RRULE", ("nonsense;COUNT=3",))
    short, long = Limits(recurrence_characters=8), Limits(recurrence_characters=100)
    ends = [read_recurrence(lines_of, (), start=TUESDAY, limits=limits) for limits in (short, long)]
    assert [one.endless for one in ends if one] == [True, False]
