"""Colleagues from outside, and everything that only looks like one."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from salver.observe.authentication.authenticated import Authentication, DkimResult, DmarcResult, SpfResult
from salver.observe.facts import Circumstance
from tests.judge.rules.who_facts import (
    ME,
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


def test_silent_for_an_own_echo_and_for_mail_that_stays_in_the_house() -> None:
    echo = (Circumstance("own-echo", ME, True),)
    about = facts(NAMED, unvouched(BOSS), authentication=failing("home.example"), event_circumstances=echo)
    assert not found(about, CODE)
    plain = facts(NAMED, unvouched(BOSS), authentication=failing("home.example"))
    inside = replace(plain.message, envelope=replace(plain.message.envelope, direction="internal"))
    assert not found(replace(plain, message=inside), CODE)


def test_a_proved_list_softens_it_and_one_that_only_says_so_does_not() -> None:
    for proved, severity in ((True, "warning"), (False, "danger")):
        by_list = (Circumstance("mailing-list", "staff@lists.example", proved),)
        about = facts(NAMED, unvouched(BOSS), authentication=failing("home.example"), circumstances=by_list)
        reason = found(about, CODE)
        assert reason is not None
        assert reason.severity == severity


def test_a_proved_service_is_left_to_other_rules_and_a_list_s_software_is_not() -> None:
    carried = unvouched(BOSS, carrier="salonized", carrier_class="claimed")
    assert not found(facts(NAMED, carried, authentication=passing("email.salonized.com")), CODE)
    relayed = unvouched(BOSS, carrier="mailman2", carrier_class="relay")
    assert found(facts(NAMED, relayed, authentication=failing("home.example")), CODE)


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
