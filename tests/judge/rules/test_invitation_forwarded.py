"""What was passed on, returned, or lies inside."""

from __future__ import annotations

import pytest

from salver.observe.facts import Circumstance
from salver.text.catalogue import words
from tests.judge.rules.who_facts import decided, facts, found, mail, stranger

CODE = "invitation-forwarded"
INSIDE = (
    b"From: tom@acme.example\r\nTo: nora@home.example\r\nSubject: Fwd: Plan\r\n"
    b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n'
    + mail()
    + b"\r\n--b--\r\n"
)


@pytest.mark.parametrize(("by", "variant"), [("tom@acme.example", ""), (None, "unnamed"), ("odd", "unnamed")])
def test_somebody_passed_it_on(by: str | None, variant: str) -> None:
    about = facts(circumstances=(Circumstance("forwarded", by),), seen=stranger(invited=False))
    reason = found(about, CODE)
    assert reason is not None
    assert (reason.severity, reason.variant) == ("notice", variant)
    # Then the other rule has nothing to add.
    assert not found(about, "recipient-not-invited")


def test_a_notification_only_tells() -> None:
    reason = found(facts(circumstances=(Circumstance("forward-notification"),)), CODE)
    assert reason is not None
    assert (reason.severity, reason.variant) == ("info", "notification")


def test_an_invitation_in_a_mail_inside_is_never_held_without_a_word() -> None:
    about = facts(INSIDE)
    reason = found(about, CODE)
    assert reason is not None
    assert (reason.severity, reason.variant) == ("notice", "inside")
    assert reason.where is not None
    assert reason.where.startswith("part 1")
    verdict = decided(about)
    assert (verdict.verdict, verdict.calendar, verdict.headline.code) == ("hold", "wait", CODE)


def test_what_came_back_is_no_news() -> None:
    about = facts(INSIDE, circumstances=(Circumstance("bounce", "mailer-daemon@mx.example", True),))
    reason = found(about, CODE)
    assert reason is not None
    assert reason.variant == "returned"
    verdict = decided(about)
    assert (verdict.verdict, verdict.calendar, verdict.row) == ("hold", "ignore", "returned-mail")
    assert (verdict.headline.code, verdict.headline.variant) == (CODE, "returned")


def test_a_word_about_a_bounce_hides_no_invitation_of_its_own() -> None:
    about = facts(circumstances=(Circumstance("bounce", "mailer-daemon@mx.example"),))
    assert decided(about).calendar == "wait"
    assert not found(about, CODE)


def test_silent_for_what_came_straight() -> None:
    assert not found(facts(), CODE)


def test_silent_for_a_guest_whatever_hands_it_went_through() -> None:
    circumstances = (Circumstance("forwarded", "tom@acme.example"),)
    assert not found(facts(circumstances=circumstances, seen=stranger(invited=True)), CODE)


def test_where_no_guest_list_can_be_asked_nothing_is_said_of_it() -> None:
    about = facts(circumstances=(Circumstance("forwarded", "tom@acme.example"),), seen=stranger(invited=None))
    reason = found(about, CODE)
    assert reason is not None
    assert reason.variant == "unknown-reader"
    assert "guest list" not in words(CODE, reason.variant, reason.params).why
