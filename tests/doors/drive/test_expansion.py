"""Asking for dates: the guard, the clock, the queue. Whatever fails is "not known"."""

from __future__ import annotations

import sys
import threading
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.doors.drive.expansion import PROGRAM, Expansion, NextDates
from salver.read.message import Invitation
from salver.read.reading import read_message

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
LIMITS = Limits(expansion_dates=2, expansion_seconds=10.0)


def event(*lines: str, start: str = "DTSTART;TZID=Europe/Berlin:20261123T190000", around: str = "") -> Invitation:
    text = "\r\n".join(
        [
            *("Content-Type: text/calendar", "", "BEGIN:VCALENDAR", "VERSION:2.0", "METHOD:REQUEST"),
            *([around] if around else []),
            *("BEGIN:VEVENT", "UID:1@acme.example", "DTSTAMP:20261120T080000Z", start, *lines, "END:VEVENT"),
            *("END:VCALENDAR", ""),
        ]
    )
    (found,) = read_message(text.encode()).invitations
    return found


def ask(invitation: Invitation, limits: Limits = LIMITS) -> NextDates | None:
    return Expansion(limits).next_dates(invitation, NOW, BERLIN)


def test_an_event_that_happens_once() -> None:
    assert ask(event()) is None


@pytest.mark.parametrize(
    ("found", "dates"),
    [
        (event("RRULE:FREQ=WEEKLY"), ("2026-11-30T19:00:00+01:00", "2026-12-07T19:00:00+01:00")),
        (event("RRULE:freq = daily ; until=20261124T180000Z"), ("2026-11-24T19:00:00+01:00",)),
        (event("RRULE:FREQ=DAILY;COUNT=1"), ()),
        (
            event("RRULE:FREQ=DAILY", "EXDATE:20261124T180000Z", "RDATE;VALUE=PERIOD:20261124T200000Z/PT1H"),
            ("2026-11-24T21:00:00+01:00", "2026-11-25T19:00:00+01:00"),
        ),
        (event("RDATE:20261201T190000", start="DTSTART:20261123T190000"), ("2026-12-01T19:00:00",)),
        (
            event("RRULE:FREQ=DAILY;UNTIL=20261125T100000Z", start="DTSTART;VALUE=DATE:20261123"),
            ("2026-11-24", "2026-11-25"),
        ),
        (
            event("RRULE:FREQ=DAILY;UNTIL=20261125T100000Z", start="DTSTART:20261123T100000"),
            ("2026-11-24T10:00:00", "2026-11-25T10:00:00"),
        ),
        (
            event("RRULE:FREQ=YEARLY;UNTIL=99991231T235959Z", start="DTSTART;TZID=Pacific/Kiritimati:20261125T100000"),
            ("2026-11-25T10:00:00+14:00", "2027-11-25T10:00:00+14:00"),
        ),
        (event("RRULE:FREQ=YEARLY", start="DTSTART;VALUE=DATE:19001124"), ("2026-11-24", "2027-11-24")),
        (
            event("RRULE:FREQ=DAILY", start="DTSTART:20261123T080000Z"),
            ("2026-11-25T08:00:00+00:00", "2026-11-26T08:00:00+00:00"),
        ),
    ],
)
def test_the_next_dates(found: Invitation, dates: tuple[str, ...]) -> None:
    assert ask(found) == NextDates(dates)


def test_a_floating_time_is_the_readers() -> None:
    floating = event("RRULE:FREQ=DAILY", start="DTSTART:20261123T092900")
    assert ask(floating) == NextDates(("2026-11-25T09:29:00", "2026-11-26T09:29:00"))


def test_a_zone_of_the_senders_own_stays_on_the_senders_clock() -> None:
    zone = "\r\n".join(
        [
            *("BEGIN:VTIMEZONE", "TZID:Our office", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
            *("TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "END:STANDARD", "END:VTIMEZONE"),
        ]
    )
    own = event("RRULE:FREQ=DAILY", start="DTSTART;TZID=Our office:20261123T092900", around=zone)
    assert ask(own) == NextDates(("2026-11-25T09:29:00", "2026-11-26T09:29:00"), theirs=True)


@pytest.mark.parametrize(
    "lines",
    [
        ("RRULE:FREQ=SECONDLY",),
        ("RRULE:FREQ=DAILY;BYHOUR=9,17",),
        ("RRULE:FREQ=DAILY;INTERVAL=0",),
        ("RRULE:FREQ=SECONDLY;BYMONTHDAY=30;BYMONTH=2",),
        ("RRULE:FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2",),
        ("RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"),
        ("RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY"),
        ("RRULE:FREQ=MONTHLY;BYDAY=MO,2TU",),
        ("RRULE:FREQ=YEARLY;BYWEEKNO=20",),
        ("RDATE:" + ",".join(["20270101T090000"] * 1_001),),
    ],
)
def test_what_the_guard_refuses_is_never_asked(lines: tuple[str, ...]) -> None:
    nobody = Expansion(LIMITS, ("/nonexistent/program",))
    assert nobody.next_dates(event(*lines), NOW, BERLIN) == NextDates(why="not-asked")


def test_a_long_walk_is_not_asked() -> None:
    old = event("RRULE:FREQ=DAILY", start="DTSTART:16010101T090000Z")
    assert ask(old) == NextDates(why="not-asked")
    assert ask(event("RRULE:FREQ=DAILY", start="DTSTART:tomorrow")) == NextDates(why="not-asked")


@pytest.mark.parametrize(
    "program",
    [
        ("/nonexistent/program",),
        (sys.executable, "-I", "-c", "raise SystemExit(1)"),
        (sys.executable, "-I", "-c", "print('hello')"),
        (sys.executable, "-I", "-c", "print('2026-11-24\\n' * 3)"),
        (sys.executable, "-I", "-c", "import sys; sys.stdout.buffer.write(b'\\xff')"),
    ],
)
def test_whatever_fails_is_not_known(program: tuple[str, ...]) -> None:
    assert Expansion(LIMITS, program).next_dates(event("RRULE:FREQ=DAILY"), NOW, BERLIN) == NextDates(why="failed")


HOSTILE = "rule FREQ=SECONDLY;BYMONTHDAY=30;BYMONTH=2\nstart 1900-01-01T09:00:00\nafter 2026-11-24T00:00:00\n"


def test_an_overrun_is_killed_in_time() -> None:
    began = time.monotonic()
    assert Expansion(Limits(expansion_seconds=0.5)).ask(HOSTILE) == NextDates(why="failed")
    assert time.monotonic() - began < 5


def test_the_queue_refuses_the_fifth() -> None:
    slow = Expansion(Limits(expansion_seconds=0.5))
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(slow.ask(HOSTILE).why)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert DEFAULT_LIMITS.expansion_queue == 4
    assert sorted(found) == ["busy", "busy", "failed", "failed", "failed", "failed"]
    assert slow.ask("rule FREQ=DAILY;COUNT=1\nstart 2026-11-24\nafter 2026-11-25\n").why in ("", "failed")


def test_the_process_sees_no_environment() -> None:
    assert PROGRAM[1] == "-I"
    code = "import os; print(*(['2026-11-24'] if set(os.environ) <= {'LC_CTYPE'} else ['x']))"
    assert Expansion(LIMITS, (sys.executable, "-I", "-c", code)).ask("") == NextDates(("2026-11-24",))
