"""Domains that look like known ones."""

from __future__ import annotations

from tests.judge.rules.who_facts import contact, decided, facts, found, stranger, vouched

CODE = "lookalike-domain"


def test_a_confirmed_stranger_with_a_familiar_face() -> None:
    about = facts(identity=vouched("ceo@victirn.example"), seen=stranger(lookalikes=("victim.example",)))
    reason = found(about, CODE)
    assert reason is not None
    assert reason.params == {"confirmed": "victirn.example", "known": "victim.example"}
    verdict = decided(about)
    assert (verdict.verdict, verdict.level, verdict.headline.code) == ("hold", "contradiction", CODE)


def test_the_person_s_own_contact_is_no_likeness() -> None:
    assert not found(facts(identity=vouched("a@victirn.example"), seen=contact(lookalikes=("victim.example",))), CODE)


def test_nothing_looks_like_itself() -> None:
    about = facts(identity=vouched("a@mail.victim.example"), seen=stranger(lookalikes=("victim.example",)))
    assert not found(about, CODE)


def test_the_person_behind_a_group_calendar_is_looked_at() -> None:
    group = vouched("c_1@group.calendar.google.com", person="ceo@victirn.example", carrier="google-group-calendar")
    reason = found(facts(identity=group, seen=stranger(lookalikes=("victim.example",))), CODE)
    assert reason is not None
    assert reason.params["confirmed"] == "victirn.example"
