from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.icalendar import Calendars, Component, Property, parse, unescape
from tests.read.samples import EVENT, crlf


def codes(found: Calendars) -> set[str]:
    return {one.code for one in found.defects}


def line(text: str) -> Property:
    """The one property of an event made of this content line."""
    found = parse(crlf(f"BEGIN:VEVENT\n{text}\nEND:VEVENT\n"))
    return found.components[0].properties[0]


def test_tree_and_offsets() -> None:
    found = parse(EVENT)
    (calendar,) = found.components
    (event,) = calendar.components
    assert (calendar.name, event.name, calendar.closed, found.defects) == ("VCALENDAR", "VEVENT", True, ())
    for one in (*calendar.properties, *event.properties):
        assert EVENT[one.offset :].upper().startswith(one.name.encode())


@pytest.mark.parametrize(
    ("text", "parameters", "value"),
    [
        ("SUMMARY:a:b;c", (), "a:b;c"),
        ("summary;language=de:x", (("LANGUAGE", ("de",)),), "x"),
        ('ORGANIZER;CN="a;b:c":mailto:x@example.com', (("CN", ("a;b:c",)),), "mailto:x@example.com"),
        ("X;A=b;C=d,e:v", (("A", ("b",)), ("C", ("d", "e"))), "v"),
        ('X;A="b","c,d":v', (("A", ("b", "c,d")),), "v"),
        ("X;CN=a^nb^^c^'d^x:v", (("CN", ('a\nb^c"d^x',)),), "v"),
        ("X;A=:v", (("A", ("",)),), "v"),
        ("SUMMARY :v", (), "v"),
        ("X;A=b\n  c:v", (("A", ("b c",)),), "v"),
        ("SUMMARY:one\n\ttwo", (), "onetwo"),
    ],
)
def test_content_lines(text: str, parameters: tuple[tuple[str, tuple[str, ...]], ...], value: str) -> None:
    found = line(text)
    assert (found.parameters, found.value) == (parameters, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ATTENDEE;CUTYPE=INDIVIDUAL;mailto:a@example.com", "a@example.com"),
        ("ORGANIZER;CN=ceo:x@victim.example:mailto:e@evil.test", "x@victim.example:mailto:e@evil.test"),
        ('ORGANIZER;CN="open:mailto:a@example.com', "mailto:a@example.com"),
        ("CONFERENCE;VALUE=URI;:https://x.example", "https://x.example"),
        ("X;flag:v", "v"),
    ],
)
def test_malformed_parameters_are_read_on(text: str, value: str) -> None:
    assert line(text).value == value


def test_a_fold_inside_a_character_is_undone_on_octets() -> None:
    data = "BEGIN:VEVENT\r\nSUMMARY:Bü".encode()[:-1] + b"\r\n " + "ü".encode()[1:] + b"ro\r\nEND:VEVENT\r\n"
    assert parse(data).components[0].properties[0].value == "Büro"


@pytest.mark.parametrize("newline", [b"\n", b"\r", b"\r\n", b"\r\r\n", b"\n\n"])
def test_line_ends_of_every_kind(newline: bytes) -> None:
    found = parse(EVENT.replace(b"\r\n", newline))
    assert [one.name for one in found.components[0].components[0].properties] == [
        one.name for one in parse(EVENT).components[0].components[0].properties
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xef\xbb\xbf" + EVENT, "calendar-byte-order-mark"),
        (b"Hello\r\n" + EVENT, "calendar-leading-junk"),
        (EVENT[:-15], "calendar-missing-end"),
        (EVENT.replace(b"END:VEVENT", b"END:VTODO"), "calendar-end-mismatch"),
        (EVENT.replace(b"END:VEVENT\r\n", b""), "calendar-end-mismatch"),
        (EVENT + b"footer: of a list\r\n", "calendar-outside"),
        (EVENT.replace(b"SEQUENCE:2", b"what is this"), "calendar-line-malformed"),
        (EVENT.replace(b"Lunch", b"B\xfcro"), "calendar-not-utf8"),
        (EVENT.replace(b"\r\nSUMMARY", b"\r\n\r\n SUMMARY"), "calendar-leading-blank"),
        (EVENT.replace(b"Lunch", b"Lu\rnch"), "calendar-bare-cr"),
    ],
)
def test_defects_do_not_lose_the_event(data: bytes, code: str) -> None:
    found = parse(data)
    if code != "calendar-leading-blank":
        assert code in codes(found)
    event = found.components[0].components[0]
    uid = event.first("UID")
    assert uid is not None
    assert uid.value == "lunch-1@example.com"
    assert found.mentioned


@pytest.mark.parametrize("data", [b"", b"BEGIN:VCARD\r\nEND:VCARD", b"<html>", b"prose about BEGIN and VCALENDAR"])
def test_no_calendar_is_mentioned(data: bytes) -> None:
    assert not parse(data).mentioned


@pytest.mark.parametrize(
    ("limits", "data"),
    [
        (Limits(calendar_lines=5), EVENT),
        (Limits(calendar_components=1), EVENT),
        (Limits(calendar_depth=3), b"BEGIN:VEVENT\r\n" * 100_000),
        (Limits(calendar_bytes=100), EVENT),
    ],
)
def test_limits(limits: Limits, data: bytes) -> None:
    found = parse(data, limits)
    assert found.truncated
    assert "calendar-too-much" in codes(found)


def depth(component: Component) -> int:
    return 1 + max(map(depth, component.components), default=0)


@given(st.binary(max_size=500))
def test_any_bytes(data: bytes) -> None:
    assert isinstance(parse(data), Calendars)


TOKENS = st.sampled_from(
    [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "\r\n",
        "\n",
        " ",
        ":",
        ";",
        "=",
        '"',
        ",",
        "X",
        "UID:1",
    ]
)


@given(st.lists(TOKENS, max_size=60).map(lambda tokens: "".join(tokens).encode()))
def test_any_tokens_stay_within_bounds(data: bytes) -> None:
    found = parse(data)
    assert all(depth(one) <= DEFAULT_LIMITS.calendar_depth for one in found.components)
    assert len(found.defects) == len(codes(found))


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=60))
def test_text_comes_back_through_escaping(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    assert unescape(line(f"SUMMARY:{escaped}").value) == text
