"""The copy for the calendar: an allow-list, valid for CalDAV, refused where it cannot be harmless."""

from __future__ import annotations

from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salver.act.refused import CopyRefused
from salver.act.safe_copy import safe_copy
from salver.core.limits import Limits
from salver.read.icalendar import parse
from tests.act.invitations import ME, calendar, event

UID = "u1@acme.example"
ALLOWED = {
    *("UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE"),
    *("SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "TRANSP", "CLASS", "URL", "CONFERENCE", "ORGANIZER", "ATTENDEE"),
}


def copy(data: bytes, uid: str = UID, **more: str | None) -> icalendar.Calendar:
    made = icalendar.Calendar.from_ical(text(data, uid, **more))
    assert isinstance(made, icalendar.Calendar)
    return made


def text(data: bytes, uid: str = UID, *, attendee: str | None = ME, partstat: str | None = "ACCEPTED") -> str:
    return safe_copy(data, uid, attendee=attendee, partstat=partstat).decode().replace("\r\n ", "")


def prop(made: icalendar.cal.Component, name: str) -> Any:
    """A property as the library parsed it; its types are many."""
    return made[name]


def only(made: icalendar.Calendar) -> icalendar.Event:
    (found,) = made.walk("VEVENT")
    assert isinstance(found, icalendar.Event)
    return found


def test_what_a_sender_may_not_bring_is_gone() -> None:
    alarm = "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:PT0S\r\nATTACH:file://evil.example/x\r\nEND:VALARM"
    lines = (
        "ATTACH;FMTTYPE=text/html:data:text/html,x",
        "X-ALT-DESC;FMTTYPE=text/html:<b>x</b>",
        "IMAGE;VALUE=URI:https://evil.example/pixel",
        "REQUEST-STATUS:2.0;x",
        "URL:https://meet.example/1",
        "CONFERENCE;VALUE=URI;X-A=1:https://meet.example/2",
        alarm,
    )
    whole = text(calendar(event(*lines)))
    assert "METHOD" not in whole
    for word in ("VALARM", "ATTACH", "X-", "IMAGE", "RSVP", "REQUEST-STATUS", "evil", "Evil"):
        assert word not in whole
    assert "URL:https://meet.example/1\r\n" in whole
    assert "CONFERENCE;VALUE=URI:https://meet.example/2\r\n" in whole
    assert "PRODID:-//Salver//Salver//EN" in whole


def test_the_person_answers_and_the_others_stay() -> None:
    made = only(copy(calendar(event())))
    assert prop(made, "ORGANIZER").params == {"CN": "Ann", "SCHEDULE-AGENT": "CLIENT"}
    assert [(str(guest), guest.params["PARTSTAT"]) for guest in prop(made, "ATTENDEE")] == [
        (f"mailto:{ME}", "ACCEPTED"),
        ("mailto:bob@acme.example", "ACCEPTED"),
    ]
    silent = only(copy(calendar(event()), attendee=None, partstat=None))
    assert prop(silent, "ATTENDEE")[0].params["PARTSTAT"] == "NEEDS-ACTION"


@pytest.mark.parametrize(
    "parameters",
    ["SCHEDULE-AGENT=SERVER", "SCHEDULE-FORCE-SEND=REPLY", "SCHEDULE-STATUS=1.2", 'SENT-BY="mailto:x@evil.example"'],
)
def test_scheduling_words_of_the_sender_are_gone(parameters: str) -> None:
    lines = (f"ORGANIZER;{parameters}:mailto:ann@acme.example", f"ATTENDEE;{parameters}:mailto:{ME}")
    whole = text(calendar(event(*lines)))
    assert whole.count("SCHEDULE-") == 1
    assert "SENT-BY" not in whole


def test_a_public_zone_is_written_from_the_public_tables() -> None:
    lie = (
        "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    )
    other = lie.replace("Europe/Berlin", "Unused/Zone")
    lines = (
        "DTSTART;TZID=Europe/Berlin:20260601T100000",
        'DTEND;TZID="W. Europe Standard Time":20260601T110000',
        "EXDATE;TZID=Europe/Berlin:20260608T100000,20260615T100000",
        "RRULE:FREQ=WEEKLY;COUNT=5",
    )
    made = copy(calendar(lie, other, event(*lines)))
    assert [str(zone["TZID"]) for zone in made.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert prop(only(made), "DTSTART").dt.isoformat() == "2026-06-01T10:00:00+02:00"
    assert "+0900" not in made.to_ical().decode()


def test_a_simple_zone_of_the_sender_is_rebuilt() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:(UTC+01:00) Somewhere\r\nX-LIC-LOCATION:evil\r\n"
        "BEGIN:STANDARD\r\nDTSTART:16011028T030000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n"
        "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:16010325T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n"
        "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE"
    )
    lines = ('DTSTART;TZID="(UTC+01:00) Somewhere":20260601T100000', "DTEND:")
    whole = text(calendar(zone, event(*lines)))
    assert "X-LIC" not in whole
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in whole
    read = icalendar.Calendar.from_ical(whole)
    assert isinstance(read, icalendar.Calendar)
    assert prop(only(read), "DTSTART").dt.utcoffset().total_seconds() == 7200


def test_master_and_overrides_travel_together_and_nothing_else() -> None:
    master = event("RRULE:FREQ=DAILY;COUNT=3")
    override = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261125T130000Z", "STATUS:CANCELLED", "SUMMARY:Moved")
    stranger = event(uid="other@acme.example")
    made = copy(calendar(override, stranger, master))
    assert [str(one["UID"]) for one in made.walk("VEVENT")] == [UID, UID]
    assert prop(made.walk("VEVENT")[1], "RECURRENCE-ID").params == {"RANGE": "THISANDFUTURE"}
    assert prop(made.walk("VEVENT")[1], "STATUS") == "CANCELLED"


def test_texts_lose_what_cannot_be_seen() -> None:
    lines = ("SUMMARY:Pay\u202e now\u200b\x07", "DESCRIPTION:a\\nb\\, c\U000e0041", "LOCATION:", "STATUS:EVIL")
    made = only(copy(calendar(event(*lines))))
    assert prop(made, "SUMMARY") == "Pay now"
    assert prop(made, "DESCRIPTION") == "a\nb, c"
    assert "STATUS" not in made


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file://evil.example/x", "https://a b", "mailto:x@y.example"])
def test_only_web_addresses_stay(url: str) -> None:
    assert "URL" not in only(copy(calendar(event(f"URL:{url}"))))


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("RRULE:FREQ=SECONDLY",), "every hour or more often"),
        (("RRULE:FREQ=MINUTELY;COUNT=2",), "every hour or more often"),
        (("RRULE:FREQ=HOURLY;INTERVAL=8",), "every hour or more often"),
        (("RRULE:FREQ=DAILY;BYHOUR=0,1,2;BYMINUTE=0,10,20,30;BYSECOND=0,30",), "every hour or more often"),
        (("RRULE:FREQ=DAILY;INTERVAL=0",), "cannot read"),
        (("RRULE:FREQ=DAILY;COUNT=1;UNTIL=20270101T000000Z",), "cannot read"),
        (("RRULE:FREQ=DAILY;BYHOUR=25",), "cannot read"),
        (("RRULE:FREQ=DAILY;X-EVIL=1",), "cannot read"),
        (("RRULE:FREQ=DAILY;COUNT=999999999",), "more often than a calendar can hold"),
        (("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",), "never comes"),
        (("RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), "several rules"),
        (("DTSTART:tomorrow",), "cannot read"),
        (("DTSTART:",), "no beginning"),
        (("DTSTART;TZID=Nowhere/Land:20261124T130000",), "time zone we do not know"),
        (("DURATION:soon", "DTEND:"), "how long it lasts"),
        (("RDATE:" + ",".join(["20261124T130000Z"] * 2001),), "too many single dates"),
    ],
)
def test_what_cannot_be_copied_is_refused_in_words(lines: tuple[str, ...], words: str) -> None:
    with pytest.raises(CopyRefused, match=words) as caught:
        text(calendar(event(*lines)))
    assert caught.value.public.endswith(".")


@pytest.mark.parametrize(
    ("data", "uid", "words"),
    [
        (calendar(event("UID:")), UID, "no identifier"),
        (b"", UID, "no identifier"),
        (calendar(event(), event()), UID, "two versions"),
        (calendar(event()) + calendar(event("SUMMARY:Other")), UID, "two versions"),
        (calendar(event().replace("VEVENT", "VTODO")), UID, "Only events"),
        (calendar(event("UID:a\x07b")), "a\x07b", "no place there"),
        (
            calendar(
                event("RRULE:FREQ=DAILY"), event("RECURRENCE-ID:20261125T130000Z", "ORGANIZER:mailto:x@y.example")
            ),
            UID,
            "several organizers",
        ),
    ],
)
def test_what_is_not_one_event_is_refused(data: bytes, uid: str, words: str) -> None:
    with pytest.raises(CopyRefused, match=words):
        text(data, uid)


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(CopyRefused, match="too large"):
        safe_copy(calendar(event()), UID, attendee=None, partstat=None, limits=Limits(calendar_lines=3))


def test_an_unusable_organizer_takes_the_guests_along() -> None:
    made = only(copy(calendar(event(organizer="mailto:ann@acme.example?cc=x@evil.example"))))
    assert "ORGANIZER" not in made
    assert "ATTENDEE" not in made


def test_all_day_events_and_ends() -> None:
    lines = ("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126", "RRULE:FREQ=YEARLY;UNTIL=20301124T000000Z")
    whole = text(calendar(event(*lines)))
    assert "DTSTART;VALUE=DATE:20261124\r\n" in whole
    assert "DTEND;VALUE=DATE:20261126\r\n" in whole
    assert "UNTIL=20301124\r\n" in whole
    assert "DTEND" not in only(copy(calendar(event("DTEND:20261124T120000Z"))))
    assert prop(only(copy(calendar(event("DTEND:", "DURATION:PT90M")))), "DURATION").dt.total_seconds() == 5400


NAMES = st.sampled_from([*sorted(ALLOWED), "X-EVIL", "ATTACH", "BEGIN", "END", "METHOD", "VALARM", "FREEBUSY"])
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["20261124T130000Z", "FREQ=DAILY", "mailto:ann@acme.example", "VALARM", "VEVENT", UID, "PT1H", "3"]
    ),
)
PARAMETERS = st.sampled_from(
    ["", ";TZID=Europe/Berlin", ';CN="a"', ";VALUE=DATE", ";X-A=\u202e", ";SCHEDULE-AGENT=SERVER"]
)
LINES = st.lists(st.tuples(NAMES, PARAMETERS, VALUES).map(lambda one: f"{one[0]}{one[1]}:{one[2]}"), max_size=8)


@given(LINES, st.booleans())
@settings(max_examples=200)
def test_no_line_of_a_stranger_brings_more_than_is_allowed(lines: list[str], usual: bool) -> None:
    inner = event(*lines) if usual else "\r\n".join(["BEGIN:VEVENT", f"UID:{UID}", *lines, "END:VEVENT"])
    try:
        made = safe_copy(calendar(inner), UID, attendee=ME, partstat="TENTATIVE")
    except CopyRefused:
        return
    (outer,) = parse(made).components
    assert {line.name for line in outer.properties} == {"VERSION", "PRODID"}
    for component in outer.components:
        if component.name == "VEVENT":
            assert {line.name for line in component.properties} <= ALLOWED
            assert component.components == ()
            assert component.first("DTSTART") is not None
        else:
            assert component.name == "VTIMEZONE"


@pytest.mark.parametrize(
    ("start", "until"),
    [
        ("DTSTART;TZID=America/Los_Angeles:20261201T190000", "20261209T075959Z"),
        ("DTSTART;TZID=Pacific Standard Time:20261201T190000", "20261209T075959Z"),
        ("DTSTART;TZID=Office:20261201T190000", "20261208T225959Z"),
        ("DTSTART:20261201T190000Z", "20261208T235959Z"),
        ("DTSTART:20261201T190000", "20261208T235959"),
        ("DTSTART;VALUE=DATE:20261201", "20261208"),
    ],
)
def test_the_last_day_of_a_series_is_that_of_its_own_clock(start: str, until: str) -> None:
    office = (
        "BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
        "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    )
    data = calendar(office, event(start, "DTEND:", "RRULE:FREQ=DAILY;UNTIL=20261208"))
    assert f"RRULE:FREQ=DAILY;UNTIL={until}\r\n" in text(data)
