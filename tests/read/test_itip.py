from __future__ import annotations

import pytest

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.icalendar import parse
from salver.read.itip import invitations, kept_uid
from salver.read.message import Invitation
from tests.read.samples import EVENT, calendar, crlf


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[Invitation, ...]:
    return invitations(parse(data, limits), "2", limits)


def one(*lines: str) -> Invitation:
    return read(calendar(*lines))[0]


def test_a_whole_invitation() -> None:
    (found,) = read(EVENT)
    assert (found.part, found.method, found.component, found.uid) == ("2", "REQUEST", "VEVENT", "lunch-1@example.com")
    assert (found.sequence, found.dtstamp, found.instances) == (2, "2026-01-01T08:00:00+00:00", 1)
    assert found.organizer is not None
    assert found.organizer.address == "ada@example.com"
    assert found.organizer.cn is not None
    assert found.organizer.cn.raw == "Ada Example"
    assert [(a.address, a.partstat, a.role) for a in found.attendees] == [
        ("me@home.example", "NEEDS-ACTION", "REQ-PARTICIPANT")
    ]
    assert found.start is not None
    assert found.start.iso == "2026-01-05T11:00:00+00:00"
    assert found.end is not None
    assert found.end.iso == "2026-01-05T12:00:00+00:00"
    assert found.description is not None
    assert found.description.raw == "Join at https://meet.example.com/abc, or call +49 30 901820."
    assert [value.where for value in found.texts] == ["SUMMARY", "LOCATION", "DESCRIPTION"]
    assert (found.recurrence_id, found.recurrence, found.status, found.truncated) == (None, None, None, False)


def test_overrides_belong_to_their_master() -> None:
    data = crlf(
        "BEGIN:VCALENDAR\nMETHOD:REQUEST\n"
        "BEGIN:VEVENT\nUID:s\nRECURRENCE-ID:20260112T110000Z\nSUMMARY:moved\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:s\nSUMMARY:series\nRRULE:FREQ=WEEKLY\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:t\nSUMMARY:other\nEND:VEVENT\n"
        "END:VCALENDAR\n"
    )
    first, second = read(data)
    assert (first.uid, first.instances, first.recurrence_id) == ("s", 2, None)
    assert first.summary is not None
    assert first.summary.raw == "series"
    assert first.recurrence is not None
    assert first.recurrence.endless
    assert {value.text.raw for value in first.texts} == {"moved", "series"}
    assert second.uid == "t"


def test_an_instance_alone_names_itself() -> None:
    assert one("RECURRENCE-ID:20260112T110000Z").recurrence_id == "2026-01-12T11:00:00+00:00"
    assert one("RECURRENCE-ID:whenever").recurrence_id == "whenever"


def test_every_organizer_is_kept() -> None:
    found = one(
        "ORGANIZER:mailto:ada@example.com", "ORGANIZER:mailto:eve@evil.test", "ORGANIZER:MAILTO:Ada@Example.com"
    )
    assert [organizer.address for organizer in found.organizers] == ["ada@example.com", "eve@evil.test"]
    assert found.organizer is found.organizers[0]


def test_method_inside_the_event_counts_where_the_calendar_has_none() -> None:
    assert read(calendar("METHOD:PUBLISH", method=None))[0].method == "PUBLISH"
    assert read(calendar("METHOD:PUBLISH", method="cancel"))[0].method == "CANCEL"
    assert read(calendar(method=None))[0].method is None


def test_several_methods_take_the_first_of_the_calendar() -> None:
    data = EVENT.replace(b"METHOD:REQUEST\r\n", b"METHOD:CANCEL\r\nMETHOD:REQUEST\r\n")
    assert read(data)[0].method == "CANCEL"


def test_a_method_about_nothing_is_still_one() -> None:
    (found,) = read(b"BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n")
    assert (found.method, found.component, found.uid, found.instances) == ("CANCEL", "VCALENDAR", None, 1)
    assert read(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n") == ()


def test_an_event_outside_any_calendar() -> None:
    (found,) = read(b"BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\n")
    assert (found.method, found.uid) == (None, "x")


@pytest.mark.parametrize(
    ("value", "number"),
    [("7", 7), ("1700000000", 1_700_000_000), ("-1", -1), ("9" * 11, None), ("x", None), ("", None)],
)
def test_sequence(value: str, number: int | None) -> None:
    assert one(f"SEQUENCE:{value}").sequence == number


def test_alarms_and_attachments_are_counted() -> None:
    found = one("ATTACH:https://x.example/a", "ATTACH:cid:b", "BEGIN:VALARM", "ACTION:AUDIO", "ATTACH:x", "END:VALARM")
    assert (found.alarms, found.attachments) == (1, 2)


def test_uris_keep_their_backslashes_and_conferences_are_texts() -> None:
    found = one("URL:https://x.example/a\\,b", "CONFERENCE;VALUE=URI:tel:+4930901820")
    assert [(value.where, value.text.raw) for value in found.texts] == [
        ("URL", "https://x.example/a\\,b"),
        ("URL", "https://x.example/a,b"),  # where a program leaves the backslash out
        ("CONFERENCE", "tel:+4930901820"),
    ]


def test_quoted_printable_of_the_old_format() -> None:
    found = one("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:B=C3=BCro")
    assert found.summary is not None
    assert found.summary.raw == "Büro"


def test_limits_cut_and_say_so() -> None:
    many = [f"ATTENDEE:mailto:u{n}@example.com" for n in range(20)]
    (found,) = read(calendar(*many, "SUMMARY:" + "x" * 100), Limits(attendees=5, text_characters=10))
    assert (len(found.attendees), found.truncated) == (5, True)
    assert found.summary is not None
    assert len(found.summary) == 10
    data = b"".join(calendar(uid=f"{n}") for n in range(20))
    found_all = read(data, Limits(calendar_objects=7))
    assert len(found_all) == 7


def test_an_endless_uid_is_kept_as_its_beginning_and_its_hash() -> None:
    calendars = parse(calendar(uid="u" * 5_000))
    (found,) = invitations(calendars, "1", DEFAULT_LIMITS)
    assert found.uid == kept_uid(" " + "u" * 5_000)
    assert found.uid is not None
    assert (len(found.uid), found.uid[:201]) == (265, "u" * 200 + "…")
    assert kept_uid("u" * 5_001) != found.uid
    assert [one.code for one in calendars.defects] == ["calendar-uid-long"]
    assert parse(calendar(uid="u" * 1_000)).defects == ()
    assert kept_uid("u" * 1_000) == "u" * 1_000
