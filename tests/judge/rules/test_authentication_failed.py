"""The domain in From asks for proof."""

from __future__ import annotations

import pytest

from salver.observe.authentication.authenticated import Authentication, DkimResult, DmarcResult
from salver.observe.facts import Circumstance
from tests.judge.rules.who_facts import decided, facts, failing, found, passing, unvouched, vouched

CODE = "authentication-failed"


@pytest.mark.parametrize("policy", ["none", "quarantine", "reject", None])
def test_dmarc_fails_whatever_is_asked_for(policy: str | None) -> None:
    about = facts(identity=unvouched(), authentication=failing(policy=policy))
    reason = found(about, CODE)
    assert reason is not None
    assert (reason.severity, reason.params["claimed"]) == ("warning", "acme.example")
    assert decided(about).level == "check"


@pytest.mark.parametrize(
    "authentication",
    [
        Authentication(),
        passing(),
        Authentication(source="own", dmarc=DmarcResult("none", "acme.example")),
        Authentication(source="own", dmarc=DmarcResult("temperror", "acme.example", "reject")),
        failing("evil.test"),
        Authentication(source="upstream", dkim=(DkimResult("fail", "acme.example"),)),
    ],
)
def test_silent_without_a_failure_of_the_author_s_domain(authentication: Authentication) -> None:
    assert not found(facts(identity=unvouched(), authentication=authentication), CODE)


def test_a_broken_signature_counts_only_where_proof_is_asked_for() -> None:
    broken = (DkimResult("fail", "acme.example"),)
    for policy, fires in (("reject", True), ("quarantine", True), ("none", False), (None, False)):
        upstream = Authentication(source="upstream", dkim=broken, dmarc=DmarcResult("not-asked", None, policy))
        assert bool(found(facts(identity=unvouched(), authentication=upstream), CODE)) is fires


@pytest.mark.parametrize("word", ["mailing-list", "forwarded"])
def test_a_hand_on_the_way_explains_it_where_it_is_proved_and_known(word: object) -> None:
    for hand, proved, known in (("hand@lists.example", True, True), ("hand@home.example", True, False)):
        way = Circumstance(word, hand, proved)  # type: ignore[arg-type]
        box = {"known_hands": (hand,) if known else ()}
        about = facts(identity=unvouched(), authentication=failing(), circumstances=(way,), recipient=box)
        assert not found(about, CODE)
    for hand, proved, known in (("hand@lists.example", False, True), ("hand@evil.test", True, False)):
        way = Circumstance(word, hand, proved)  # type: ignore[arg-type]
        box = {"known_hands": (hand,) if known else ()}
        about = facts(identity=unvouched(), authentication=failing(), circumstances=(way,), recipient=box)
        reason = found(about, CODE)
        assert reason is not None
        assert (reason.severity, reason.variant) == ("notice", "on-the-way")


def test_a_product_that_speaks_for_others_is_named_and_not_accused() -> None:
    yahoo = unvouched(carrier="yahoo-cancel-for-foreign", carrier_class="speaks-for-others")
    reason = found(facts(identity=yahoo, authentication=failing()), CODE)
    assert reason is not None
    assert (reason.variant, reason.severity, reason.params["carrier"]) == ("for-others", "warning", "Yahoo")


def test_silent_where_a_service_vouches_for_an_unsigned_domain() -> None:
    google = vouched(vouched_by="carrier", strength="moderate", carrier="google-workspace-unsigned")
    assert not found(facts(identity=google, authentication=failing(policy="none")), CODE)
