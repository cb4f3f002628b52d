"""Who may send for whom."""

from __future__ import annotations

import pytest

from salver.observe.authentication.authenticated import Authentication, DkimResult, DmarcResult
from salver.observe.facts import Circumstance, Identity
from tests.judge.rules.who_facts import (
    ANNA,
    bound,
    codes,
    contact,
    decided,
    facts,
    failing,
    found,
    mail,
    passing,
    stranger,
    unvouched,
    vouched,
)

CODE = "sent-by-not-approved"
TOM = "tom@helpdesk.example"
RAW = mail(organizer=f'ORGANIZER;SENT-BY="mailto:{TOM}":mailto:{ANNA}', author=f"Tom <{TOM}>")
BY_TOM = passing("helpdesk.example")


def test_his_own_word_appoints_nobody() -> None:
    about = facts(RAW, unvouched(), authentication=BY_TOM, seen=contact())
    reason = found(about, CODE)
    assert reason is not None
    assert reason.severity == "warning"
    assert reason.params == {"confirmed": "helpdesk.example", "claimed": "acme.example"}
    verdict = decided(about)
    assert (verdict.verdict, verdict.level, verdict.headline.code) == ("hold", "check", CODE)


def test_nobody_looked() -> None:
    assert codes(facts(RAW, unvouched(strength="unknown")))[CODE] == "notice"


def test_a_pair_this_person_approved_is_known_where_the_organizer_is() -> None:
    about = facts(RAW, unvouched(), authentication=BY_TOM, seen=contact(delegate_approved=True))
    assert set(codes(about)) & {CODE, "organizer-not-vouched"} == set()
    verdict = decided(about)
    assert (verdict.verdict, verdict.level, verdict.headline.variant) == ("deliver", "known", "delegate")
    unknown = facts(RAW, unvouched(), authentication=BY_TOM, seen=stranger(delegate_approved=True))
    assert (decided(unknown).verdict, decided(unknown).level) == ("hold", "new")


@pytest.mark.parametrize("authentication", [failing("helpdesk.example"), passing("evil.test")])
def test_the_approval_needs_the_one_who_was_approved(authentication: object) -> None:
    about = facts(RAW, unvouched(), authentication=authentication, seen=contact(delegate_approved=True))
    assert codes(about)[CODE] == "warning"


def test_another_author_than_the_one_who_was_approved() -> None:
    raw = mail(organizer=f'ORGANIZER;SENT-BY="mailto:{TOM}":mailto:{ANNA}', author="Eve <eve@helpdesk.example>")
    about = facts(raw, unvouched(), authentication=BY_TOM, seen=contact(delegate_approved=True))
    assert codes(about)[CODE] == "warning"


@pytest.mark.parametrize(
    "identity",
    [
        vouched(),
        unvouched(vouched_by="same-organisation", strength="weak"),
        unvouched(vouched_by="delegate", strength="moderate"),
    ],
)
def test_silent_where_the_organizer_or_his_house_vouches(identity: Identity) -> None:
    delegate = (Circumstance("delegate", TOM, True),)
    assert not found(facts(RAW, identity, authentication=BY_TOM, event_circumstances=delegate), CODE)


def test_sending_for_oneself_is_nothing() -> None:
    raw = mail(organizer=f'ORGANIZER;SENT-BY="mailto:{ANNA.upper()}":mailto:{ANNA}')
    assert not found(facts(raw, unvouched()), CODE)


def test_inside_the_house_it_is_asked_about_an_event_that_is_there() -> None:
    delegate = (Circumstance("delegate", TOM, True),)
    colleague = unvouched(vouched_by="delegate", strength="moderate")
    for approved, severity in ((False, "warning"), (True, None)):
        seen = contact(history=(bound(),), delegate_approved=approved)
        about = facts(RAW, colleague, seen=seen, authentication=BY_TOM, event_circumstances=delegate)
        assert codes(about).get(CODE) == severity
        assert decided(about).verdict == ("deliver" if approved else "hold")


def test_a_dead_name_of_his_own_makes_it_no_smaller() -> None:
    late = Authentication(source="own", dkim=(DkimResult("temperror", "helpdesk.example"),), dmarc=DmarcResult("none"))
    reason = found(facts(RAW, unvouched(), authentication=late, seen=contact()), CODE)
    assert reason is not None
    assert (reason.severity, reason.variant) == ("warning", "not-checked")
