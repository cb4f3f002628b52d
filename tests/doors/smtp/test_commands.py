"""Command lines, read strictly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from salver.doors.smtp.commands import Command, parse_command, parse_path


def test_a_verb_and_the_rest() -> None:
    assert parse_command(b"mail FROM:<a@x.test>  ") == Command("MAIL", b"FROM:<a@x.test>")
    assert parse_command(b"") == Command("", b"")


def test_paths() -> None:
    found = parse_path(b"from: <a@x.test> size=5 body=8BITMIME", b"FROM:")
    assert found is not None
    assert (found.address, found.parameters) == ("a@x.test", {"SIZE": "5", "BODY": "8BITMIME"})
    assert parse_path(b"TO:<b@x.test>", b"FROM:") is None
    assert parse_path("FROM:<jörg@x.test>".encode(), b"FROM:") is not None
    assert parse_path(b"FROM:<\xff@x.test>", b"FROM:") is None
    assert parse_path(b"FROM:<a@x.test> =5", b"FROM:") is None


@given(st.binary(max_size=60))
def test_no_address_with_controls_ever_comes_out(text: bytes) -> None:
    found = parse_path(b"FROM:<" + text + b">", b"FROM:")
    if found is not None:
        assert not any(ord(character) < 0x20 or ord(character) == 0x7F for character in found.address)
