"""Answers nobody gave."""

from __future__ import annotations

import pytest

from tests.judge.rules.who_facts import (
    ANNA,
    ME,
    bound,
    codes,
    contact,
    facts,
    found,
    mail,
    stranger,
    unvouched,
    vouched,
)

CODE = "answer-preset"


def answered(partstat: str, *lines: str, address: str = ME, method: str | None = "REQUEST") -> bytes:
    return mail(*lines, guests=(f"ATTENDEE;PARTSTAT={partstat}:mailto:{address}",), method=method)


@pytest.mark.parametrize(
    ("partstat", "variant"),
    [("ACCEPTED", ""), ("accepted", ""), ("DECLINED", "declined"), ("TENTATIVE", "other"), ("X-SURE", "other")],
)
def test_the_sender_filled_it_in(partstat: str, variant: str) -> None:
    reason = found(facts(answered(partstat)), CODE)
    assert reason is not None
    assert (reason.severity, reason.variant) == ("warning", variant)


@pytest.mark.parametrize("address", ["N.Lind@Home.example", "nora@home.example"])
def test_every_address_of_the_person_counts(address: str) -> None:
    assert found(facts(answered("ACCEPTED", address=address)), CODE)


def test_also_where_only_a_waiting_event_is_remembered() -> None:
    assert found(facts(answered("ACCEPTED"), seen=stranger(history=(bound(state="waiting"),))), CODE)


@pytest.mark.parametrize("state", ["delivered", "accepted", "declined", "cancelled"])
def test_silent_where_the_person_may_have_answered(state: str) -> None:
    assert not found(facts(answered("ACCEPTED"), seen=stranger(history=(bound(state=state),))), CODE)


def test_silent_where_nobody_can_say() -> None:
    assert not found(facts(answered("ACCEPTED"), seen=stranger(history=None)), CODE)


@pytest.mark.parametrize("raw", [mail(), answered("NEEDS-ACTION"), answered("ACCEPTED", address="list@lists.example")])
def test_silent_for_open_answers_and_for_those_of_others(raw: bytes) -> None:
    assert not found(facts(raw), CODE)


@pytest.mark.parametrize("method", ["REPLY", "CANCEL", "COUNTER"])
def test_answers_and_cancellations_carry_answers(method: str) -> None:
    assert not found(facts(answered("ACCEPTED", method=method)), CODE)


def test_silent_for_one_s_own() -> None:
    assert not found(facts(answered("ACCEPTED"), vouched(ANNA), seen=stranger(own_echo=True)), CODE)
    assert CODE not in codes(facts(answered("ACCEPTED"), unvouched(ME)))


def test_an_update_of_a_known_sender_may_be_of_an_event_from_before() -> None:
    update = answered("ACCEPTED", "SEQUENCE:2")
    assert not found(facts(update, seen=contact()), CODE)
    assert found(facts(update, seen=stranger()), CODE)
    assert found(facts(update, unvouched(ANNA), seen=contact()), CODE)
    assert found(facts(answered("ACCEPTED"), seen=contact()), CODE)


def test_a_subaddress_is_the_person_on_either_side() -> None:
    plus = "nora+school@home.example"
    assert found(facts(answered("ACCEPTED", address=plus)), CODE)
    assert found(facts(answered("ACCEPTED"), recipient={"addresses": (plus,)}), CODE)
