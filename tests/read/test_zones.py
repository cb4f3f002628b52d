from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from salver.read.icalendar import Component, parse
from salver.read.windows_zones import WINDOWS_ZONES
from salver.read.zones import Zones, own_zone, public_zone
from tests.read.samples import crlf

BERLIN = """BEGIN:VTIMEZONE
TZID:Office
BEGIN:STANDARD
DTSTART:16011028T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def component(text: str) -> Component:
    return parse(crlf(text)).components[0]


def offset(zone_text: str, when: str) -> timedelta | None:
    zone = own_zone(component(zone_text))
    return datetime.fromisoformat(when).replace(tzinfo=zone).utcoffset() if zone else None


@pytest.mark.parametrize("month", range(1, 13))
def test_a_yearly_rule_agrees_with_the_public_table(month: int) -> None:
    when = f"2026-{month:02}-15T12:00:00"
    assert offset(BERLIN, when) == datetime.fromisoformat(when).replace(tzinfo=ZoneInfo("Europe/Berlin")).utcoffset()


@pytest.mark.parametrize(
    ("when", "hours"),
    [("2026-03-29T01:59:59", 1), ("2026-03-29T03:00:00", 2), ("2026-10-25T01:00:00", 2), ("2026-10-25T03:00:00", 1)],
)
def test_the_days_of_change(when: str, hours: int) -> None:
    assert offset(BERLIN, when) == timedelta(hours=hours)


def test_the_southern_half() -> None:
    text = BERLIN.replace("BYMONTH=10", "BYMONTH=4").replace("BYMONTH=3", "BYMONTH=9").replace("-1SU", "1SU")
    assert offset(text, "2026-01-15T12:00:00") == timedelta(hours=2)
    assert offset(text, "2026-07-15T12:00:00") == timedelta(hours=1)


def test_one_fixed_offset() -> None:
    standard = "BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETTO:-0330\nEND:STANDARD\n"
    text = f"BEGIN:VTIMEZONE\nTZID:X\n{standard}END:VTIMEZONE\n"
    assert offset(text, "2026-01-01T00:00:00") == -timedelta(hours=3, minutes=30)


@pytest.mark.parametrize(
    "text",
    [
        BERLIN.replace("BYMONTH=3", "BYMONTH=3;UNTIL=20200101T000000Z"),
        BERLIN.replace("FREQ=YEARLY", "FREQ=SECONDLY"),
        BERLIN.replace("BYMONTH=3", "BYMONTH=12;BYMONTH=3"),
        BERLIN.replace("BYMONTH=3", "BYMONTH=3;INTERVAL=7"),
        BERLIN.replace("BYMONTH=3", "BYMONTH=3;WKST=XX"),
        BERLIN.replace("BYMONTH=3", "BYMONTH=3,4"),
        BERLIN.replace("BYMONTH=3\n", "BYMONTH=3\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=5\n"),
        BERLIN.replace("BYMONTH=3", "BYMONTH=13"),
        BERLIN.replace("-1SU", "SU"),
        BERLIN.replace("+0200", "+9900"),
        BERLIN.replace("BEGIN:DAYLIGHT", "BEGIN:STANDARD").replace("END:DAYLIGHT", "END:STANDARD"),
        "BEGIN:VTIMEZONE\nTZID:X\nEND:VTIMEZONE\n",
    ],
)
def test_anything_more_is_left_alone(text: str) -> None:
    assert own_zone(component(text)) is None


def test_a_file_cannot_redefine_a_public_zone() -> None:
    text = f"BEGIN:VCALENDAR\n{BERLIN.replace('TZID:Office', 'TZID:America/New_York')}END:VCALENDAR\n"
    zone = Zones(component(text)).find("America/New_York")
    assert zone is public_zone("America/New_York")
    office = Zones(component(f"BEGIN:VCALENDAR\n{BERLIN}END:VCALENDAR\n")).find("Office")
    assert office is not None


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "America", "", "x" * 5_000, "Europe/", "a\0b", "leapseconds"]
)
def test_names_that_are_no_zones(name: str) -> None:
    assert Zones().find(name) is None


@pytest.mark.parametrize("iana", sorted(set(WINDOWS_ZONES.values())))
def test_every_windows_name_leads_to_a_zone(iana: str) -> None:
    assert public_zone(iana) is not None
