"""Times in words."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.doors.http.inbox.times import moment, when

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "line"),
    [
        ("2026-11-24T14:00:00+01:00", "2026-11-24T15:00:00+01:00", "Tue 24 Nov, 14:00–15:00"),
        ("2026-11-24T23:30:00+01:00", "2026-11-25T00:30:00+01:00", "Tue 24 Nov, 23:30 to Wed 25 Nov, 00:30"),
        ("2027-01-04T10:00:00Z", None, "Mon 4 Jan 2027, 11:00"),
        ("2026-11-24T14:00:00", "2026-11-24T15:00:00", "Tue 24 Nov, 14:00–15:00"),
        ("2026-11-24T14:00:00+01:00", "2026-11-24T13:00:00+01:00", "Tue 24 Nov, 14:00"),
        ("2026-11-23", "2026-11-24", "Mon 23 Nov, all day"),
        ("2026-11-23", None, "Mon 23 Nov, all day"),
        ("2026-11-23", "2026-11-28", "Mon 23 Nov to Fri 27 Nov, all day"),
        ("2026-11-23", "2026-11-20", "Mon 23 Nov, all day"),
        (None, None, "No time that we can read"),
        ("nonsense", None, "No time that we can read"),
        ("2026-13-45", None, "No time that we can read"),
        ("0001-01-01T00:00:00+14:00", None, "Mon 1 Jan 1, 00:00"),
        ("0001-01-01", "0001-01-01", "Mon 1 Jan 1, all day"),
        ("2026-11-23", "0001-01-01", "Mon 23 Nov, all day"),
        ("9999-12-31", "9999-12-31", "Fri 31 Dec 9999, all day"),
        ("2026-11-24T14:00:00", "2026-11-24T14:00:00+00:00", "Tue 24 Nov, 14:00–15:00"),
        ("2026-11-24T14:00:00+00:00", "2026-11-24T16:00:00", "Tue 24 Nov, 15:00–16:00"),
        ("2026-11-24T14:00:00+00:00", "2026-11-24T14:30:00", "Tue 24 Nov, 15:00"),
    ],
)
def test_when(start: str | None, end: str | None, line: str) -> None:
    assert when(start, end, BERLIN, NOW).line == line


def test_their_time_only_where_it_differs() -> None:
    assert when("2026-11-24T08:00:00-05:00", None, BERLIN, NOW).theirs == "08:00 on Tue 24 Nov"
    assert when("2026-11-24T14:00:00+01:00", None, BERLIN, NOW).theirs is None
    assert when("2026-11-24T14:00:00", None, BERLIN, NOW).zoneless


@pytest.mark.parametrize(
    ("start", "end", "over"),
    [
        ("2026-11-22T09:00:00Z", "2026-11-22T09:29:00Z", True),
        ("2026-11-22T09:00:00Z", "2026-11-22T10:00:00Z", False),
        ("2026-11-22", None, False),
        ("2026-11-21", "2026-11-22", True),
        ("2026-11-22T10:00:00", None, True),
    ],
)
def test_over(start: str, end: str | None, over: bool) -> None:
    assert when(start, end, BERLIN, NOW).over is over


def test_moments() -> None:
    assert moment(datetime(2026, 11, 22, 7, 40, tzinfo=UTC), BERLIN, NOW) == "today, 08:40"
    assert moment(datetime(2026, 11, 21, 14, 2, tzinfo=UTC), BERLIN, NOW) == "yesterday, 15:02"
    assert moment(datetime(2025, 11, 20, 14, 2, tzinfo=UTC), BERLIN, NOW) == "Thu 20 Nov 2025, 15:02"


@given(st.one_of(st.none(), st.text(max_size=40), st.datetimes().map(str)), st.one_of(st.none(), st.text(max_size=40)))
def test_any_text_has_a_line(start: str | None, end: str | None) -> None:
    assert when(start, end, BERLIN, NOW).line


_ENDS_OF_TIME = st.sampled_from(
    [
        *("0001-01-01", "9999-12-31", "2026-11-24", "0001-01-01T00:00:00", "9999-12-31T23:59:59"),
        *("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+23:59", "0001-01-01T00:00:00+00:00"),
        *("9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59+00:00"),
    ]
)


@given(_ENDS_OF_TIME, _ENDS_OF_TIME, st.sampled_from(["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin"]))
def test_any_two_times_have_a_line(start: str, end: str, zone: str) -> None:
    assert when(start, end, ZoneInfo(zone), NOW).line
