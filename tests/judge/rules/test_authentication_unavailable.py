"""Answers that did not come."""

from __future__ import annotations

import pytest

from salver.observe.authentication.authenticated import Authentication, DkimResult, DmarcResult, SpfResult
from salver.observe.question import DnsQuestion, Unavailable
from tests.judge.rules.who_facts import contact, decided, facts, found, passing, unvouched, vouched

CODE = "authentication-unavailable"
DEAD = (DnsQuestion("_dmarc.acme.example", "TXT"), Unavailable("temporary", "timeout"))


def test_the_dns_does_not_answer() -> None:
    about = facts(
        identity=unvouched(strength="unknown"), authentication=Authentication(), unavailable=(DEAD,), seen=contact()
    )
    reason = found(about, CODE)
    assert reason is not None
    assert (reason.severity, reason.variant) == ("notice", "")
    assert reason.params == {"domain": "_dmarc.acme.example"}
    verdict = decided(about)
    assert (verdict.verdict, verdict.calendar, verdict.level) == ("hold", "wait", "new")
    assert (verdict.row, verdict.headline.code) == ("sender-not-looked-up", CODE)


@pytest.mark.parametrize(
    "authentication",
    [
        Authentication(source="own", spf=SpfResult("temperror")),
        Authentication(source="upstream", dkim=(DkimResult("temperror", "acme.example"),)),
        Authentication(source="own", dmarc=DmarcResult("temperror", "acme.example")),
    ],
)
def test_a_result_says_so_as_well(authentication: Authentication) -> None:
    assert found(facts(identity=unvouched(), authentication=authentication), CODE)


def test_nobody_told_us_the_machine_it_came_from() -> None:
    without = Authentication(source="own", spf=SpfResult("unavailable", why="no-client-address"))
    reason = found(facts(identity=unvouched(), authentication=without), CODE)
    assert reason is not None
    assert reason.variant == "no-client"


def test_silent_where_the_sender_is_confirmed_all_the_same() -> None:
    late = passing(spf=SpfResult("temperror"))
    assert not found(facts(identity=vouched(), authentication=late, unavailable=(DEAD,)), CODE)


@pytest.mark.parametrize("kind", ["not-asked", "permanent"])
def test_silent_where_nobody_is_asked_by_choice(kind: object) -> None:
    unasked = (DEAD[0], Unavailable(kind))  # type: ignore[arg-type]
    assert not found(facts(identity=unvouched(strength="unknown"), unavailable=(unasked,)), CODE)
