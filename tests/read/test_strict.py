"""The strict reading against the tolerant ones: where it speaks, they say the same and have no doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.message import Span
from salver.read.mime import Walk
from salver.read.reading import read_message, read_tolerantly
from salver.read.strict import read_strictly
from tests import collection
from tests.read.samples import EVENT, INVITATION, TEXT, base64_part, message, multipart, part

TWO = multipart(TEXT, part("text/html", b"<p>Hello</p>"))


def agree(raw: bytes) -> bool:
    """Hold the readings against each other. Returns whether the strict one spoke."""
    strict = read_strictly(raw, DEFAULT_LIMITS)
    if strict is None:
        return False
    body, leaves = strict
    walk = Walk(DEFAULT_LIMITS)
    walk.message(raw, len(raw))
    seen = [
        (
            e.number,
            e.part.content_type,
            e.part.parameters,
            e.part.encoding,
            e.names,
            e.part.span,
            e.part.body_span.start,
        )
        for e in walk.entities
        if e.leaf
    ]
    said = [
        (
            leaf.number,
            leaf.content_type,
            leaf.parameters,
            leaf.encoding,
            leaf.names,
            Span(leaf.start, leaf.end),
            leaf.body,
        )
        for leaf in leaves
    ]
    assert said == seen
    assert not [doubt for entity in walk.entities for doubt in entity.doubts]
    one, other = read_message(raw), read_tolerantly(raw)
    assert one.body_start == other.body_start == body
    assert one.kind == other.kind
    for name in ("calendars", "opaque", "ambiguous", "truncated", "headers", "defects", "fingerprint", "links"):
        assert getattr(one, name) == getattr(other, name), name
    return True


@pytest.mark.parametrize(
    "raw",
    [
        INVITATION,
        INVITATION.replace(b"\r\n", b"\n"),
        message(TEXT),
        message(TWO),
        message(multipart(TWO, base64_part("application/ics; name=invite.ics", EVENT), boundary="b2")),
        message(multipart(TEXT, part("image/png; name*=utf-8''a%20b.png", b"\x89PNG"))),
    ],
)
def test_it_speaks_about_mail_by_the_book(raw: bytes) -> None:
    assert agree(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\nno header",
        message(TEXT).replace(b"\r\n", b"\n", 1),
        message(TEXT).replace(b"Subject: ", b"Subject : "),
        message(TEXT).replace(b"Subject: ", b"Subject: a\rb"),
        message(TEXT, "Content-Type: text/html"),
        message(TWO).replace(b"--b1--", b"--b1 -"),
        message(TWO).replace(b"boundary=", b"boundary=x; boundary="),
        message(multipart(TEXT, part("text/plain", EVENT))),
        message(multipart(TEXT, part("text/plain", b"begin 644 invite.ics\r\n`\r\nend\r\n"))),
        message(multipart(TEXT, part("text/plain", b"Hello\r\n=ybegin line=128 size=1 name=invite.ics\r\n"))),
        message(multipart(TEXT, part("text/plain", b"(This file must be converted with BinHex 4.0)\r\n"))),
        message(multipart(TEXT, part("text/plain", b"-----BEGIN PGP MESSAGE-----\r\n"))),
        message(multipart(TEXT, part("text/plain", b"\x78\x9f\x3e\x22tnef"))),
        message(multipart(TEXT, part("text/plain; charset=utf-7", b"+AEI-"))),
        message(multipart(TEXT, part("application/octet-stream", b"x"))),
        message(multipart(TEXT, part("text/plain", b" " * 2000))),
        message(multipart(TEXT, b"Content-Type: text/plain\r\n \r\n ; name=invite.ics\r\n\r\nx")),
        message(multipart(TEXT, b"Content-Type: text/plain\r\n\t \r\nSubject: x\r\n\r\nx")),
        message(TEXT).replace(b"\r\n", b"\n").replace(b"Subject: ", b"Subject: a\r\n b"),
    ],
)
def test_it_is_silent_where_anything_is_unclear(raw: bytes) -> None:
    assert read_strictly(raw, DEFAULT_LIMITS) is None


@pytest.mark.parametrize("breaks", range(8))
@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_a_calendar_behind_soft_breaks_is_none_of_its_business(breaks: int, end: bytes) -> None:
    """Wherever a first look at the body ends, also in the middle of a soft break or of an encoded sign."""
    body = (b"=" + end) * breaks + b"=42EGIN:VCALENDAR" + end
    raw = message(multipart(TEXT, part("text/plain", body, "Content-Transfer-Encoding: quoted-printable")))
    assert read_strictly(raw, DEFAULT_LIMITS) is None
    blank = (b"=" + end) * breaks + b"Hello" + end
    assert agree(message(multipart(TEXT, part("text/plain", blank, "Content-Transfer-Encoding: quoted-printable"))))


def test_fields_are_counted_and_not_their_lines() -> None:
    raw = message(TEXT, "X-Long: a" + "\r\n b" * 30)
    assert read_strictly(raw, Limits(header_fields=20)) is not None


def test_it_keeps_to_the_limits() -> None:
    raw = message(TWO, *(f"X-{n}: y" for n in range(20)))
    assert read_strictly(raw, DEFAULT_LIMITS) is not None
    for limits in (
        Limits(message_bytes=100),
        Limits(header_fields=10),
        Limits(header_bytes=100),
        Limits(mime_parts=2),
        Limits(mime_depth=1),
    ):
        assert read_strictly(raw, limits) is None


PIECES = [
    b"\r\n",
    b"\n",
    b"\r",
    b"--b1",
    b"--b1--",
    b"Content-Type: ",
    b"text/plain",
    b"text/calendar",
    b"multipart/mixed; boundary=b1",
    b"; boundary=b2",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Disposition: attachment; filename=",
    b"invite.ics",
    b"BEGIN:VCALENDAR\r\n",
    b"QkVHSU46VkNBTEVOREFS",
    b" ",
    b"(c)",
    b"x: y\r\n",
    EVENT,
]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.integers(0, 400))
def test_wherever_it_speaks_they_agree(pieces: list[bytes], place: int) -> None:
    base = message(multipart(TWO, base64_part("text/calendar; method=REQUEST", EVENT), boundary="b2"))
    agree(base[:place] + b"".join(pieces) + base[place:])
    agree(b"From: a@b.example\r\n" + b"".join(pieces))


@collection.needed
def test_it_agrees_on_the_collection_and_speaks_about_most_mail() -> None:
    said = [agree(raw) for kind in ("imip-mail", "other-mail") for _, raw in collection.files(kind)]
    assert sum(said) > len(said) // 2
