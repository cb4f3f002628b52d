from __future__ import annotations

import base64
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salver.core.limits import Limits
from salver.read.message import Message
from salver.read.reading import read_file, read_message
from tests.read.samples import EVENT, INVITATION, TEXT, calendar, message, multipart, part


def test_the_message_around_the_tree() -> None:
    found = read_message(INVITATION)
    assert found.raw is INVITATION
    assert found.from_field.only == "ada@example.com"
    assert found.message_id is not None
    assert found.message_id.raw == "<1@example.com>"
    assert INVITATION[found.body_start :].startswith(b"--b1\r\n")
    assert [one.number for one in found.parts] == ["0", "1", "1.1", "1.2", "2"]
    assert found.root is found.parts[0]
    assert [one.host for one in found.links] == ["meet.example.com"]
    assert [one.number.raw for one in found.phones] == ["+49 30 901820"]
    assert found.defects == ()


def test_sender_and_reply_to() -> None:
    found = read_message(message(TEXT, "Sender: list@lists.example", "Reply-To: Bob <bob@example.com>"))
    assert found.sender_field.only == "list@lists.example"
    assert found.reply_to_field.only == "bob@example.com"
    assert read_message(message(TEXT)).sender_field.mailboxes == ()


def test_two_from_fields_name_nobody() -> None:
    assert read_message(message(TEXT, "From: eve@evil.test")).from_field.only is None


def test_bare_newlines_are_told_once_with_their_place() -> None:
    raw = message(TEXT) + b"a\nb\n"
    assert [(one.code, one.offset) for one in read_message(raw).defects] == [("bare-newline", raw.index(b"a\n") + 1)]


def test_the_fingerprint_is_that_of_the_same_message_by_another_route() -> None:
    one = read_message(INVITATION)
    other = read_message(b"Received: from x.example\r\nX-Filter: yes\r\n" + INVITATION)
    assert one.fingerprint == other.fingerprint
    changed = read_message(INVITATION.replace(b"Please come", b"Please stay"))
    assert one.fingerprint != changed.fingerprint


def test_a_file_may_begin_with_an_mbox_line() -> None:
    found = read_file(b"From ada@example.com Thu Jan  1 08:00:00 2026\r\n" + INVITATION)
    assert found.raw == INVITATION
    assert found.kind == "imip"


@pytest.mark.parametrize(
    "raw",
    [
        EVENT,
        b"\xef\xbb\xbf" + EVENT,
        b"\r\n\r\n  " + EVENT.replace(b"BEGIN:VCALENDAR", b"begin:vcalendar"),
        EVENT.decode().encode("utf-16"),
        b"BEGIN:VEVENT\r\nUID:lunch-1@example.com\r\nEND:VEVENT\r\n",
    ],
)
def test_a_bare_calendar_file(raw: bytes) -> None:
    found = read_file(raw)
    assert found.root.number == "1"
    assert found.root.content_type == "text/calendar"
    assert (found.headers, found.body_start, found.from_field.mailboxes) == ((), 0, ())
    assert found.invitations[0].uid == "lunch-1@example.com"
    assert (found.root.span.start, found.root.span.end) == (0, len(raw))
    assert not found.ambiguous


def test_a_message_over_the_limit_is_read_up_to_it() -> None:
    raw = message(TEXT) + b"x" * 1_000
    found = read_message(raw, Limits(message_bytes=500))
    assert found.truncated
    assert found.raw is raw
    assert "message-too-much" in {one.code for one in found.defects}


def _sound(found: Message, raw: bytes) -> None:
    """What must hold for every message ever read."""
    assert found.root is found.parts[0]
    assert 0 <= found.body_start <= len(raw)
    for one in found.parts:
        assert 0 <= one.header_span.start <= one.header_span.end <= len(raw)
        assert 0 <= one.body_span.start <= one.body_span.end <= len(raw)
    for calendar_part in found.calendars:
        assert 0 <= calendar_part.span.start <= calendar_part.span.end <= len(raw)
        assert not (calendar_part.fake and calendar_part.invitations)
    for defect in found.defects:
        assert defect.offset >= 0
        assert defect.code == defect.code.lower()
    assert found.kind in ("imip", "calendar", "opaque", "mail")


@given(st.binary(max_size=600))
def test_any_bytes(raw: bytes) -> None:
    _sound(read_message(raw), raw)
    read_file(raw)


PIECES = st.sampled_from(
    [
        b"From: a@example.com\r\n",
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"Content-Type: multipart/alternative; boundary=bb\r\n",
        b"Content-Type: text/calendar; method=REQUEST\r\n",
        b"Content-Type: message/rfc822\r\n",
        b"Content-Type: application/pkcs7-mime\r\n",
        b"Content-Type:",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: quoted-printable\r\n",
        b"Content-Disposition: attachment; filename=x.ics\r\n",
        b"\r\n",
        b"\n",
        b"\r",
        b"--b\r\n",
        b"--bb\r\n",
        b"--b--\r\n",
        b" ",
        b";",
        b"=",
        b'"',
        b"QkVHSU46VkNBTEVOREFSDQo=",
        b"\xff\xfe",
        b"\0",
        EVENT,
        calendar("RRULE:FREQ=DAILY", "URL:https://x.example"),
    ]
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=30).map(b"".join))
def test_any_shape(raw: bytes) -> None:
    _sound(read_message(raw), raw)


@settings(max_examples=150)
@given(st.integers(0, len(INVITATION)), st.integers(0, len(INVITATION)), st.binary(max_size=4))
def test_any_damage_to_an_invitation(start: int, length: int, put: bytes) -> None:
    raw = INVITATION[:start] + put + INVITATION[start + length :]
    _sound(read_message(raw), raw)


def _calendar_line(line: bytes) -> bytes:
    return message(part("text/calendar", EVENT.replace(b"SUMMARY:Lunch", line)))


HOSTILE: dict[str, Callable[[int], bytes]] = {
    "junk lines": lambda n: b"x\n" * n,
    "a colon that never comes": lambda n: b'"' * n,
    "returns only": lambda n: b"a:b\r" * n,
    "one folded field": lambda n: b"Subject: x" + b"\r\n x" * n + b"\r\n\r\n",
    "parameters": lambda n: b"Content-Type: text/plain" + b"; a=b" * n + b"\r\n\r\n",
    "quotes": lambda n: b"Content-Type: text/plain; a=" + b'"' * n + b"\r\n\r\n",
    "backslashes": lambda n: b'Content-Type: text/plain; a="' + b"\\" * n + b"\r\n\r\n",
    "comments": lambda n: b"From: " + b"(a)" * n + b"\r\n\r\n",
    "addresses": lambda n: b"From: " + b"a@b," * n + b"\r\n\r\n",
    "boundaries": lambda n: b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n" * n,
    "near boundaries": lambda n: b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n" + b"--xy\r\n" * n,
    "nested messages": lambda n: b"Content-Type: message/rfc822\r\n\r\n" * n,
    "begin": lambda n: b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"BEGIN;" * n,
    "base64 marks": lambda n: b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"QkVHSU46VkNBTEVOREFS" * n,
    "begin in base64": lambda n: (
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + base64.b64encode(b"BEGIN;" * n + b":vcalendar")
    ),
    "header lines": lambda n: b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"Content-Type: a\r\n" * n,
    "uuencoded lines": lambda n: message(part("text/plain", b"begin 644 x\r\n" + b"M\r\n" * n)),
    "uuencoded files": lambda n: message(part("text/plain", b"begin 644 x\r\n" * n)),
    "newlines": lambda n: _calendar_line(b"\n" * n),
    "folds": lambda n: _calendar_line(b"SUMMARY:" + b"\r\n x" * n),
    "return and blank": lambda n: _calendar_line(b"\r " * n),
    "semicolons": lambda n: _calendar_line(b"X" + b";" * n),
    "parameter quotes": lambda n: _calendar_line(b"X" + b';a="' * n + b":x"),
    "parameter commas": lambda n: _calendar_line(b"X;a=" + b"," * n),
    "components": lambda n: _calendar_line(b"BEGIN:X\r\n" * n),
    "digits": lambda n: _calendar_line(b"DESCRIPTION:" + b"1 " * n),
    "links": lambda n: _calendar_line(b"DESCRIPTION:" + b"http://a.example/) " * n),
    "closing brackets": lambda n: _calendar_line(b"DESCRIPTION:http://a.example/" + b")" * n),
    "rule": lambda n: _calendar_line(b"RRULE:FREQ=DAILY;BYDAY=" + b"MO," * n),
    "zone": lambda n: _calendar_line(b"DTSTART;TZID=" + b"a/" * n + b":20260101T000000"),
    "padding": lambda n: message(
        part("text/calendar", b"QQ==" * n, "Content-Transfer-Encoding: base64"),
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_shapes_take_linear_time(name: str) -> None:
    """Twenty times the input may cost at most about twenty times the time; quadratic would be four hundred."""
    build = HOSTILE[name]

    def seconds(size: int) -> float:
        raw = build(size)
        best = 60.0
        for _ in range(2):
            start = time.process_time()
            read_message(raw)
            best = min(best, time.process_time() - start)
        return best

    small, large = seconds(2_000), seconds(40_000)
    assert large < max(60 * small, 0.25)


def test_many_calendars_and_parts_stay_bounded() -> None:
    raw = message(multipart(*[part("text/calendar", EVENT)] * 700))
    found = read_message(raw)
    assert found.truncated
    assert len(found.parts) <= 502
    assert sum(one.readable for one in found.calendars) == 50
