from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.read.icalendar import Property, parse
from salver.read.times import end_of, parse_duration, parse_moment, read_time, utc_text
from salver.read.zones import Zones
from tests.read.samples import crlf


def prop(text: str) -> Property:
    return parse(crlf(f"BEGIN:VEVENT\n{text}\nEND:VEVENT\n")).components[0].properties[0]


@pytest.mark.parametrize(
    ("text", "zone", "iso", "all_day"),
    [
        ("DTSTART:20260105T110000Z", "UTC", "2026-01-05T11:00:00+00:00", False),
        ("DTSTART:20260105T110000", None, "2026-01-05T11:00:00", False),
        ("DTSTART;VALUE=DATE:20260105", None, "2026-01-05", True),
        ("DTSTART:20260105", None, "2026-01-05", True),
        ("DTSTART;TZID=Europe/Berlin:20260105T110000", "Europe/Berlin", "2026-01-05T11:00:00+01:00", False),
        ("DTSTART;TZID=Europe/Berlin:20260705T110000", "Europe/Berlin", "2026-07-05T11:00:00+02:00", False),
        ("DTSTART;TZID=W. Europe Standard Time:20260705T110000", "W. Europe Standard Time",
         "2026-07-05T11:00:00+02:00", False),
        ('DTSTART;TZID="/vendor.example/1/America/New_York":20260105T110000',
         "/vendor.example/1/America/New_York", "2026-01-05T11:00:00-05:00", False),
        ("DTSTART;TZID=Nowhere/Land:20260105T110000", "Nowhere/Land", "2026-01-05T11:00:00", False),
        ("DTSTART:20260105T110060Z", "UTC", "2026-01-05T11:00:59+00:00", False),
        ("DTSTART:20261305T110000Z", None, None, False),
        ("DTSTART:20260230", None, None, False),
        ("DTSTART:tomorrow", None, None, False),
        ("DTSTART:", None, None, False),
        ("DTSTART:00000101", None, None, False),
        ("DTSTART;TZID=Europe/Berlin:00010101T000000", "Europe/Berlin", "0001-01-01T00:00:00+00:53", False),
    ],
)  # fmt: skip
def test_moments(text: str, zone: str | None, iso: str | None, all_day: bool) -> None:
    found = read_time(prop(text), Zones())
    assert found is not None
    assert (found.zone, found.iso, found.all_day) == (zone, iso, all_day)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("PT1H", timedelta(hours=1)),
        ("P1DT2H3M4S", timedelta(days=1, hours=2, minutes=3, seconds=4)),
        ("-P2W", timedelta(weeks=-2)),
        ("+PT15M", timedelta(minutes=15)),
        ("P", None),
        ("PT", None),
        ("1H", None),
        ("P99999999999W", None),
    ],
)
def test_durations(text: str, length: timedelta | None) -> None:
    assert parse_duration(text) == length


@pytest.mark.parametrize(
    ("start", "duration", "iso"),
    [
        ("DTSTART:20260105T110000Z", "DURATION:PT90M", "2026-01-05T12:30:00+00:00"),
        ("DTSTART:20260105", "DURATION:P1D", "2026-01-06"),
        ("DTSTART;TZID=Europe/Berlin:20260105T110000", "DURATION:PT1H", "2026-01-05T12:00:00+01:00"),
        ("DTSTART:99991231T235959Z", "DURATION:P9W", None),
        ("DTSTART:20260105T110000Z", "DURATION:soon", None),
    ],
)
def test_the_end_from_a_duration(start: str, duration: str, iso: str | None) -> None:
    found = end_of(prop(start), None, prop(duration), Zones())
    assert found is not None
    assert found.iso == iso


def test_no_end_at_all() -> None:
    assert end_of(prop("DTSTART:20260105"), None, None, Zones()) is None


def test_stamps_sort_as_text() -> None:
    assert utc_text("20260101T080000Z") == "2026-01-01T08:00:00+00:00"
    assert utc_text("20260101T080000") == "2026-01-01T08:00:00+00:00"
    assert utc_text("20260101") is None


@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    parse_moment(text)
    parse_duration(text)
    utc_text(text)


@given(st.integers(0, 999_999), st.integers(0, 999_999_999), st.sampled_from(["00010101T000000", "99991231T235959"]))
def test_extreme_sums_do_not_fail(weeks: int, seconds: int, start: str) -> None:
    for sign in ("", "-"):
        end_of(prop(f"DTSTART;TZID=Asia/Tokyo:{start}"), None, prop(f"DURATION:{sign}P{weeks}WT{seconds}S"), Zones())
