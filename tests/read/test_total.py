"""Reading is total: any bytes become a message, and what is said of it holds together (``invariants.py``)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import salver
from salver.core.limits import Limits
from salver.read.reading import read_file, read_message
from tests.read.hostile import SHAPES
from tests.read.invariants import check
from tests.read.samples import EVENT, INVITATION, TEXT, base64_part, message, multipart, part
from tests.read.test_hiding import MEASURED

FORWARDED = message(multipart(TEXT, part("message/rfc822", INVITATION), base64_part("message/rfc822", INVITATION)))
SEEDS = [INVITATION, EVENT, FORWARDED, b"From ada@example.com Thu Jan  1\n" + INVITATION, *MEASURED.values()]
"""Well-formed and tricky messages, to be damaged."""
PIECES = (
    b"\r\n|\n|\r|\r\n\r\n| |\t|\0|:|;|=|\"|(|)|\\|\xff|\xef\xbb\xbf|--b1|--b1--|=?utf-8?q?|?=|*0*=|utf-8''%41|"
    b"Content-Type: |Content-Transfer-Encoding: base64\r\n|text/calendar|multipart/mixed; boundary=b1|message/rfc822|"
    b"begin 644 a.ics\r\n|BEGIN:VCALENDAR\r\n|END:VCALENDAR\r\n|BEGIN:VEVENT\r\n|RRULE:FREQ=DAILY|QkVHSU46VkNBTEVOREFS"
).split(b"|")
"""What breaks structures."""
SMALL = Limits(
    mime_depth=3,
    mime_parts=5,
    header_fields=8,
    header_bytes=400,
    calendar_bytes=400,
    calendar_parts=2,
    calendar_lines=20,
    calendar_components=4,
    calendar_objects=2,
    attendees=2,
    text_characters=40,
    links=2,
    phones=2,
    message_bytes=2_000,
)
"""Limits that ordinary messages reach, so that every one of them is passed over often."""


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A message with a few pieces cut out, put in or repeated."""
    raw = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 60)))
        new = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=8), st.just(raw[start:end] * 2)))
        raw = raw[:start] + new + raw[end:]
    return raw


@given(st.binary(max_size=400))
def test_any_bytes(raw: bytes) -> None:
    found = read_message(raw)
    assert found.raw == raw
    check(found)
    check(read_file(raw))


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join))
def test_any_pieces(raw: bytes) -> None:
    check(read_message(raw))


@settings(suppress_health_check=[HealthCheck.large_base_example, HealthCheck.too_slow])
@given(damaged())
def test_damaged_messages(raw: bytes) -> None:
    check(read_message(raw))
    check(read_message(raw, SMALL), SMALL)
    check(read_file(raw))


@given(damaged())
def test_damaged_messages_have_a_report(raw: bytes) -> None:
    assert salver.inspect(raw).sha256


@given(st.sampled_from(SEEDS), st.data())
def test_a_message_that_breaks_off(raw: bytes, data: st.DataObject) -> None:
    check(read_message(raw[: data.draw(st.integers(0, len(raw)))]))


@pytest.mark.parametrize("shape", SHAPES)
def test_hostile_shapes(shape: str) -> None:
    for size in (200, 3_000):
        check(read_message(SHAPES[shape](size)))
        check(read_message(SHAPES[shape](size), SMALL), SMALL)


def test_reading_twice_says_the_same() -> None:
    for raw in SEEDS:
        first, second = read_message(raw), read_message(raw)
        assert first.calendars == second.calendars
        assert first.defects == second.defects
        assert first.parts == second.parts
