"""What counts as showing a calendar, what does not, and that looking stays linear."""

from __future__ import annotations

import base64
import time

import pytest

from salver.act.calendar_free import calendar_free, shows_calendar
from salver.read.reading import read_message

HEAD = b"From: ann@acme.example\r\nMIME-Version: 1.0\r\n"


def leaf(fields: bytes, body: bytes) -> bytes:
    return HEAD + fields + b"\r\n" + body


@pytest.mark.parametrize(
    "data",
    [
        b"begin:vcalendar",
        b"BEGIN : VCALENDAR",
        b"BEGIN;X=1:VCALENDAR",
        "BEGIN:VCALENDAR".encode("utf-16-le"),
        b"END:VCALENDAR",
        b"BEGIN:VCAL\r\n ENDAR",
        b"Content-Type: Text /\r\n Calendar",
        b"content-type: application/ics",
        b'filename="invite.ICS"',
        b"name*0*=utf-8''invite.ics",
        b"filename*=utf-8''invite%2Eics",
        b"filename*=utf-8''invite.%69%63%53",
    ],
)
def test_what_shows_a_calendar(data: bytes) -> None:
    assert shows_calendar(data)


@pytest.mark.parametrize(
    "data",
    [
        b"Take it from https://acme.example/invite.ics please.",
        b'<a name="top" href="https://acme.example/invite.ics">',
        b"Our calendar has ics and icalendar links.",
        b'filename="calendar.pdf"',
        b"filename*=utf-8''calendar%2Epdf",
        b"Take it from https://acme.example/invite%2Eics please.",
        b"",
    ],
)
def test_what_does_not(data: bytes) -> None:
    assert not shows_calendar(data)


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        (b"Content-Type: text/plain; charset=utf-7\r\n", b"+AEIARQBHAEkATgA6AFYAQwBBAEwARQBOAEQAQQBS-"),
        (b"Content-Type: text/plain; charset=x-unheard-of\r\n", b"hello"),
        (b"Content-Type: text/plain x\r\n", b"hello"),
        (b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n", b"aGVsbG8=\r\naGVsbG8="),
        (
            b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n",
            base64.encodebytes(b"Subject: x\r\nContent-Type: text/calendar\r\n\r\n"),
        ),
    ],
)
def test_what_readers_may_differ_about_is_not_free(fields: bytes, body: bytes) -> None:
    assert not calendar_free(read_message(leaf(fields, body)))


def test_a_text_with_a_calendar_in_some_encoding_in_it_is_not_free() -> None:
    hidden = base64.encodebytes(b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n")
    body = b"hello\r\n--B\r\nContent-Transfer-Encoding: base64\r\n\r\n" + hidden + b"--B--\r\n"
    text = b"Content-Type: text/plain\r\n"
    for raw in (
        leaf(text, body),
        leaf(text + b"Content-Transfer-Encoding: base64\r\n", base64.b64encode(b" " * (-len(body) % 3) + body)),
    ):
        message = read_message(raw)
        assert not message.calendars
        assert not calendar_free(message)


def test_plain_mail_is_free() -> None:
    assert calendar_free(read_message(leaf(b"Content-Type: text/plain; charset=iso-8859-1\r\n", b"gr\xfc\xdfe")))
    assert calendar_free(read_message(leaf(b"", b"hello")))


def test_looking_is_linear() -> None:
    def seconds(size: int) -> float:
        data = (b"name=" + b"begin:v calenda " * 4) * (size // 69)
        started = time.process_time()
        assert not shows_calendar(data)
        return time.process_time() - started

    small = min(seconds(250_000) for _ in range(3))
    assert seconds(2_000_000) < 60 * small + 0.1
