from __future__ import annotations

import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.read.sweep import opening, sweep
from tests.read.samples import EVENT


def test_plain_bytes_are_cut_out_to_the_end() -> None:
    hit = sweep(b"some words\r\n" + EVENT + b"-- \r\nfooter")
    assert hit is not None
    assert (hit.way, hit.data) == ("plain", EVENT.rstrip())


@pytest.mark.parametrize("lead", [b"", b"x", b"xy", b"xyz"])
def test_base64_at_every_alignment(lead: bytes) -> None:
    hit = sweep(b"junk: here\r\n\r\n" + base64.encodebytes(lead + b"\r\n" + EVENT))
    assert hit is not None
    assert hit.way == "base64"
    assert hit.data.startswith(b"BEGIN:VCALENDAR")
    assert b"UID:lunch-1@example.com" in hit.data


def test_quoted_printable_that_breaks_the_word() -> None:
    hit = sweep(b"BEGIN:VCAL=\r\nENDAR\r\nUID:x\r\nEND:VCALENDAR")
    assert hit is not None
    assert hit.way == "quoted-printable"


def test_utf16() -> None:
    hit = sweep(EVENT.decode().encode("utf-16-le"))
    assert hit is not None
    assert hit.way == "utf-16"


@pytest.mark.parametrize(
    "prose",
    [
        b"> BEGIN:VCALENDAR\r\n> END:VCALENDAR",
        b"+BEGIN:VCALENDAR\r\n+END:VCALENDAR",
        b"the line BEGIN:VCALENDAR opens it",
        b"",
        quopri.encodestring(b"nothing = here"),
    ],
)
def test_prose_about_calendars_is_none(prose: bytes) -> None:
    assert sweep(prose) is None


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    hit = sweep(data)
    assert hit is None or opening(hit.data) >= 0 or b"begin:vcalendar" in hit.data.lower()
