"""Events that change hands."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from salver.observe.facts import Identity
from tests.judge.rules.who_facts import (
    ANNA,
    bound,
    codes,
    contact,
    decided,
    facts,
    found,
    mail,
    passing,
    stranger,
    unvouched,
    vouched,
)

CODE = "organizer-changed"
TOM = "tom@other.example"
GROUP = "c_1@group.calendar.google.com"
HIS = mail(organizer=f"ORGANIZER:mailto:{TOM}", author=f"Tom <{TOM}>")


def group(person: str = ANNA) -> Identity:
    return vouched(
        GROUP,
        vouched_by="carrier",
        strength="moderate",
        carrier="google-group-calendar",
        carrier_class="account",
        person=person,
    )


@pytest.mark.parametrize("seen", [stranger, contact])
def test_in_his_own_confirmed_name_is_a_question(seen: object) -> None:
    about = facts(HIS, vouched(TOM), seen=seen(history=(bound(),)), authentication=passing("other.example"))  # type: ignore[operator]
    reason = found(about, CODE)
    assert reason is not None
    assert (reason.severity, reason.variant) == ("warning", "")
    assert reason.params == {"old": "acme.example", "claimed": "other.example"}
    assert not found(about, "update-from-stranger")
    # A known sender waits too: his event would take the other one's place.
    verdict = decided(about)
    assert (verdict.verdict, verdict.level, verdict.row) == ("hold", "check", "organizer-changed")


def test_with_evidence_of_somebody_else_it_is_a_contradiction() -> None:
    about = facts(HIS, unvouched(TOM, contradicted_by=("evil.test",)), seen=stranger(history=(bound(),)))
    assert {CODE, "organizer-contradicted"} <= set(codes(about))
    assert decided(about).level == "contradiction"


def test_to_cancel_is_not_his() -> None:
    raw = mail("STATUS:CANCELLED", organizer=f"ORGANIZER:mailto:{TOM}", author=f"Tom <{TOM}>", method="CANCEL")
    about = facts(raw, vouched(TOM), seen=stranger(history=(bound(),)), authentication=passing("other.example"))
    assert codes(about).get("cancel-from-stranger") == "danger"
    assert not found(about, CODE)


def test_silent_for_the_same_organizer_and_where_nothing_is_bound() -> None:
    assert not found(facts(seen=stranger(history=(bound(),))), CODE)
    for memory in (bound(state="waiting"), bound(state="declined"), bound(strength="none")):
        assert not found(facts(HIS, vouched(TOM), seen=stranger(history=(memory,))), CODE)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_a_person_and_that_person_s_group_calendar_are_one(method: str) -> None:
    raw = mail(organizer=f"ORGANIZER:mailto:{GROUP}", method=method)
    there = facts(raw, group(), seen=contact(history=(bound(),)))
    back = facts(
        mail(method=method),
        vouched(carrier="google-gmail", carrier_class="account"),
        seen=contact(history=(replace(bound(GROUP), stands_for=ANNA),)),
    )
    for about in (there, back):
        reason = found(about, CODE)
        assert reason is not None
        assert (reason.severity, reason.variant) == ("notice", "group-calendar")
        assert not {"update-from-stranger", "cancel-from-stranger"} & set(codes(about))
        assert decided(about).verdict == "deliver"


def test_another_person_s_group_calendar_is_another() -> None:
    raw = mail(organizer=f"ORGANIZER:mailto:{GROUP}", author=f"Tom <{TOM}>")
    assert codes(facts(raw, group(TOM), seen=stranger(history=(bound(),))))[CODE] == "warning"


@pytest.mark.parametrize("stands_for", [TOM, None])
@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_nobody_else_takes_the_event_of_a_group_calendar_over(method: str, stands_for: str | None) -> None:
    account = vouched(carrier="google-gmail", carrier_class="account")
    seen = contact(history=(replace(bound(GROUP), stands_for=stands_for),))
    about = facts(mail(method=method), account, seen=seen)
    if method == "CANCEL":
        assert codes(about)["cancel-from-stranger"] == "danger"
    else:
        assert codes(about)[CODE] == "warning"
    assert decided(about).verdict == "hold"


def test_a_group_calendar_is_pinned_to_its_person() -> None:
    raw = mail(organizer=f"ORGANIZER:mailto:{GROUP}", author=f"Tom <{TOM}>")
    reason = found(facts(raw, group(TOM), seen=stranger(pinned=ANNA)), CODE)
    assert reason is not None
    assert (reason.severity, reason.variant) == ("warning", "group-person")
    assert codes(facts(raw, group(TOM), seen=contact(pinned=ANNA)))[CODE] == "notice"
    assert not found(facts(raw, group(TOM), seen=stranger(pinned=TOM.upper())), CODE)
