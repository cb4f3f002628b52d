"""Where programs part ways although the mail looks tidy: nothing a client could show passes as ordinary mail."""

from __future__ import annotations

import base64
import time

import pytest

from salver.core.limits import DEFAULT_LIMITS
from salver.read.reading import read_message
from salver.read.strict import read_strictly
from tests.read.samples import EVENT, TEXT, base64_part, message, multipart, part

ENCODED = base64.encodebytes(EVENT).replace(b"\n", b"\r\n")
CALENDAR = base64_part("text/calendar; method=REQUEST", EVENT)


def within(shown: bytes, outer: str, inner: bytes) -> bytes:
    """A multipart by ``shown`` whose only text holds one by ``inner``, as other programs read the field ``outer``."""
    hidden = b"--" + inner + b"\r\n" + CALENDAR + b"\r\n--" + inner + b"--\r\n"
    body = b"--" + shown + b"\r\n\r\nHello\r\n" + hidden + b"--" + shown + b"--\r\n"
    return message(f"Content-Type: multipart/mixed; boundary={outer}\r\n\r\n".encode("latin-1") + body)


BOUNDARIES = {
    "a quoted backslash": within(b"AB", '"A\\B"', b"A\\B"),
    "a bare backslash": within(b"A\\B", "A\\B", b"A"),
    "angle brackets": within(b"<B>", '"<B>"', b"B"),
    "a colon without quotes": within(b"A:B", "A:B", b"A"),
    "a slash without quotes": within(b"A/B", "A/B", b"A"),
    "an equals sign at the end": within(b"B=", "B=", b"B"),
    "a language tag": within(b"utf-8''%42", "utf-8''%42", b"B"),
    "high bytes": within(b"B\xc3\xa9", '"B\xe9"', b"B\xe9"),
    "a blank in front": within(b" B", '" B"', b"B"),
}
ELSEWHERE = {
    "bare CR in mail with LF": b"From: a@example.com\nX: a\rContent-Type: text/calendar; method=REQUEST\r"
    b"Content-Transfer-Encoding: base64\rY: b\n\n" + ENCODED,
    "a delimiter behind many blanks": message(
        b"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: multipart/mixed; boundary=C\r\n\r\n"
        b"--C\r\n\r\ntext\r\n--B"
        + b" " * 300
        + b"junk\r\nContent-Type: text/plain\r\n\r\n--C\r\n"
        + CALENDAR
        + b"--C--\r\n"
        b"--B--\r\n"
    ),
    "soft breaks to begin with": message(
        part("text/plain", b"=\r\n" * 400 + EVENT, "Content-Transfer-Encoding: quoted-printable")
    ),
    "blank lines of base64": message(part("text/plain", b"\r\n" * 600 + ENCODED, "Content-Transfer-Encoding: base64")),
    "a mark and blank lines": message(part("text/plain", b"\xef\xbb\xbf" + b"\r\n" * 600 + EVENT)),
    "an invisible blank": message(part("text/plain; charset=utf-8", b"\xe2\x80\x8b" + EVENT)),
    "padding first": message(
        multipart(TEXT, part("text/plain", b"DQo=\r\n" + ENCODED, "Content-Transfer-Encoding: base64"))
    ),
}
NAMES = [
    "filename*0=invite.ics; filename*2=.txt",
    "filename*0=invite.ics; filename*0=x.txt",
    "filename=a.ics,b.txt",
    "filename=a.ics b.txt",
]


@pytest.mark.parametrize("raw", BOUNDARIES.values(), ids=BOUNDARIES)
def test_a_boundary_that_programs_read_differently(raw: bytes) -> None:
    found = read_message(raw)
    assert read_strictly(raw, DEFAULT_LIMITS) is None
    assert found.kind == "imip"
    assert found.ambiguous


@pytest.mark.parametrize("raw", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_calendar_further_on(raw: bytes) -> None:
    assert not read_message(raw).ordinary


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_some_end_earlier(name: str) -> None:
    raw = message(
        multipart(TEXT, part("application/x-thing", b"x\r\n" + EVENT, f"Content-Disposition: attachment; {name}"))
    )
    assert not read_message(raw).ordinary


@pytest.mark.parametrize(
    ("content_type", "name"),
    [
        ("application/x-7z-compressed", "invite.ics.7z"),
        ("application/vnd.rar", "invite.ics.rar"),
        ("application/x-thing", "invite.ics.bz2"),
    ],
)
def test_a_calendar_in_a_package(content_type: str, name: str) -> None:
    raw = message(multipart(TEXT, part(content_type, b"\1\2\3", f"Content-Disposition: attachment; filename={name}")))
    assert read_message(raw).kind == "opaque"


@pytest.mark.parametrize(
    "entity",
    [
        part("text/calendar; charset=UTF-8; charset=utf-8", EVENT),
        part("text/calendar; method=REQUEST; method=request", EVENT),
        part("text/calendar", EVENT, "Content-Disposition: inline", "Content-Disposition: attachment; filename=a.ics"),
    ],
)
def test_what_honest_programs_write_is_no_doubt(entity: bytes) -> None:
    found = read_message(message(multipart(TEXT, entity)))
    assert found.kind in ("imip", "calendar")
    assert not found.ambiguous


@pytest.mark.parametrize("name", ["old.eml", "test_ical.py"])
def test_a_file_that_speaks_of_calendars_is_none(name: str) -> None:
    file = part("application/octet-stream", b"x = 1\r\n" + EVENT, f"Content-Disposition: attachment; filename={name}")
    assert read_message(message(multipart(TEXT, file))).calendars == ()


@pytest.mark.parametrize(
    "raw",
    [
        message(part("text/plain", b"begin 644 " + b" " * 20_000)),
        message(part("a" * 32_000 + " b;", b"")),
        message(part("a/" * 16_000 + " b;", b"")),
    ],
)
def test_what_does_not_end_costs_no_more(raw: bytes) -> None:
    start = time.process_time()
    read_message(raw)
    assert time.process_time() - start < 0.2
