"""Which series are a flood, beyond the samples: the borders, the clock, and honest mail."""

from __future__ import annotations

import pytest

from salver.judge.finding import Finding
from salver.judge.rules.recurrence_flood import check
from salver.read.reading import read_file, read_message
from tests import collection
from tests.judge.rules.message_facts import facts_of

NOW = "2026-11-24T08:00:00+00:00"


def findings(
    *lines: str, start: str = "20261201T090000Z", end: str = "20261201T100000Z", now: str | None = NOW
) -> list[Finding]:
    text = "\r\n".join(
        [
            *("Content-Type: text/calendar", "", "BEGIN:VCALENDAR", "VERSION:2.0", "METHOD:REQUEST", "BEGIN:VEVENT"),
            *("UID:1@acme.example", "DTSTAMP:20261120T080000Z", f"DTSTART:{start}", f"DTEND:{end}", *lines),
            *("END:VEVENT", "END:VCALENDAR", ""),
        ]
    )
    return _judged(text.encode(), now)


def _judged(raw: bytes, now: str | None) -> list[Finding]:
    message = read_message(raw)
    return list(check(facts_of(message, now)))


def variant(*lines: str, start: str = "20261201T090000Z", end: str = "20261201T100000Z", now: str | None = NOW) -> str:
    (found,) = findings(*lines, start=start, end=end, now=now)
    return found.variant


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("RRULE:FREQ=HOURLY", ""),
        ("RRULE:FREQ=SECONDLY;COUNT=97", ""),
        ("RRULE:FREQ=DAILY;BYHOUR=0,2,4,6,8,10,12,14,16", ""),
        ("RRULE:FREQ=WEEKLY;COUNT=36601", "count"),
        ("RRULE:FREQ=HOURLY;COUNT=8;BYMINUTE=0,30", "overlap"),
    ],
)
def test_floods(line: str, expected: str) -> None:
    assert variant(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "RRULE:FREQ=DAILY;BYHOUR=0,3,6,9,12,15,18,21",
        "RRULE:FREQ=HOURLY;COUNT=8",
        "RRULE:FREQ=DAILY;UNTIL=20991231",
        "RRULE:FREQ=WEEKLY;COUNT=36600",
        "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RDATE:20261202T090000Z,20261203T090000Z",
        "SUMMARY:once",
    ],
)
def test_honest_or_another_rules_business(line: str) -> None:
    assert findings(line) == []


def test_the_numbers_in_the_sentence() -> None:
    (found,) = findings("RRULE:FREQ=MINUTELY;INTERVAL=2")
    assert found.params == {"n": "720"}
    assert found.where == "part 1, RRULE"


def test_what_began_long_ago_depends_on_the_clock() -> None:
    old = ("16010101T090000Z", "16010101T100000Z")
    assert variant("RRULE:FREQ=DAILY", start=old[0], end=old[1]) == "long-ago"
    assert findings("RRULE:FREQ=DAILY", start=old[0], end=old[1], now=None) == []
    assert findings("RRULE:FREQ=DAILY;COUNT=9", start=old[0], end=old[1]) == []
    assert findings("RRULE:FREQ=WEEKLY", start=old[0], end=old[1]) == []


def test_what_begins_far_ahead() -> None:
    assert variant("RRULE:FREQ=YEARLY", start="20370101T090000Z", end="20370101T100000Z") == "far-ahead"
    assert findings("RRULE:FREQ=YEARLY", start="20361231T090000Z", end="20361231T100000Z") == []


@collection.needed
def test_honest_mail_is_no_flood() -> None:
    repeating = 0
    for entry, raw in collection.files("imip-mail", "benign"):
        message = read_file(raw)
        repeating += any(one.recurrence is not None for one in message.invitations)
        assert _judged(message.raw, NOW) == [], entry["path"]
    assert repeating > 40
