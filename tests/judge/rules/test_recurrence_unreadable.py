"""The sentence that fits a rule which cannot be read, or which never comes."""

from __future__ import annotations

import pytest

from salver.judge.finding import Finding
from salver.judge.rules.recurrence_unreadable import check
from salver.read.message import Message
from salver.read.reading import read_file, read_message
from tests import collection
from tests.judge.rules.message_facts import facts_of


def _judged(message: Message) -> list[Finding]:
    return list(check(facts_of(message)))


def findings(*lines: str) -> list[Finding]:
    text = "\r\n".join(
        [
            *("Content-Type: text/calendar", "", "BEGIN:VCALENDAR", "VERSION:2.0", "METHOD:REQUEST", "BEGIN:VEVENT"),
            *("UID:1@acme.example", "DTSTAMP:20261120T080000Z", "DTSTART:20261201T090000Z", *lines, "END:VEVENT"),
            *("END:VCALENDAR", ""),
        ]
    )
    return _judged(read_message(text.encode()))


@pytest.mark.parametrize(
    ("lines", "variant", "why"),
    [
        (("RRULE:FREQ=DAILY;INTERVAL=0",), "", "interval-zero"),
        (("RRULE:FREQ=DAILY", "EXDATE:tomorrow"), "", "date-unreadable"),
        (("RRULE:RSCALE=CHINESE;FREQ=YEARLY",), "other-calendar", "other-calendar"),
        (("RRULE:FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4",), "never", "never"),
        (("RRULE:FREQ=DAILY;UNTIL=20261101",), "never", "ends-before-it-begins"),
        (("RRULE:FREQ=DAILY", "EXRULE:FREQ=DAILY"), "never", "cancelled-out"),
        (("RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=WEEKLY;COUNT=3"), "several", None),
    ],
)
def test_rules_that_programs_disagree_about(lines: tuple[str, ...], variant: str, why: str | None) -> None:
    (found,) = findings(*lines)
    assert (found.variant, found.evidence["why"]) == (variant, why)


@pytest.mark.parametrize(
    "lines",
    [("SUMMARY:once",), ("RRULE:FREQ=DAILY",), ("RRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",), ("RDATE:20270101",)],
)
def test_rules_that_are_read(lines: tuple[str, ...]) -> None:
    assert findings(*lines) == []


@collection.needed
def test_honest_mail_is_read() -> None:
    for entry, raw in collection.files("imip-mail", "benign"):
        assert _judged(read_file(raw)) == [], entry["path"]
