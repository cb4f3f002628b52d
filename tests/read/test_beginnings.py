from __future__ import annotations

import pytest

from salver.read.beginnings import begins_calendar, begins_calendar_file, begins_in_charset
from tests.read.samples import EVENT


@pytest.mark.parametrize(
    "data",
    [
        b" \r\n\tbegin : vcalendar",
        EVENT.decode().encode("utf-16-be"),
        EVENT.decode().encode("utf-32"),
        b"\xef\xbb\xbf\xef\xbb\xbf" + EVENT,
        b"BEG\r\n IN:VCAL\n\tENDAR\r\n",
        b'BEGIN;X="1":VCALENDAR',
        b"BEGIN:VCA\0LENDAR",
    ],
)
def test_calendars(data: bytes) -> None:
    assert begins_calendar(data)
    assert begins_calendar_file(data)


@pytest.mark.parametrize("data", [b"see BEGIN:VCALENDAR", b"", b"BEGIN:VCARD", b"BEGIN\r\nVCALENDAR"])
def test_others(data: bytes) -> None:
    assert not begins_calendar(data)


def test_a_bare_event_is_a_file_and_no_content() -> None:
    assert begins_calendar_file(b"BEGIN:VEVENT\r\nUID:x\r\n")
    assert not begins_calendar(b"BEGIN:VEVENT\r\nUID:x\r\n")


def test_a_charset_that_changes_ascii() -> None:
    data = b"+AEIARQBHAEkATg-:VCALENDAR\r\n"
    assert begins_in_charset(data, "utf-7")
    assert not begins_in_charset(data, "us-ascii")
    assert not begins_in_charset(data, None)
