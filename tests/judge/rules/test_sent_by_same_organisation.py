"""Colleagues who send for one another."""

from __future__ import annotations

from salver.observe.facts import Circumstance
from tests.judge.rules.who_facts import codes, contact, decided, facts, found, unvouched, vouched

CODE = "sent-by-same-organisation"


def test_a_colleague_of_the_organizer() -> None:
    same = unvouched(vouched_by="same-organisation", strength="weak")
    about = facts(identity=same, seen=contact())
    reason = found(about, CODE)
    assert reason is not None
    assert reason.severity == "info"
    # Never better than a question (report.md, strength).
    assert (decided(about).verdict, decided(about).level) == ("hold", "check")
    assert codes(about)["organizer-not-vouched"] == "warning"


def test_also_where_somebody_took_it_for_moderate() -> None:
    about = facts(identity=unvouched(vouched_by="same-organisation", strength="moderate"), seen=contact())
    assert (decided(about).verdict, decided(about).level) == ("hold", "check")


def test_a_delegate_who_is_confirmed() -> None:
    delegate = unvouched(vouched_by="delegate", strength="moderate")
    about = facts(identity=delegate, event_circumstances=(Circumstance("delegate", "tom@acme.example", True),))
    assert found(about, CODE)


def test_silent_for_the_organizer_himself() -> None:
    assert not found(facts(identity=vouched()), CODE)
