"""What is said about other guests."""

from __future__ import annotations

from tests.judge.rules.who_facts import ANNA, ME, contact, facts, found, mail, stranger, unvouched

CODE = "guests-unverified"
ACCEPTED = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:"


def test_others_are_said_to_come() -> None:
    reason = found(facts(mail(guests=(f"{ACCEPTED}a@other.example", f"{ACCEPTED}b@other.example"))), CODE)
    assert reason is not None
    assert (reason.severity, reason.variant, reason.params) == ("info", "", {"n": "2"})


def test_colleagues_are_counted_alone() -> None:
    guests = (f"{ACCEPTED}a@other.example", f"{ACCEPTED}cfo@home.example", f"{ACCEPTED}CFO@home.example")
    reason = found(facts(mail(guests=guests)), CODE)
    assert reason is not None
    assert (reason.variant, reason.params) == ("colleagues", {"n": "1"})


def test_silent_for_open_guests_and_for_those_who_speak_for_themselves() -> None:
    assert not found(facts(), CODE)
    assert not found(facts(mail(guests=(f"{ACCEPTED}{ANNA}", f"{ACCEPTED}{ME}"))), CODE)
    assert not found(facts(mail(guests=(f"{ACCEPTED}a@other.example",), method="REPLY")), CODE)


def test_silent_for_a_known_and_confirmed_sender_only() -> None:
    raw = mail(guests=(f"{ACCEPTED}a@other.example",))
    assert not found(facts(raw, seen=contact()), CODE)
    assert found(facts(raw, unvouched(), seen=contact()), CODE)
    assert found(facts(raw, seen=stranger()), CODE)
