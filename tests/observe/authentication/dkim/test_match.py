"""Signatures a trusted server verified, found again in the message without a key."""

from __future__ import annotations

import pytest

from salver.observe.authentication.authenticated import DkimResult
from salver.observe.authentication.dkim.match import match, match_all
from salver.read.message import Message
from salver.read.reading import read_message
from tests.observe.authentication.dkim.signer import TEXT, invitation, sign

REPORTED = DkimResult("pass", "sender.example", "sel")


def _message(raw: bytes) -> Message:
    return read_message(raw)


def test_what_the_signature_says_is_added() -> None:
    raw = sign(invitation(), t="5", x="9", darn="recipient.example", i="ann@sender.example")
    found = match(_message(raw), REPORTED)
    assert (found.result, found.covers_calendar, found.why) == ("pass", True, None)
    assert (found.signed_at, found.expires, found.recipient_domain) == (5, 9, "recipient.example")
    assert found.signed[0] == "from"
    assert (found.identifier, found.algorithm) == ("ann@sender.example", "rsa-sha256")


def test_a_message_without_a_calendar_is_completed_all_the_same() -> None:
    found = match(_message(sign(TEXT, x="9")), REPORTED)
    assert (found.covers_calendar, found.expires) == (None, 9)


@pytest.mark.parametrize(
    "reported",
    [
        DkimResult("pass"),
        DkimResult("pass", "other.example"),
        DkimResult("pass", "sender.example", "other"),
        DkimResult("pass", "sender.example", "sel", b="????????"),
        DkimResult("pass", "mail.sender.example"),
    ],
)
def test_without_a_match_nothing_is_known(reported: DkimResult) -> None:
    found = match(_message(sign(invitation())), reported)
    assert found == reported
    assert found.covers_calendar is None


def test_a_signature_is_known_by_its_beginning() -> None:
    first = sign(invitation(), x="1")
    raw = sign(first, x="2")
    for signed, expires in ((first, 1), (raw, 2)):
        beginning = signed.partition(b"\tb=")[2][:8].decode()
        assert match(_message(raw), DkimResult("pass", "sender.example", "SEL", b=beginning)).expires == expires


def test_a_server_that_reports_the_identity_alone() -> None:
    raw = sign(invitation(), i="ann@mail.sender.example")
    reported = DkimResult("pass", "mail.sender.example", identifier="ann@mail.sender.example")
    found = match(_message(raw), reported)
    assert (found.covers_calendar, found.domain) == (True, "mail.sender.example")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (sign(invitation()) + b"a footer of the list\r\n", "body-hash"),
        (sign(invitation(), l="40"), "length"),
        (b"From: eve@evil.test\r\n" + sign(invitation()), "from-added"),
        (sign(invitation(), a="rsa-sha1"), "sha1"),
        (sign(invitation(), l="99999999"), "length"),
    ],
)
def test_what_happened_behind_that_server_uncovers_the_calendar(raw: bytes, why: str) -> None:
    found = match(_message(raw), REPORTED)
    assert (found.result, found.covers_calendar, found.why) == ("pass", False, why)


def test_an_added_field_that_claims_more_does_not_help() -> None:
    honest = sign(invitation(), l="40")
    forged = b"DKIM-Signature: " + sign(invitation()).partition(b"\r\nFrom")[0].partition(b": ")[2] + b"\r\n" + honest
    for raw in (forged, honest):
        assert match(_message(raw), REPORTED).covers_calendar is False


def test_what_did_not_pass_covers_nothing() -> None:
    found = match(_message(sign(invitation())), DkimResult("fail", "sender.example", "sel", why="bad"))
    assert (found.result, found.covers_calendar, found.why) == ("fail", False, "bad")


def test_more_signatures_than_are_looked_at_match_nothing() -> None:
    raw = invitation()
    for _ in range(12):
        raw = sign(raw)
    assert match(_message(raw), REPORTED).covers_calendar is None


def test_nothing_reported_is_nothing_found() -> None:
    assert match_all(_message(sign(invitation())), ()) == ()
