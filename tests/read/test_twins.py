from __future__ import annotations

import pytest

from salver.read.reading import read_message
from salver.read.twins import differences
from tests.read.samples import EVENT, base64_part, message, multipart, part


def twice(first: bytes, second: bytes) -> bytes:
    return message(multipart(part("text/calendar", first), base64_part("application/ics", second)))


def same_as(first: bytes, second: bytes) -> str | None:
    found = read_message(twice(first, second))
    assert found.calendars[0].same_as is None
    assert [one.same_as for one in found.calendars[1].invitations] == [found.calendars[1].same_as] * len(
        found.calendars[1].invitations
    )
    return found.calendars[1].same_as


@pytest.mark.parametrize(
    "second",
    [
        EVENT,
        EVENT.replace(b"\r\n", b"\n"),
        EVENT.replace(b"VERSION:2.0\r\n", b"VERSION:2.0\r\nX-NOTE:y\r\n"),
        EVENT.replace(b"PRODID:-//Example", b"PRODID:-//Other"),
        EVENT.replace(b"SUMMARY:Lunch", b"SUMMARY:Lu\r\n nch"),
        EVENT.replace(b"mailto:ada@example.com", b"MAILTO:ada@EXAMPLE.com"),
    ],
)
def test_what_matters_is_the_same(second: bytes) -> None:
    assert same_as(EVENT, second) == "1"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"METHOD:REQUEST", b"METHOD:CANCEL"),
        (b"UID:lunch-1", b"UID:lunch-2"),
        (b"SEQUENCE:2", b"SEQUENCE:3"),
        (b"mailto:ada@", b"mailto:eve@"),
        (b"DTSTART:20260105", b"DTSTART:20260106"),
        (b"DTEND:20260105T12", b"DTEND:20260105T13"),
        (b"SUMMARY:Lunch", b"SUMMARY:Dinner"),
        (b"LOCATION:Room 1", b"LOCATION:https://evil.test"),
        (b"https://meet.example.com/abc", b"https://meet.example.com/def"),
        (b"or call", b"or pay"),
        (b"ATTENDEE;PARTSTAT=NEEDS-ACTION", b"ATTENDEE;PARTSTAT=ACCEPTED"),
        (b"SUMMARY:Lunch", b"SUMMARY:Lunch\r\nRRULE:FREQ=DAILY"),
        (b"SUMMARY:Lunch", b"SUMMARY:Lunch\r\nURL:https://evil.test"),
    ],
)
def test_what_matters_differs(old: bytes, new: bytes) -> None:
    assert same_as(EVENT, EVENT.replace(old, new)) is None


def test_a_nested_copy_is_no_twin() -> None:
    inner = part("message/rfc822", message(part("text/calendar", EVENT)))
    found = read_message(message(multipart(part("text/calendar", EVENT), inner)))
    assert [one.same_as for one in found.calendars] == [None, None]


def differing(first: bytes, second: bytes) -> tuple[str, ...]:
    found = differences(read_message(twice(first, second)).calendars)
    assert len(found) < 2
    return found[0].fields if found else ()


REPLY = EVENT.replace(b"METHOD:REQUEST", b"METHOD:REPLY")


@pytest.mark.parametrize(
    ("first", "old", "new", "fields"),
    [
        (EVENT, b"METHOD:REQUEST", b"METHOD:CANCEL", ("method",)),
        (EVENT, b"mailto:ada@", b"mailto:eve@", ("organizer",)),
        (EVENT, b"DTSTART:20260105", b"DTSTART:20260104", ("start",)),
        (EVENT, b"DTEND:20260105T12", b"DTEND:20260105T13", ("end",)),
        (EVENT, b"SUMMARY:Lunch", b"SUMMARY:Dinner", ("summary",)),
        (EVENT, b"LOCATION:Room 1", b"LOCATION:Room 2", ("location",)),
        (EVENT, b"LOCATION:Room 1", b"LOCATION:https://evil.test", ("location", "links")),
        (EVENT, b"SUMMARY:", b"URL:https://evil.test\r\nSUMMARY:", ("links",)),
        (EVENT, b"https://meet.example.com", b"https://evil.test", ("links",)),
        (EVENT, b"SEQUENCE:2", b"STATUS:CANCELLED", ("status",)),
        (EVENT.replace(b"SEQUENCE:2", b"RRULE:FREQ=DAILY;COUNT=2"), b"FREQ=DAILY", b"FREQ=YEARLY", ("recurrence",)),
        (REPLY, b"PARTSTAT=NEEDS-ACTION", b"PARTSTAT=ACCEPTED", ("answer",)),
        (REPLY, b"mailto:me@home", b"mailto:other@home", ("answer",)),
        # differences of form
        (EVENT, b"SUMMARY:Lunch", b"SUMMARY: lunch\\, ", ()),
        (EVENT, b"METHOD:REQUEST\r\n", b"", ()),
        (EVENT, b"LOCATION:Room 1\r\n", b"", ()),
        (EVENT, b"DTSTART:20260105T110000Z", b"DTSTART;TZID=Europe/Berlin:20260105T120000", ()),
        (EVENT, b"mailto:me@home.example", b"mailto:recipient@example.net", ()),
        (EVENT, b"SEQUENCE:2", b"SEQUENCE:3", ()),
        (EVENT, b"UID:lunch-1", b"UID:lunch-2", ()),
        (EVENT, b"SEQUENCE:2", b"RECURRENCE-ID:20260112T110000Z\r\nSUMMARY:moved", ()),
    ],
)
def test_two_versions_of_one_event(first: bytes, old: bytes, new: bytes, fields: tuple[str, ...]) -> None:
    assert old in first
    assert differing(first, first.replace(old, new)) == fields


def test_two_versions_in_one_part() -> None:
    found = differences(read_message(message(part("text/calendar", EVENT + EVENT.replace(b"Lunch", b"X")))).calendars)
    assert [(one.part, one.other, one.fields) for one in found] == [("1", "1", ("summary",))]


def test_a_nested_version_is_somebody_elses() -> None:
    inner = part("message/rfc822", message(part("text/calendar", EVENT.replace(b"Lunch", b"Dinner"))))
    assert differences(read_message(message(multipart(part("text/calendar", EVENT), inner))).calendars) == ()


def test_the_last_of_many_links_counts() -> None:
    many = " ".join(f"https://{n}.example/" for n in range(300)).encode()
    first = EVENT.replace(b"LOCATION:Room 1", b"LOCATION:" + many + b" https://good.test/")
    found = read_message(twice(first, first.replace(b"good.test", b"evil.test")))
    assert [one.fields for one in differences(found.calendars)] == [("location", "links")]
