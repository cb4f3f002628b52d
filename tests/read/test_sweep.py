from __future__ import annotations

import base64
import binascii
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.read.sweep import opening, sweep, uuencoded
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
    assert (hit.way, hit.data) == ("plain", EVENT.replace(b"\r\n", b"\n").rstrip())


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
    assert hit is None or hit.way == "header" or opening(hit.data) >= 0 or b"begin:vcalendar" in hit.data.lower()


@pytest.mark.parametrize("start", range(4))
@pytest.mark.parametrize(
    "word", [b"BEGIN:VCALENDAR", b"bEGIN:vcaLENDAR", b"BEGIN :VCALENDAR", b"BEGIN;X=1:VCAL\r\n ENDAR"]
)
def test_base64_in_any_writing_wherever_it_begins(start: int, word: bytes) -> None:
    hit = sweep(b"x" * start + b"\r\n\r\n" + base64.encodebytes(word + b"\r\nUID:marker\r\nEND:VCALENDAR\r\n"))
    assert hit is not None
    assert hit.way == "base64"
    assert b"UID:marker" in hit.data


@pytest.mark.parametrize(
    "line",
    [
        b"Content-Type: text/calendar",
        b"content-type:\r\n application/ics",
        b"Content-Type: text/plain; method=REQUEST",
        b"Content-Disposition: attachment; filename*=utf-8''invite%2eics",
        b"C\0o\0n\0t\0e\0n\0t\0-\0T\0y\0p\0e\0:\0 \0t\0e\0x\0t\0/\0c\0a\0l\0e\0n\0d\0a\0r",
        b"Content-Type: text/cal=65ndar",
    ],
)
def test_a_header_line_is_a_hit_unless_it_is_not_asked_for(line: bytes) -> None:
    hit = sweep(b"words\r\n" + line + b"\r\n\r\nsomething")
    assert hit is not None
    assert (hit.way, hit.data) == ("header", b"")
    assert sweep(b"words\r\n" + line + b"\r\n\r\nsomething", headers=False) is None


def test_other_header_lines_are_none() -> None:
    assert sweep(b"Content-Type: text/plain; name=notes.txt\r\nSubject: text/calendar\r\n") is None


def test_more_header_lines_than_anybody_writes_are_a_hit() -> None:
    assert sweep(b"Content-Type: text/plain\r\n" * 1_001) is not None


def test_uuencode() -> None:
    body = b"".join(binascii.b2a_uu(EVENT[place : place + 45]) for place in range(0, len(EVENT), 45))
    hit = uuencoded(b"hello\nbegin 644 x.dat\n" + body + b"end\n")
    assert hit is not None
    assert hit.data == EVENT.rstrip()
    assert uuencoded(b"begin 644 x.ics\n`\nend\n") is not None
    assert uuencoded(b"begin 644 x.dat\n`\nend\n") is None
