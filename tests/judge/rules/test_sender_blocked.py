"""Blocks of the confirmed, and of what nobody confirms."""

from __future__ import annotations

from tests.judge.rules.who_facts import contact, decided, facts, found, stranger, unvouched, vouched

CODE = "sender-blocked"
UNCONFIRMED = {"unconfirmed_blocked": True}


def test_a_block_of_the_unconfirmed_hits_the_unconfirmed() -> None:
    about = facts(identity=unvouched(), seen=contact(), recipient=UNCONFIRMED)
    reason = found(about, CODE)
    assert reason is not None
    assert (reason.variant, reason.where, reason.params) == ("unconfirmed", "MAIL FROM", {"domain": "acme.example"})
    verdict = decided(about)
    assert (verdict.verdict, verdict.calendar, verdict.headline.variant) == ("hold", "ignore", "unconfirmed")


def test_and_nobody_who_is_confirmed() -> None:
    assert not found(facts(identity=vouched(), seen=stranger(), recipient=UNCONFIRMED), CODE)
    assert not found(facts(identity=unvouched()), CODE)


def test_a_block_of_a_person() -> None:
    reason = found(facts(seen=stranger(blocked=True), recipient=UNCONFIRMED), CODE)
    assert reason is not None
    assert (reason.variant, reason.where) == ("", "ORGANIZER")
