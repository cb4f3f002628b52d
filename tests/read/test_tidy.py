from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.tidy import read_tidy
from salver.read.untidy import read_untidy
from tests.read.samples import EVENT, calendar, crlf

ZONE = (
    "BEGIN:VTIMEZONE\nTZID:Office\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\n"
    "END:STANDARD\nEND:VTIMEZONE\n"
)

TIDY = [
    EVENT,
    EVENT.replace(b"\r\n", b"\n"),
    EVENT.replace(b"Lunch", "Büro \U0001f600".encode()),
    EVENT.replace(b"SUMMARY:Lunch", b"SUMMARY:Lu\r\n nc\r\n\th"),
    EVENT.replace(b"CN=Ada Example", b'CN="Example: Ada, of; that"'),
    EVENT.replace(b"SUMMARY", b"X-apple-Thing;VALUE=URI:x\r\nSUMMARY"),
    EVENT.replace(b"BEGIN:VEVENT", crlf(ZONE).rstrip() + b"\r\nBEGIN:VEVENT"),
    EVENT.replace(b"END:VEVENT", b"BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT"),
    EVENT.replace(b"END:VEVENT", b"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT"),
    EVENT.replace(b"LOCATION:Room 1", b"CATEGORIES:a\r\nCATEGORIES:b\r\nLOCATION:"),
    EVENT + b"\r\n\r\n",
]


@pytest.mark.parametrize("data", TIDY)
def test_both_readers_give_the_same_tree(data: bytes) -> None:
    quick, careful = read_tidy(data, DEFAULT_LIMITS), read_untidy(data, DEFAULT_LIMITS)
    assert quick is not None
    assert (careful.defects, len(careful.components)) == ((), 1)
    assert quick.properties == careful.components[0].properties
    inner = careful.components[0].components
    assert [one.properties for one in quick.components] == [one.properties for one in inner]
    assert [one.name for one in quick.components] == [one.name for one in inner]


ODD = [
    b"",
    b"\xef\xbb\xbf" + EVENT,
    b" " + EVENT,
    EVENT.lower(),
    EVENT[:-20],
    EVENT + b"and more",
    EVENT + EVENT,
    EVENT.replace(b"\r\n", b"\r"),
    EVENT.replace(b"Lunch", b"Lu\rnch"),
    EVENT.replace(b"Lunch", b"Lu\0nch"),
    EVENT.replace(b"Lunch", b"Lu\x0bnch"),
    EVENT.replace(b"Lunch", b"L\xfcnch"),
    EVENT.replace(b"Lunch", "a\u2028b".encode()),
    EVENT.replace(b"Lunch", b"B\xc3\r\n \xbcro"),
    EVENT.replace(b"SUMMARY:Lunch", b"SUMMARY:Lunch\r\n\r\n on"),
    EVENT.replace(b"SUMMARY", b"summary"),
    EVENT.replace(b"SUMMARY", b"SUMMARY "),
    EVENT.replace(b"SUMMARY", b"a.SUMMARY"),
    EVENT.replace(b"SUMMARY:", b"SUMMARY"),
    EVENT.replace(b"SUMMARY:", b"SUMMARY:x\r\nSUMMARY:"),
    EVENT.replace(b"SUMMARY:", b"SUMMARY;ENCODING=BASE64:"),
    EVENT.replace(b"SUMMARY:", b"SUMMARY;VALUE=URI:"),
    EVENT.replace(b"METHOD:REQUEST", b"METHOD:REQUEST\r\nMETHOD:CANCEL"),
    EVENT.replace(b"SUMMARY:", b"METHOD:CANCEL\r\nSUMMARY:"),
    EVENT.replace(b"VERSION:2.0", b"VERSION:1.0"),
    EVENT.replace(b"CN=Ada Example", b'CN="Ada'),
    EVENT.replace(b"CN=Ada Example", b"CN=Ada;CN=Eve"),
    EVENT.replace(b"CN=Ada Example", b"CN=Ada;Eve"),
    EVENT.replace(b"CN=Ada Example", b"CN=Ada=Eve;x"),
    EVENT.replace(b"CN=Ada Example", b"CN=Example, Ada"),
    EVENT.replace(b"CN=Ada Example", b"CN=Ada: one"),
    EVENT.replace(b"CN=Ada Example", b"SENT-BY=mailto:bob@example.com"),
    EVENT.replace(b"ORGANIZER;CN=Ada Example:mailto:", b"ORGANIZER;CN="),
    EVENT.replace(b"DTSTART:", b"DTSTART;TZID=Europe/Berlin;TZID=Asia/Tokyo:"),
    EVENT.replace(b"UID:lunch", b"UID:" + b"u" * 1_000),
    EVENT.replace(b"END:VEVENT", b"END:VTODO"),
    EVENT.replace(b"END:VEVENT\r\n", b""),
    EVENT.replace(b"END:VEVENT", b"BEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT\r\nEND:VEVENT"),
    EVENT.replace(b"END:VEVENT", b"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:LUNCH-1@example.com\r\nEND:VEVENT"),
    EVENT.replace(b"BEGIN:VEVENT", b"BEGIN;X=1:VEVENT"),
    EVENT.replace(b"BEGIN:VEVENT", b"BEGIN:vevent"),
    EVENT.replace(b"BEGIN:VEVENT", b"BEGIN:VEVENT "),
    EVENT.replace(b"SEQUENCE:2", b"BEGIN\r\nSEQUENCE:2\r\nEND"),
    EVENT.replace(b"SEQUENCE:2", b"SEQUENCE;A==;B:2"),
    EVENT.replace(b"METHOD:", b"METHOD;=c:"),
    EVENT.replace(b"CN=Ada Example", b"CN=Ada;a b=c"),
    EVENT.replace(b"UID:", b"UID;X=a\\:"),
    EVENT.replace(b"CN=Ada Example", b"EMAIL=a@example.com,b@example.com"),
    EVENT.replace(b"DTSTART:", b"DTSTART;VALUE=DATE:"),
    EVENT.replace(b"SUMMARY:", b"URL;ENCODING=BASE64:x\r\nSUMMARY:"),
    EVENT.replace(b"END:VEVENT", b"END:VEVENT\r\nBEGIN:VTODO\r\nUID:lunch-1@example.com\r\nEND:VTODO"),
    EVENT.replace(b"END:VEVENT", b"END:VEVENT\r\nBEGIN:VTODO\r\nUID: lunch-1@example.com\r\nEND:VTODO"),
    EVENT.replace(b"BEGIN:VEVENT", b"BEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:VEVENT"),
    calendar("BEGIN:VTIMEZONE", *["X-A:1"] * 500, "END:VTIMEZONE"),
]


@pytest.mark.parametrize("data", ODD)
def test_what_is_odd_is_left_to_the_careful_reader(data: bytes) -> None:
    assert read_tidy(data, DEFAULT_LIMITS) is None


@pytest.mark.parametrize(
    "limits",
    [
        Limits(calendar_bytes=200),
        Limits(calendar_lines=10),
        Limits(calendar_components=1),
        Limits(calendar_depth=1),
        Limits(calendar_properties=5),
        Limits(calendar_line_bytes=60),
    ],
)
def test_limits(limits: Limits) -> None:
    assert read_tidy(EVENT, limits) is None


LINES = st.sampled_from(
    [
        "SUMMARY:x",
        "ATTENDEE;CN=a:mailto:a@example.com",
        'ATTENDEE;CN="a:b":mailto:a@example.com',
        "X-a;b=c:d",
        " folded",
        "\tfolded",
        "",
        "BEGIN",
        "END",
        "BEGIN:vevent",
        "BEGIN: VEVENT",
        "BEGIN:X",
        "END:X",
        "SEQUENCE;A==;B:1",
        "SEQUENCE;a b=c:1",
        "METHOD;X:C",
        "LOCATION;=b:u",
        "ORGANIZER;CN=a=b;c:mailto:x@example.com",
        "DESCRIPTION;X=1=2;Y:z=",
        "COMMENT;ENCODING=QUOTED-PRINTABLE:abc=",
        'X-A;ENC="QUOTED-PRINTABLE";E:abc=',
        "UID;X=a\\:b",
        "BEGIN:VALARM",
        "END:VALARM",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "UID:1",
        "uid:2",
        "a.b:c",
        "DESCRIPTION;VALUE=URI:x",
        ZONE.strip(),
    ]
)


@given(st.lists(LINES, max_size=12))
def test_whatever_is_tidy_is_read_alike(lines: list[str]) -> None:
    data = calendar(*lines)
    quick, careful = read_tidy(data, DEFAULT_LIMITS), read_untidy(data, DEFAULT_LIMITS)
    if quick is not None:
        assert careful.defects == ()
        assert [one.properties for one in quick.components] == [
            one.properties for one in careful.components[0].components
        ]
