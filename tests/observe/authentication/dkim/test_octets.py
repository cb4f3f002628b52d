"""A message as its signers saw it."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from salver.observe.authentication.dkim.octets import Octets
from salver.read.reading import read_message
from tests.observe.authentication.dkim.signer import TEXT


def _octets(raw: bytes) -> Octets:
    return Octets(read_message(raw))


def test_fields_are_chosen_from_the_bottom_up_and_missing_ones_are_nothing() -> None:
    octets = _octets(b"X: 1\r\nY: 2\r\nX: 3\r\nX: 4\r\n\r\n")
    chosen = octets.header("relaxed", ("x", "x", "z", "y", "x", "x", "x"), b"Own: b=")
    assert chosen == b"x:4\r\nx:3\r\ny:2\r\nx:1\r\nown:b="


def test_fields_are_taken_as_they_stand() -> None:
    octets = _octets(b"Subject :  a\r\n\t b \r\nFrom: x@sender.example\r\n\r\n")
    assert octets.header("simple", ("subject",), b"Own: b=") == b"Subject :  a\r\n\t b \r\nOwn: b="
    assert octets.header("relaxed", ("subject",), b"Own: b=") == b"subject:a b\r\nown:b="


def test_the_fields_are_the_same_however_often_they_are_asked_for() -> None:
    octets = _octets(b"Subject :  a\r\n\t b \r\nX:\r\n y\t\r\nFrom: x@sender.example\r\n\r\n")
    names = ("x", "subject", "from", "x")
    for form in ("relaxed", "simple"):
        assert len({octets.header(form, names, b"Own:  a\r\n b=") for _ in range(5)}) == 1


def test_a_file_stored_with_line_feeds_counts_as_what_went_over_the_wire() -> None:
    wire, stored = _octets(TEXT), _octets(TEXT.replace(b"\r\n", b"\n"))
    assert stored.raw_body == wire.raw_body
    for form in ("simple", "relaxed"):
        assert stored.header(form, ("from", "to"), b"O: b=") == wire.header(form, ("from", "to"), b"O: b=")


def test_a_line_feed_alone_among_others_stays_one() -> None:
    octets = _octets(b"X: 1\r\n\r\na\nb\r\n")
    assert octets.raw_body == b"a\nb\r\n"
    assert octets.body("simple") == b"a\nb\r\n"


@given(st.lists(st.integers(0, 40) | st.none(), max_size=6))
def test_digests_of_all_lengths(lengths: list[int | None]) -> None:
    octets = _octets(TEXT)
    octets.prepare(("relaxed", length) for length in lengths)
    body = octets.body("relaxed")
    for length in lengths:
        whole = length is None or length <= len(body)
        assert octets.digest("relaxed", length) == (hashlib.sha256(body[:length]).digest() if whole else None)


def test_a_message_without_a_body() -> None:
    octets = _octets(b"X: 1\r\n")
    octets.prepare([("simple", None), ("relaxed", None), ("relaxed", 0)])
    assert octets.digest("simple", None) == hashlib.sha256(b"\r\n").digest()
    assert octets.digest("relaxed", None) == octets.digest("relaxed", 0) == hashlib.sha256(b"").digest()
    assert octets.digest("relaxed", 1) is None
