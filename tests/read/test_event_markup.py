from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import Limits
from salver.read.event_markup import marks
from tests.read.cost import cost


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (b'<script type="application/ld+json">{"@context":"https://schema.org","@type":"Event"}</script>', "markup"),
        (b'{"@context": "http://schema.org", "@type" : "EventReservation"}', "markup"),
        (b'{"@context": "http://schema.org", "@type": ["BusinessEvent"]}', "markup"),
        (b'<div itemscope itemtype="http://schema.org/Event">', "markup"),
        (b'<a href="https://calendar.google.com/calendar/render?action=TEMPLATE&amp;text=x">', "calendar-link"),
        (b"https://www.google.com/calendar/event?action=TEMPLATE&tmeid=abc", "calendar-link"),
        (b"https://calendar.google.com/calendar/u/0/r/eventedit?text=x", "calendar-link"),
        (b"https://outlook.live.com/calendar/0/deeplink/compose?subject=x", "calendar-link"),
        (b"https://outlook.office.com/owa/?path=/calendar/action/compose", "calendar-link"),
        (b"https://OUTLOOK.OFFICE365.COM/calendar/deeplink/compose", "calendar-link"),
        (b"https://calendar.yahoo.com/?v=60&title=x", "calendar-link"),
        (b"webcal://example.com/feed", "subscription"),
        (b"https://example.com/a/invite.ics", "calendar-file"),
        (b"<a href='https://example.com/invite.ICS?x=1'>", "calendar-file"),
    ],
)
def test_other_ways_to_an_event(text: bytes, form: str) -> None:
    for around in (text, b"before " + text + b" after"):
        found = marks(around)
        assert [mark.form for mark in found] == [form]
        assert around[found[0].offset :].lower().startswith(found[0].text.raw.lower().encode())


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"Please come to the event. It is on schema.org.",
        b'{"@type": "Organization", "@context": "https://schema.org", "name": "event"}',
        b"https://calendar.google.com/calendar/",
        b"https://outlook.live.com/mail/",
        b"https://example.com/news.icsx",
        b"the file invite.ics is attached",
        b"a webcal word",
    ],
)
def test_what_is_none(text: bytes) -> None:
    assert marks(text) == ()


def test_only_so_many_are_noted() -> None:
    assert len(marks(b"webcal://example.com/a " * 100, Limits(other_forms=7))) == 7


@given(st.binary(max_size=300))
def test_any_bytes(text: bytes) -> None:
    marks(text)


@pytest.mark.parametrize(
    "unit",
    [
        b"https://",
        b'"@type"',
        b'"@type" : "',
        b"schema.org/event",
        b"webcal:",
        b"outlook.live.com/",
        b"google.com/calendar/",
        b".ics",
        b"http://schema.org/aaaaaaaaaaaaaaa",
        b" ",
    ],
)
def test_ten_times_the_bytes_cost_no_more_than_ten_times_the_time(unit: bytes) -> None:
    words = b' "@type" schema.org event .ics webcal outlook. google.com/calendar/ '
    small, large = (words + unit * (size // len(unit)) for size in (40_000, 400_000))
    assert cost(lambda: marks(large)) < 15 * max(cost(lambda: marks(small)), 0.001)
