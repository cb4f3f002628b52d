from __future__ import annotations

import pytest

from salver.read.calendar_names import calendar_name, calendar_type, mail_name


@pytest.mark.parametrize(
    "name",
    [
        "invite.ics",
        "Invite.ICS",
        "a.ics.",
        "a.ics ",
        "a.vcs",
        "a.ifb",
        "a.ical",
        "a.icalendar",
        "a.ics;",
        "a.ics\u200b",
        "a.i\u00adcs",
        'a.ics"',
        "a.ics\0.txt",
        "a.i\0cs",
        "a\uff0e\uff49\uff43\uff53",
        "a\u00a0b.ics\u3000",
    ],
)
def test_calendar_names(name: str) -> None:
    assert calendar_name(("x.txt", name))


def test_other_names() -> None:
    assert not calendar_name(("basics", "ics.txt", "", "x.ics.txt", "a\u00a0ics", "a.txt\0b"))


def test_calendar_types() -> None:
    assert calendar_type("text/calendar", {})
    assert calendar_type("text/directory", {"profile": "vCalendar"})
    assert not calendar_type("text/directory", {"profile": "vCard"})
    assert not calendar_type("text/plain", {})


def test_files_that_are_opened_as_mail() -> None:
    assert mail_name("application/octet-stream", ("note.txt", "Forwarded.EML "))
    assert not mail_name("application/octet-stream", ("invite.ics",))
    assert not mail_name("application/octet-stream", ())
    assert not mail_name("image/png", ("a.eml",))
