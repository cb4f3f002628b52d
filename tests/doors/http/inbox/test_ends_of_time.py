"""Events at the ends of time, and with times no clock compares: every page about them is still there."""

from __future__ import annotations

import pytest

from tests.doors.http.house import House, invitation
from tests.doors.http.inbox.test_actions import answer
from tests.doors.http.markup import Page

_USUAL = invitation()
_START, _END = b"DTSTART;TZID=Europe/Berlin:20261203T190000", b"DTEND;TZID=Europe/Berlin:20261203T210000"
_FIRST, _LAST = "00010101", "99991231"
_LINES = [
    (f"DTSTART;VALUE=DATE:{_FIRST}", f"DTEND;VALUE=DATE:{_FIRST}"),
    (f"DTSTART;VALUE=DATE:{_LAST}", f"DTEND;VALUE=DATE:{_FIRST}"),
    ("DTSTART;VALUE=DATE:20261203", f"DTEND;VALUE=DATE:{_LAST}", f"RRULE:FREQ=YEARLY;UNTIL={_LAST}T235959Z"),
    ("DTSTART:20261203T190000", "DTEND:20261203T200000Z", f"RRULE:FREQ=YEARLY;UNTIL={_LAST}T235959Z"),
    ("DTSTART:20261203T190000Z", "DTEND:20261203T200000", f"RRULE:FREQ=YEARLY;UNTIL={_FIRST}T000000Z"),
    ("DTSTART;TZID=Pacific/Kiritimati:20261203T190000", f"RRULE:FREQ=YEARLY;UNTIL={_LAST}T235959Z"),
    (f"DTSTART;TZID=Pacific/Kiritimati:{_FIRST}T000000", f"DTEND;TZID=Pacific/Kiritimati:{_FIRST}T000000"),
    (f"DTSTART;TZID=Pacific/Kiritimati:{_FIRST}T000000", f"DTEND:{_LAST}T235959Z", "RRULE:FREQ=DAILY;COUNT=2"),
    (f"DTSTART;TZID=Etc/GMT+12:{_LAST}T230000", "DURATION:P999999W", "RRULE:FREQ=YEARLY"),
    ("DTSTART;TZID=Nowhere:20261203T190000", "DTEND:20261203T200000Z", f"RDATE:{_FIRST}T000000Z,{_LAST}T235959Z"),
    (f"DTSTART:{_FIRST}T000000", f"RECURRENCE-ID;TZID=Pacific/Kiritimati:{_FIRST}T000000"),
]
# Times that UTC does not hold.
_BEYOND_UTC = [
    (f"DTSTART;TZID=Etc/GMT+12:{_LAST}T235959", f"DTEND;TZID=Pacific/Kiritimati:{_FIRST}T000000"),
    (f"DTSTART:{_LAST}T235959Z", f"RECURRENCE-ID;TZID=Etc/GMT+12:{_LAST}T235959"),
]


@pytest.mark.parametrize("lines", [*_LINES, *_BEYOND_UTC])
def test_every_page_is_there(house: House, lines: tuple[str, ...]) -> None:
    raw = _USUAL.replace(_END + b"\r\n", b"").replace(_START, "\r\n".join(lines).encode())
    one = house.deliver(raw)
    browser = house.browser()
    for address in ("/", "/?state=all", f"/invitations/{one}"):
        found = browser.get(address)
        assert found.status_code == 200
        assert Page(found.text).complaints() == []
        assert "Christmas concert: rehearsals" in found.text


@pytest.mark.parametrize("lines", _LINES)
def test_every_one_is_answered_or_refused(house: House, lines: tuple[str, ...]) -> None:
    raw = _USUAL.replace(_END + b"\r\n", b"").replace(_START, "\r\n".join(lines).encode())
    one = house.deliver(raw)
    browser = house.browser()
    done = answer(house, browser, one, "accept", sure="yes")
    assert done.status_code in (303, 409)
    assert browser.get(f"/invitations/{one}").status_code == 200
    assert browser.get("/?state=all").status_code == 200
