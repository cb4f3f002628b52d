"""Signatures a trusted server verified, found again in the message without a key."""

from __future__ import annotations

import pytest

from salver.observe.authentication.authenticated import DkimResult
from salver.observe.authentication.dkim.match import match, match_all
from salver.read.message import Message
from salver.read.reading import read_message
from tests.observe.authentication.dkim.signer import NAMES, TEXT, invitation, sign

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
        DkimResult("pass", "other.example"),
        DkimResult("pass", "sender.example", "other"),
        DkimResult("pass", "sender.example", "sel", b="????????"),
        DkimResult("pass", "mail.sender.example"),
    ],
)
def test_a_signature_that_is_not_there_covers_nothing(reported: DkimResult) -> None:
    found = match(_message(sign(invitation())), reported)
    assert (found.result, found.domain, found.selector) == ("pass", reported.domain, reported.selector)
    assert (found.covers_calendar, found.why, found.signed) == (False, "not-found", ())
    assert match(_message(sign(TEXT)), reported).covers_calendar is None
    # Only where the message has no signature any more nobody knows.
    assert match(_message(invitation()), reported) == reported


def test_a_report_that_names_no_domain_is_about_the_weakest() -> None:
    assert match(_message(sign(invitation())), DkimResult("pass")).covers_calendar is True
    assert match(_message(sign(sign(invitation()), l="40")), DkimResult("pass")).why == "length"


@pytest.mark.parametrize("padded", [b" " * 17_000, b"; d=sender.example"])
def test_a_signature_that_cannot_be_read_may_be_the_one(padded: bytes) -> None:
    # Other programs verify it all the same, and below it stands one that claims more.
    raw = sign(invitation()) + b"--outer\r\nContent-Type: text/calendar\r\n\r\n"
    hidden = sign(raw, l="40").replace(b"; d=sender.example", b"; d=sender.example" + padded, 1)
    for message in (_message(hidden), _message(hidden.partition(b"\r\nDKIM-")[0] + b"\r\n" + invitation())):
        assert (found := match(message, REPORTED)).covers_calendar is False
        assert found.why == "syntax"


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


def test_more_signatures_than_are_looked_at_cover_nothing() -> None:
    raw = invitation()
    for _ in range(12):
        raw = sign(raw)
    found = match(_message(raw), REPORTED)
    assert (found.covers_calendar, found.why) == (False, "not-found")


def test_another_body_does_not_hide_what_was_open_before() -> None:
    google = [name for name in NAMES if name != "content-type"]
    banner = b"\r\n\r\n[EXTERNAL]\r\n"
    open_before = sign(invitation(), l="40").replace(b"\r\n\r\n", banner, 1)
    assert match(_message(open_before), REPORTED).why == "length"
    swapped = sign(invitation(), names=google).replace(b'"outer"', b'"inner"').replace(b"\r\n\r\n", banner, 1)
    assert match(_message(swapped), REPORTED).why == "structure-ambiguous"
    for names, uncertain in ((NAMES, False), (google, True)):
        footer = sign(invitation(), names=names).replace(b"See you there.", b"See you there.\r\n-- \r\nThe list")
        found = match(_message(footer), REPORTED)
        assert (found.covers_calendar, found.why, found.other_body) == (False, "body-hash", True)
        assert found.uncertain is uncertain


def test_a_dmarc_pass_without_the_signature_it_rests_on() -> None:
    def silent(raw: bytes, *reported: DkimResult, author: str = "sender.example") -> list[tuple[object, ...]]:
        found = match_all(_message(raw), reported, author=author)
        return [(one.result, one.domain, one.covers_calendar, one.why) for one in found]

    open_one = sign(invitation(), l="40")
    assert silent(open_one) == [("not-asked", "sender.example", False, "length")]
    assert silent(open_one, author="mail.sender.example") == [("not-asked", "sender.example", False, "length")]
    assert silent(sign(open_one, d="other.example")) == [("not-asked", "sender.example", False, "length")]
    # What covers the calendar adds nothing to the pass, and neither does a message that has no signature.
    assert silent(sign(invitation())) == []
    assert silent(invitation()) == []
    assert silent(sign(TEXT, l="4")) == []
    assert silent(sign(invitation(), d="other.example")) == [("not-asked", "sender.example", False, "not-found")]
    # A result that is no pass, or is another's, is not the one behind it.
    for reported in (DkimResult("fail", "sender.example"), DkimResult("pass", "news.sender.example", "x")):
        assert silent(open_one, reported)[1:] == [("not-asked", "sender.example", False, "length")]
    assert silent(open_one, REPORTED) == [("pass", "sender.example", False, "length")]


def test_nothing_reported_is_nothing_found() -> None:
    assert match_all(_message(sign(invitation())), ()) == ()
