from __future__ import annotations

import pytest

from salver.read.reading import read_message
from tests.read.samples import EVENT, base64_part, message, multipart, part


def same_as(first: bytes, second: bytes) -> str | None:
    found = read_message(message(multipart(part("text/calendar", first), base64_part("application/ics", second))))
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
    ],
)
def test_what_matters_differs(old: bytes, new: bytes) -> None:
    assert same_as(EVENT, EVENT.replace(old, new)) is None


def test_a_nested_copy_is_no_twin() -> None:
    inner = part("message/rfc822", message(part("text/calendar", EVENT)))
    found = read_message(message(multipart(part("text/calendar", EVENT), inner)))
    assert [one.same_as for one in found.calendars] == [None, None]
