"""Colleagues from outside, and everything that only looks like one."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from salver.observe.authentication.authenticated import Authentication, DkimResult, DmarcResult, SpfResult
from salver.observe.facts import Circumstance
from tests.judge.rules.who_facts import (
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

CODE = "organizer-in-own-domain"
BOSS = "boss@home.example"
NAMED = mail(organizer=f"ORGANIZER;CN=Boss:mailto:{BOSS}", author="Boss <boss@home.example>")
SIGNED = DkimResult("pass", "home.example", "s1", True)


@pytest.mark.parametrize(
    "authentication",
    [
        failing("home.example"),
        failing("home.example", "none"),
        Authentication(source="upstream", spf=SpfResult("softfail", "home.example"), dmarc=DmarcResult("none")),
        passing("evil.test"),
        passing("evil.test", spf=SpfResult("temperror", "evil.test")),
    ],
)
def test_mail_from_outside_that_the_own_domain_does_not_confirm(authentication: Authentication) -> None:
    about = facts(NAMED, unvouched(BOSS), authentication=authentication)
    reason = found(about, CODE)
    assert reason is not None
    assert reason.severity == "danger"
    assert reason.params == {"claimed": "home.example"}
    verdict = decided(about)
    assert (verdict.verdict, verdict.level, verdict.headline.code) == ("hold", "contradiction", CODE)


@pytest.mark.parametrize("address", ["boss@mail.home.example", "BOSS@HOME.EXAMPLE"])
def test_names_below_an_own_domain_are_own(address: str) -> None:
    assert found(facts(NAMED, unvouched(address), authentication=failing("home.example")), CODE)


@pytest.mark.parametrize("address", ["boss@nothome.example", "boss@home.example.evil.test", None])
def test_other_domains_are_not(address: str | None) -> None:
    assert not found(facts(NAMED, unvouched(address), authentication=failing("home.example")), CODE)


@pytest.mark.parametrize(
    "authentication",
    [
        Authentication(),
        passing("home.example"),
        Authentication(source="own", spf=SpfResult("temperror"), dmarc=DmarcResult("temperror", "home.example")),
        Authentication(source="own", dkim=(DkimResult("temperror", "home.example"),), dmarc=DmarcResult("none")),
        Authentication(source="own", dkim=(SIGNED,), dmarc=DmarcResult("none")),
        Authentication(source="own", spf=SpfResult("pass", "home.example", "boss@home.example", "mailfrom")),
    ],
)
def test_silent_without_evidence_of_somebody_else(authentication: Authentication) -> None:
    assert not found(facts(NAMED, unvouched(BOSS), authentication=authentication), CODE)


def test_a_guest_who_answers_is_another_matter() -> None:
    assert not found(facts(NAMED, unvouched(BOSS, role="attendee"), authentication=failing("home.example")), CODE)


def test_a_signature_that_leaves_the_calendar_out_confirms_nothing() -> None:
    cut = Authentication(source="own", dkim=(replace(SIGNED, covers_calendar=False),), dmarc=DmarcResult("none"))
    assert found(facts(NAMED, unvouched(BOSS), authentication=cut), CODE)


def test_silent_where_somebody_vouches_or_nothing_was_asked() -> None:
    assert not found(facts(NAMED, vouched(BOSS), authentication=passing("home.example")), CODE)
    same = unvouched(BOSS, vouched_by="same-organisation", strength="weak")
    assert not found(facts(NAMED, same, authentication=failing("home.example")), CODE)
    unknown = unvouched(BOSS, strength="unknown")
    assert not found(facts(NAMED, unknown, authentication=failing("home.example")), CODE)


@pytest.mark.parametrize(
    "authentication",
    [
        Authentication(source="own", dmarc=DmarcResult("temperror", "evil.test")),
        Authentication(source="own", spf=SpfResult("temperror", "evil.test"), dmarc=DmarcResult("none", "evil.test")),
        Authentication(source="own", dkim=(DkimResult("temperror", "evil.test"),), dmarc=DmarcResult("none")),
    ],
)
def test_a_name_of_his_own_that_never_answers_excuses_nobody(authentication: Authentication) -> None:
    raw = mail(organizer=f"ORGANIZER:mailto:{BOSS}", author="Desk <desk@evil.test>")
    reason = found(facts(raw, unvouched(BOSS), authentication=authentication), CODE)
    assert reason is not None
    assert reason.severity == "danger"


def test_silent_for_an_own_echo_and_for_mail_that_stays_in_the_house() -> None:
    echo = stranger(own_echo=True)
    about = facts(NAMED, unvouched(BOSS), authentication=failing("home.example"), seen=echo)
    assert not found(about, CODE)
    plain = facts(NAMED, unvouched(BOSS), authentication=failing("home.example"))
    inside = replace(plain.message, envelope=replace(plain.message.envelope, direction="internal"))
    assert not found(replace(plain, message=inside), CODE)


def test_a_proved_and_known_list_softens_it_and_one_that_anybody_can_make_does_not() -> None:
    for by, proved, known, severity in (
        ("staff@lists.example", True, True, "warning"),
        ("staff@home.example", True, False, "warning"),
        ("staff@lists.example", True, False, "danger"),
        ("staff@lists.example", False, True, "danger"),
    ):
        by_list = (Circumstance("mailing-list", by, proved),)
        box = {"known_hands": (by,) if known else ()}
        failed = failing("home.example")
        about = facts(NAMED, unvouched(BOSS), authentication=failed, circumstances=by_list, recipient=box)
        reason = found(about, CODE)
        assert reason is not None
        assert reason.severity == severity


def test_only_a_service_that_is_sure_of_the_account_silences_it() -> None:
    sure = unvouched(BOSS, vouched_by="carrier", strength="moderate", carrier="google-gmail", carrier_class="account")
    assert not found(facts(NAMED, sure, authentication=passing("google.com")), CODE)
    for kind in ("claimed", "service", "relay"):
        carried = unvouched(BOSS, carrier="salonized", carrier_class=kind)
        reason = found(facts(NAMED, carried, authentication=passing("email.salonized.com")), CODE)
        assert reason is not None
        assert (reason.severity, reason.variant) == ("danger", "")


def test_a_service_that_may_know_the_account_makes_it_a_question() -> None:
    token = "2_gezdgnbvgy3tqojq@imip.me.com"
    raw = mail(organizer=f"ORGANIZER;EMAIL={BOSS}:mailto:{token}", author="noreply@email.apple.com")
    apple = {"carrier": "icloud-request", "carrier_class": "account", "person": BOSS}
    named = unvouched(token, vouched_by="carrier", strength="weak", **apple)
    reason = found(facts(raw, named, authentication=passing("email.apple.com")), CODE)
    assert reason is not None
    assert (reason.severity, reason.variant) == ("warning", "by-carrier")
    assert reason.params == {"claimed": "home.example", "carrier": "iCloud"}
    assert not found(facts(raw, replace(named, person="jan@post.example"), authentication=passing("google.com")), CODE)


def test_silent_for_somebody_this_person_lets_send_for_the_boss() -> None:
    raw = mail(
        organizer=f'ORGANIZER;SENT-BY="mailto:tom@helpdesk.example":mailto:{BOSS}', author="Tom <tom@helpdesk.example>"
    )
    by_tom = passing("helpdesk.example")
    assert found(facts(raw, unvouched(BOSS), authentication=by_tom, seen=contact()), CODE)
    approved = contact(delegate_approved=True)
    assert not found(facts(raw, unvouched(BOSS), authentication=by_tom, seen=approved), CODE)
    # The word of a person is about the one who is confirmed, not about whoever writes his name.
    assert found(facts(raw, unvouched(BOSS), authentication=failing("helpdesk.example"), seen=approved), CODE)
    assert found(facts(NAMED, unvouched(BOSS), authentication=by_tom, seen=stranger()), CODE)
