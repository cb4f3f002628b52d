from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.icalendar import CalendarDefect, Calendars, Component, parse
from tests.read.samples import EVENT, calendar


def codes(found: Calendars) -> set[str]:
    return {one.code for one in found.defects}


def test_a_tidy_calendar() -> None:
    found = parse(EVENT)
    (outer,) = found.components
    (event,) = outer.components
    assert (outer.name, event.name, found.defects, found.ambiguous) == ("VCALENDAR", "VEVENT", (), ())
    assert (found.mentioned, found.truncated) == (True, False)
    assert [one.name for one in outer.properties] == ["PRODID", "VERSION", "METHOD"]
    summary = event.first("SUMMARY")
    assert summary is not None
    assert summary.value == "Lunch"


@pytest.mark.parametrize("newline", [b"\n", b"\r", b"\r\n", b"\r\r\n", b"\n\n"])
def test_line_ends_of_every_kind(newline: bytes) -> None:
    found = parse(EVENT.replace(b"\r\n", newline))
    assert found.components[0].components[0].properties == parse(EVENT).components[0].components[0].properties
    assert found.ambiguous == ()


@pytest.mark.parametrize(
    ("data", "mentioned"),
    [
        (b"", False),
        (b"BEGIN:VCARD\r\nEND:VCARD", False),
        (b"<html>", False),
        (b"prose about BEGIN and VCALENDAR", False),
        (b"see BEGIN:VCALENDAR", True),
        (b"begin : vcalendar", True),
    ],
)
def test_whether_a_calendar_is_mentioned(data: bytes, mentioned: bool) -> None:
    assert parse(data).mentioned is mentioned


MANY = calendar(*[f"X-{n}:1" for n in range(100)])


@pytest.mark.parametrize(
    ("limits", "data"),
    [
        (Limits(calendar_lines=5), EVENT),
        (Limits(calendar_components=1), EVENT),
        (Limits(calendar_depth=1), EVENT),
        (Limits(calendar_depth=3), b"BEGIN:VEVENT\r\n" * 100_000),
        (DEFAULT_LIMITS, b"BEGIN:X\r\n" * 9),
        (DEFAULT_LIMITS, b"BEGIN:X\r\n" * 1_000),
        (Limits(calendar_bytes=100), EVENT),
        (Limits(calendar_properties=50), MANY),
        (Limits(calendar_properties=50), MANY.replace(b"X-1:", b"x.1 :")),
        (Limits(calendar_line_bytes=100), calendar("SUMMARY:" + "x" * 200)),
        (Limits(calendar_line_bytes=100), calendar("SUMMARY:x" + "\r\n x" * 200)),
        (Limits(calendar_parameters=10), calendar("ORGANIZER" + ";X=1" * 20 + ":mailto:a@example.com")),
        (Limits(calendar_parameters=10), calendar("ORGANIZER" + ';X="1"' * 20 + ":mailto:a@example.com")),
        (DEFAULT_LIMITS, calendar("ORGANIZER" + ";" * 5_000 + ":mailto:a@example.com")),
        (Limits(calendar_again_bytes=1_000), calendar("SUMMARY:a", "SUMMARY:b", "COMMENT:" + "x" * 1_000)),
    ],
)
def test_limits(limits: Limits, data: bytes) -> None:
    """DOS-09, DOS-11, DOS-13, DOS-14: past a limit a calendar is too much, not an error and not nothing."""
    found = parse(data, limits)
    assert found.truncated
    assert "calendar-too-much" in codes(found)
    assert len(found.defects) == len(codes(found))


@pytest.mark.parametrize(
    "data",
    [
        calendar("SUMMARY:x" + "\r\n x" * 60_000),  # DOS-15
        calendar("SUMMARY:x", "\r\n" * 18_000),
        calendar(*[f"ATTENDEE:mailto:u{n}@example.com" for n in range(3_000)]),
        calendar(*["BEGIN:VALARM\r\nTRIGGER:PT0S\r\nREPEAT:50000000\r\nEND:VALARM"] * 500),  # DOS-12
    ],
)
def test_within_the_limits(data: bytes) -> None:
    assert not parse(data).truncated


def depth(component: Component) -> int:
    return 1 + max(map(depth, component.components), default=0)


@given(st.binary(max_size=500))
def test_any_bytes(data: bytes) -> None:
    assert isinstance(parse(data), Calendars)


TOKENS = st.sampled_from(
    [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "BEGIN:VTIMEZONE",
        "END:VTIMEZONE",
        "END:VEVENT",
        "END:VCALENDAR",
        "\r\n",
        "\n",
        "\r",
        "\0",
        "\u2028",
        " ",
        ":",
        ";",
        "=",
        '"',
        ",",
        "X",
        "UID:1",
        "UID:2",
        "METHOD:REQUEST",
        "METHOD:CANCEL",
        "ORGANIZER",
        "mailto:a@example.com",
        "DESCRIPTION;ENCODING=QUOTED-PRINTABLE:",
    ]
)


@given(st.lists(TOKENS, max_size=60).map("".join))
def test_any_tokens_stay_within_bounds(text: str) -> None:
    data = text.encode()
    found = parse(data)
    assert all(depth(one) <= DEFAULT_LIMITS.calendar_depth for one in found.components)
    assert len(found.defects) == len(codes(found))
    assert all(0 <= one.offset <= len(data) for one in (*found.defects, *found.ambiguous))


def test_no_more_is_kept_of_a_hostile_calendar_than_a_beginning() -> None:
    events = b"BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n" * 5_000
    found = parse(b"BEGIN:VCALENDAR\r\n" + events + b"END:VCALENDAR\r\n")
    assert found.truncated
    assert CalendarDefect("calendar-too-much", DEFAULT_LIMITS.calendar_beginning_bytes) in found.defects
    assert 0 < len(found.components[0].components) < 2_000
