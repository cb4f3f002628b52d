"""Domains that look like known ones."""

from __future__ import annotations

from typing import get_args

import pytest

from salver.observe.question import SURE, Resembles
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


@pytest.mark.parametrize("why", get_args(Resembles))
def test_what_honest_names_do_as_well_is_a_question(why: Resembles) -> None:
    about = facts(
        identity=vouched("ceo@victirn.example"), seen=stranger(lookalikes=("victim.example",), resemblances=(why,))
    )
    reason = found(about, CODE)
    assert reason is not None
    assert (reason.severity, reason.variant) == (("danger", "") if why in SURE else ("warning", "perhaps"))
    assert decided(about).level == ("contradiction" if why in SURE else "check")


def test_the_gravest_is_told() -> None:
    seen = stranger(lookalikes=("a.example", "b.example"), resemblances=("few-letters", "looks-the-same"))
    reason = found(facts(identity=vouched("ceo@victirn.example"), seen=seen), CODE)
    assert reason is not None
    assert (reason.severity, reason.params["known"]) == ("danger", "b.example")


def test_a_reason_that_is_missing_counts_as_the_gravest() -> None:
    seen = stranger(lookalikes=("a.example", "b.example"), resemblances=("few-letters",))
    reason = found(facts(identity=vouched("ceo@victirn.example"), seen=seen), CODE)
    assert reason is not None
    assert (reason.severity, reason.params["known"]) == ("danger", "b.example")
