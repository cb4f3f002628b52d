"""RDATE and EXDATE on the clock of DTSTART."""

from __future__ import annotations

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.core.untrusted import Untrusted
from salver.read.content_lines import Property
from salver.read.message import EventTime
from salver.read.recurrence_dates import moments, zone_of

BERLIN = EventTime(Untrusted(""), "Europe/Berlin", "2026-11-24T09:00:00+01:00")
OWN = EventTime(Untrusted(""), "Customized Time Zone", "2026-11-24T09:00:00+01:00")
FLOATING = EventTime(Untrusted(""), None, "2026-11-24T09:00:00")


def read(value: str, parameters: str = "", start: EventTime = BERLIN) -> tuple[str, ...]:
    found, _, bad = moments((Property("RDATE", parameters, value),), start, zone_of(start), DEFAULT_LIMITS)
    assert not bad
    return found


def test_utc_local_dates_and_periods() -> None:
    assert read("20260701T070000Z,20261201T080000Z") == ("2026-07-01T09:00:00", "2026-12-01T09:00:00")
    assert read("20261201T090000", "TZID=Europe/Berlin") == ("2026-12-01T09:00:00",)
    assert read("20261201T080000", "TZID=Europe/London") == ("2026-12-01T09:00:00",)
    assert read("20261201,20261202", "VALUE=DATE") == ("2026-12-01", "2026-12-02")
    assert read("20261201T090000/PT1H, 20261202T090000/20261202T100000", "VALUE=PERIOD") == (
        "2026-12-01T09:00:00",
        "2026-12-02T09:00:00",
    )


def test_zones_we_do_not_know() -> None:
    assert read("20261201T080000Z", start=OWN) == ("2026-12-01T09:00:00",)
    assert read("20261201T090000", "TZID=Customized Time Zone", start=OWN) == ("2026-12-01T09:00:00",)
    assert read("20261201T090000Z", start=FLOATING) == ("2026-12-01T09:00:00",)


def test_the_ends_of_the_calendar() -> None:
    assert read("00010101T000000Z,99991231T235959Z") == ("0001-01-01T00:53:28", "9999-12-31T23:59:59")


def test_empty_values_and_nonsense() -> None:
    lines = (Property("RDATE", "", ""), Property("RDATE", "", "20261201T090000,,083000"))
    assert moments(lines, BERLIN, zone_of(BERLIN), DEFAULT_LIMITS) == (("2026-12-01T09:00:00",), 3, True)


def test_too_many_are_only_counted() -> None:
    line = Property("EXDATE", "", ",".join(["20261201T090000"] * 11))
    assert moments((line,), BERLIN, None, Limits(recurrence_dates=10)) == ((), 11, False)
