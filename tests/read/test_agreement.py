from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.agreement import READINGS, cost, disagreements, field_of, too_long
from salver.read.icalendar import parse
from salver.read.untidy import read_untidy
from tests.read.samples import EVENT, calendar


def differs(data: bytes) -> set[str]:
    return {field_of(one) for one in parse(data).ambiguous}


def changed(old: bytes, new: bytes) -> bytes:
    assert old in EVENT
    return EVENT.replace(old, new)


ORGANIZER = b"ORGANIZER;CN=Ada Example:mailto:ada@example.com"

SECOND = (
    b"BEGIN:VEVENT\r\nUID:lunch-1@example.com\r\nDTSTART:20270105T110000Z\r\nSUMMARY:Payment\r\n"
    b"ORGANIZER;CN=Ada Example:mailto:ada@example.com\r\nEND:VEVENT"
)

AMBIGUOUS = [
    # MIME-27: first and last win
    (changed(b"METHOD:REQUEST", b"METHOD:REQUEST\r\nMETHOD:CANCEL"), {"METHOD"}),
    (changed(b"UID:lunch-1", b"UID:other\r\nUID:lunch-1"), {"UID"}),
    (changed(b"SUMMARY:Lunch", b"SUMMARY:Lunch\r\nSUMMARY:Dinner"), {"SUMMARY"}),
    (changed(b"SUMMARY:Lunch", b"SUMMARY:Lunch\r\nsummary:Dinner"), {"SUMMARY"}),
    (changed(b"DTSTART:", b"DTSTART:20200101T000000Z\r\nDTSTART:"), {"DTSTART"}),
    (changed(b"DTEND:", b"DTEND:20200101T000000Z\r\nDTEND:"), {"DTEND"}),
    (changed(b"SEQUENCE:2", b"SEQUENCE:2\r\nSEQUENCE:3"), {"SEQUENCE"}),
    (changed(b"LOCATION:Room 1", b"LOCATION:Room 1\r\nLOCATION:Room 2"), {"LOCATION"}),
    (changed(b"SEQUENCE:2", b"STATUS:CONFIRMED\r\nSTATUS:CANCELLED"), {"STATUS"}),
    (changed(ORGANIZER, ORGANIZER + b"\r\nORGANIZER:mailto:eve@evil.test"), {"ORGANIZER"}),
    (changed(b"CN=Ada Example", b"CN=Ada;CN=The Chairman"), {"ORGANIZER"}),
    (changed(b"DTSTART:", b"DTSTART;TZID=Asia/Tokyo;TZID=Europe/Berlin:"), {"DTSTART"}),
    # where the address begins
    (changed(b"CN=Ada Example", b"CN=ceo:ceo@bank.example"), {"ORGANIZER"}),
    (changed(b"CN=Ada Example", b"SENT-BY=mailto:ceo@bank.example"), {"ORGANIZER"}),
    (changed(b"CN=Ada Example:", b"CN=ceo:http://ceo@bank.example:"), {"ORGANIZER"}),
    (changed(b"ORGANIZER;CN=Ada Example", b"ORGANIZER;X=a\\:mailto:eve@evil.test"), {"ORGANIZER"}),
    (changed(b"UID:lunch-1", b"UID;X=a\\:evil:lunch-1"), {"UID"}),
    (changed(b"METHOD:REQUEST", b"METHOD;X=a\\:CANCEL:REQUEST"), {"METHOD"}),
    (changed(b"METHOD:REQUEST", b"METHOD;=c:REQUEST"), {"METHOD"}),
    (changed(b"METHOD:REQUEST", b"METHOD;A==;X:REQUEST"), {"METHOD"}),
    (changed(b"SEQUENCE:2", b"SEQUENCE;A==;B:2"), {"SEQUENCE"}),
    (changed(b"CN=Ada Example", b"CN=Ada;a b=c"), {"ORGANIZER"}),
    (changed(b"DTSTART:", b"DTSTART;VALUE=DATE:"), {"DTSTART"}),
    (changed(b"DTSTART:", b"DTSTART;VALUE=TEXT:"), {"DTSTART"}),
    (changed(b"PARTSTAT=NEEDS-ACTION", b"CN=x:other@example.com"), {"ATTENDEE"}),
    # lines some leave out
    (changed(b"CN=Ada Example", b'CN="Ada Example'), {"ORGANIZER"}),
    (changed(b"CN=Ada Example", b'CN=Ada "The Boss" Example'), {"ORGANIZER"}),
    (changed(b"CN=Ada Example", b"CN=Ada; Example"), {"ORGANIZER"}),
    (changed(b"ORGANIZER;", b"ORGANIZER ;"), {"ORGANIZER"}),
    (changed(b"UID:", b"UID :"), {"UID"}),
    (changed(b"UID:lunch", "u\u0131d:evil\r\nUID:lunch".encode()), set()),
    (changed(b"ORGANIZER;", "ORGAN\u0131ZER:mailto:eve@evil.test\r\nORGANIZER;".encode()), set()),
    (changed(b"METHOD:REQUEST", b"METHOD :CANCEL"), {"METHOD"}),
    (changed(b"LOCATION:", b"a.SUMMARY:Dinner\r\nLOCATION:"), set()),
    (changed(b"SUMMARY:", b"a.SUMMARY:Dinner\r\nSUMMARY:"), {"SUMMARY"}),
    (changed(b"LOCATION:Room 1", b"a.LOCATION:https://evil.test/"), {"LINKS"}),
    # line ends that only some see
    (changed(b"UID:lunch-1@example.com", b"X-A:1\rUID:other"), {"UID"}),
    (changed(ORGANIZER, b"X-A:1\x0bORGANIZER:mailto:eve@evil.test"), {"ORGANIZER"}),
    (changed(b"SUMMARY:Lunch", "X-A:1\u2028ATTENDEE:mailto:eve@evil.test".encode()), {"ATTENDEE"}),
    (changed(b"SUMMARY:Lunch", "X-A:1\x85URL:https://evil.test/".encode()), {"LINKS"}),
    (changed(b"SEQUENCE:2", b"X-A:1\r\n\r\n SEQUENCE:3"), {"SEQUENCE"}),
    # characters that end everything, or are not there
    (changed(b"SEQUENCE:2", b"SEQUENCE:2\0"), {"ORGANIZER", "SUMMARY"}),
    (changed(b"UID:lunch", b"U\x01ID:lunch"), {"UID"}),
    # octets against characters
    (changed(b"mailto:ada@example.com", b"mailto:ad\xc3\r\n \xa0@example.com"), {"ORGANIZER"}),
    # the tree
    (changed(b"SEQUENCE:2", b"BEGIN:VALARM\r\nEND:VEVENT\r\nSEQUENCE:2"), {"SEQUENCE", "ORGANIZER"}),
    (changed(b"SEQUENCE:2", b"END:VALARM\r\nSEQUENCE:2"), {"SEQUENCE", "ORGANIZER"}),
    (changed(b"SEQUENCE:2", b"METHOD:CANCEL\r\nSEQUENCE:2"), {"METHOD"}),
    (EVENT + EVENT.replace(b"REQUEST", b"CANCEL").replace(b"lunch-1", b"lunch-2"), {"METHOD"}),
    (changed(b"END:VEVENT", b"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:LUNCH-1@example.com\r\nEND:VEVENT"), {"UID"}),
    (changed(b"END:VEVENT", b"END:VEVENT\r\nBEGIN:VEVENT\r\nUID: lunch-1@example.com\r\nEND:VEVENT"), {"UID"}),
    (changed(b"SEQUENCE:2", b"BEGIN:VEVENT\r\nUID:inner\r\nEND:VEVENT\r\nSEQUENCE:2"), {"SEQUENCE"}),
    (changed(b"END:VEVENT", b"END:VEVENT\r\nBEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nBEGIN:VEVENT\r\nUID:inner\r\n"
             b"END:VEVENT\r\nEND:VCALENDAR"), {"METHOD"}),
    (EVENT.replace(b"END:VCALENDAR\r\n", b"") + EVENT.replace(b"REQUEST", b"CANCEL").replace(b"lunch-1", b"2"),
     {"METHOD"}),
    # one object twice
    (changed(b"END:VEVENT", b"END:VEVENT\r\n" + SECOND), {"DTSTART", "SUMMARY"}),
    (changed(b"END:VEVENT", b"END:VEVENT\r\n" + SECOND.replace(b"VEVENT", b"VTODO")), {"COMPONENT"}),
    # texts in an encoding: MIME-28
    (changed(b"LOCATION:Room 1", b"URL;ENCODING=BASE64:aHR0cHM6Ly9ldmlsLnRlc3QvcGF5"), {"LINKS"}),
    (changed(b"LOCATION:Room 1", b"URL;ENCODING=BASE64:https://evil.test/aaaa"), set()),
    (changed(b"LOCATION:Room 1", b"LOCATION;ENCODING=QUOTED-PRINTABLE;X=" + b"x" * 300 + b":a=\r\nUID:2"), set()),
    (changed(b"SEQUENCE:2", b'COMMENT;X="a:b";ENCODING=QUOTED-PRINTABLE:x=\r\nSEQUENCE:2'), {"SEQUENCE"}),
    (changed(b"LOCATION:Room 1", b"LOCATION;ENCODING=BASE64:aHR0cHM6Ly9ldmlsLnRlc3QvcGF5"), {"LINKS"}),
    (changed(b"LOCATION:Room 1", b"LOCATION;ENCODING=QUOTED-PRINTABLE:https:=2F=2Fevil.test"), {"LINKS"}),
    (changed(b"LOCATION:Room 1", b"LOCATION;ENCODING=QUOTED-PRINTABLE:=\r\nATTENDEE:mailto:e@evil.test"), {"ATTENDEE"}),
    (changed(b"SEQUENCE:2", b"COMMENT;ENCODING=QUOTED-PRINTABLE:x=\r\nSEQUENCE:2"), {"SEQUENCE"}),
]  # fmt: skip


@pytest.mark.parametrize(("data", "fields"), AMBIGUOUS)
def test_programs_disagree(data: bytes, fields: set[str]) -> None:
    assert fields <= differs(data)
    assert bool(differs(data)) is bool(fields)


OLD = EVENT.replace(b"VERSION:2.0", b"VERSION:1.0")


def test_what_the_old_format_hides_behind_a_soft_break_does_count() -> None:
    text = b"LOCATION;ENCODING=QUOTED-PRINTABLE:https:=2F=2Fx.example=0D=0A=\r\nmore"
    assert differs(OLD.replace(b"LOCATION:Room 1", text)) == set()
    assert differs(OLD.replace(b"LOCATION:Room 1", text.replace(b"more", b"SEQUENCE:9\r\nX-A:1"))) == set()
    hidden = OLD.replace(b"SEQUENCE:2\r\n", b"").replace(b"LOCATION:Room 1", text.replace(b"more", b"SEQUENCE:9"))
    assert differs(hidden) == {"SEQUENCE"}


OVERRIDE = (
    b"BEGIN:VEVENT\r\nUID:lunch-1@example.com\r\nRECURRENCE-ID:20260112T110000Z\r\nSUMMARY:moved\r\nEND:VEVENT\r\n"
)

UNTIDY = [
    EVENT.lower().replace(b"lunch-1", b"LUNCH-1"),
    b"\xef\xbb\xbf" + EVENT,
    b"Hello,\r\n\r\n" + EVENT + b"-- \r\nlist: footer\r\n",
    EVENT.replace(b"\r\n", b"\n"),
    EVENT.replace(b"\r\n", b"\r"),
    EVENT.replace(b"\r\n", b"\r\r\n"),
    EVENT.replace(b"\r\n", b"\r\n\r\n"),
    EVENT[:-20],
    EVENT[:-1],
    changed(b"DTSTAMP:20260101T080000Z\r\n", b""),
    changed(b"SUMMARY:Lunch", b"SUMMARY:" + b"Lunch " * 100),
    changed(b"SUMMARY:Lunch", b"SUMMARY:Lu\n\tnch"),
    changed(b"SUMMARY:Lunch", b"SUMMARY:B\xfcro"),
    changed(b"SUMMARY:Lunch", b"SUMMARY:B\xc3\r\n \xbcro"),
    changed(b"CN=Ada Example", b"CN=Bj\xc3\r\n \xb6rn"),
    changed(b"CN=Ada Example", b"CN=Bj\xf6rn"),
    changed(b"DTSTART:", b"DTSTART;TZID=W. Europe Standard Time:"),
    changed(b"DTSTART:", b"DTSTART;VALUE=DATE-TIME:"),
    changed(b"SEQUENCE:2", b"STATUS:CONFIRMED\r\nSTATUS:CONFIRMED"),
    changed(b"METHOD:REQUEST", b"METHOD:REQUEST\r\nMETHOD:request"),
    changed(b"SEQUENCE:2", b"METHOD:REQUEST\r\nSEQUENCE:2"),
    changed(ORGANIZER, ORGANIZER + b"\r\n" + ORGANIZER),
    changed(b"CN=Ada Example", b"CN=Example, Ada"),
    changed(b"CN=Ada Example", b"SENT-BY=mailto:ada@example.com"),
    changed(b"CN=Ada Example", b"SENT-BY=mailto:bob@example.com"),
    changed(b"LOCATION:Room 1", b"URL:https://a.example/\r\nURL:https://b.example/"),
    changed(b"SUMMARY:Lunch", b"SUMMARY;LANGUAGE=en:Lunch\r\nSUMMARY;LANGUAGE=de:Mittag"),
    changed(b"SUMMARY:Lunch", b"SUMMARY : Lunch"),
    changed(b"CN=Ada Example", b'CN="Example\\, Ada"'),
    changed(b"END:VEVENT", b"END:VEVENT\r\nBEGIN:X-WRAP\r\nBEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT\r\nEND:X-WRAP"),
    EVENT.replace(b"END:VCALENDAR\r\n", b"") + EVENT.replace(b"lunch-1", b"lunch-2"),
    changed(b"CN=Ada Example", b"CN=Team: Lunch"),
    changed(ORGANIZER, b"ORGANIZER:Meeting Desk:MAILTO:ada@example.com"),
    changed(b"PARTSTAT=NEEDS-ACTION", b'CN="Me'),
    changed(b"ATTENDEE;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT:", b"ATTENDEE;CUTYPE=INDIVIDUAL;"),
    changed(b"LOCATION:Room 1", b"LOCATION;ENCODING=QUOTED-PRINTABLE:https://x.example/?a=3Db"),
    changed(b"LOCATION:Room 1", b"LOCATION;VALUE=URI:https://x.example/"),
    changed(b"LOCATION:Room 1", "LOCATION:Room 1\u2028second floor".encode()),
    changed(b"LOCATION:Room 1", b"LOCATION:Room 1\rsecond floor"),
    changed(b"LOCATION:Room 1", b"LOCATION:Room\x0b1"),
    changed(b"END:VEVENT", b"END:VTODO"),
    changed(b"END:VEVENT\r\n", b""),
    EVENT + EVENT.replace(b"lunch-1", b"lunch-2"),
    EVENT.replace(b"END:VCALENDAR", OVERRIDE + b"END:VCALENDAR"),
    b"BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n",
]  # fmt: skip


@pytest.mark.parametrize("data", UNTIDY)
def test_programs_agree_on_untidy_calendars(data: bytes) -> None:
    found = parse(data)
    assert found.ambiguous == ()
    assert not found.truncated


def test_a_difference_stands_where_its_defect_does() -> None:
    data = changed(b"SUMMARY:Lunch", b"SUMMARY:Lunch\r\nSUMMARY:Dinner")
    (found,) = parse(data).ambiguous
    assert (found.code, found.offset) == ("calendar-differs-summary", data.index(b"SUMMARY:Dinner"))


def test_long_calendars_are_not_read_again() -> None:
    data = calendar("SUMMARY:a", "SUMMARY:b", "COMMENT:" + "x" * 1_000)
    limits = Limits(calendar_again_bytes=1_000)
    found = read_untidy(data, limits)
    assert too_long(data, found, limits)
    assert disagreements(data, found, limits) == ()
    assert cost(data, found) == len(data)
    harmless = b"\xef\xbb\xbf" + data.replace(b"SUMMARY:b\r\n", b"")
    assert not too_long(harmless, read_untidy(harmless, limits), limits)


def test_every_reading_answers_to_a_defect_that_is_noted() -> None:
    seen = {defect.code for data, _ in AMBIGUOUS for defect in parse(data).defects}
    seen |= {defect.code for data in UNTIDY for defect in parse(data).defects}
    assert {reading.code for reading in READINGS} - seen == set()


PIECES = st.sampled_from([b"\r", b"\0", b"\x0b", b" ", b"\r\n ", b"\r\n", b'"', b";", b":", b"x.", b"=", b"\xc3", b"a"])


@given(st.integers(0, len(EVENT)), st.lists(PIECES, min_size=1, max_size=3).map(b"".join))
def test_whatever_is_put_in_is_read(place: int, piece: bytes) -> None:
    data = EVENT[:place] + piece + EVENT[place:]
    found = parse(data, DEFAULT_LIMITS)
    assert len({one.code for one in found.ambiguous}) == len(found.ambiguous)
    assert all(one.code in {d.code for d in found.ambiguous} for one in found.ambiguous)
    if found.ambiguous:
        assert found.defects


def test_what_they_differ_in_stands_in_the_same_order_every_time() -> None:
    twice = b"DTSTART:20200101T000000Z\r\nSEQUENCE:9\r\nLOCATION:Room 2\r\nSUMMARY:Dinner\r\nDTSTART:"
    data = changed(b"DTSTART:", twice)
    fields = [field_of(defect) for defect in parse(data).ambiguous]
    assert fields == ["DTSTART", "LOCATION", "SEQUENCE", "SUMMARY"]
