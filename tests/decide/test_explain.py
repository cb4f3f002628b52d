"""The one reason a person reads first, and the word of the inbox."""

from __future__ import annotations

from typing import Any

import pytest

from salver.core.reasons import REASONS
from salver.decide.explain import headline, level
from salver.decide.policy import Policy
from salver.decide.table import TABLE, Case, Row
from salver.judge.finding import Finding, finding
from salver.observe.facts import Facts
from tests.judge.rules.who_facts import ANNA, bound, contact, decided, facts, mail, stranger, vouched

WAITS = next(row for row in TABLE if row.name == "everybody-else")
ALL_CONTRADICTIONS = {
    "organizer-contradicted",
    "organizer-in-own-domain",
    "organizer-is-recipient",
    "name-shows-other-address",
    "lookalike-domain",
    "update-from-stranger",
    "cancel-from-stranger",
}


def _case(*findings: Finding, about: Facts | None = None) -> Case:
    about = about or facts()
    return Case(facts=about.message, recipient=about.recipients[0], findings=findings, policy=Policy())


@pytest.mark.parametrize("code", REASONS)
def test_the_level_of_a_code_alone(code: str) -> None:
    case = _case(finding(code))
    severity = REASONS[code].severity
    expected = (
        "contradiction" if code in ALL_CONTRADICTIONS else "check" if severity in ("warning", "danger") else "new"
    )
    assert level(case, WAITS) == expected


@pytest.mark.parametrize("code", sorted(ALL_CONTRADICTIONS))
def test_what_was_softened_is_no_contradiction(code: str) -> None:
    assert level(_case(finding(code, severity="warning")), WAITS) == "check"


@pytest.mark.parametrize(
    ("codes", "first"),
    [
        (("organizer-contradicted", "organizer-in-own-domain", "first-contact"), "organizer-in-own-domain"),
        (("organizer-contradicted", "lookalike-domain"), "lookalike-domain"),
        (("organizer-contradicted", "update-from-stranger"), "update-from-stranger"),
        (("organizer-not-vouched", "authentication-failed"), "authentication-failed"),
        (("organizer-not-vouched", "sent-by-not-approved"), "sent-by-not-approved"),
        (("first-contact", "authentication-unavailable"), "authentication-unavailable"),
        (("first-contact", "invitation-forwarded", "sent-by-list"), "invitation-forwarded"),
        (("reply-to-elsewhere", "first-contact"), "first-contact"),
        (("answer-preset", "first-contact", "guests-unverified"), "answer-preset"),
    ],
)
def test_the_most_telling_reason_comes_first(codes: tuple[str, ...], first: str) -> None:
    for order in (codes, codes[::-1]):
        assert headline(_case(*(finding(code) for code in order)), WAITS).code == first


def test_small_facts_and_infos_head_no_page() -> None:
    case = _case(finding("reply-to-elsewhere"), finding("sent-by-carrier"), finding("sender-known"))
    assert headline(case, WAITS).code == "calendar-plain"


GROUP = vouched(
    "c_1@group.calendar.google.com",
    vouched_by="carrier",
    strength="moderate",
    carrier="google-group-calendar",
    carrier_class="account",
    person="ada@firm.example",
)


@pytest.mark.parametrize(
    ("about", "variant", "domain"),
    [
        (facts(seen=contact()), "", "acme.example"),
        (facts(mail(method="CANCEL"), seen=contact()), "cancel", "acme.example"),
        (facts(identity=GROUP, seen=contact()), "carrier", "firm.example"),
        (facts(seen=stranger(familiarity="colleagues")), "colleagues", "acme.example"),
        (facts(seen=stranger(familiarity="organisation")), "colleague", "acme.example"),
        (facts(seen=stranger(history=(bound(ANNA),))), "bound", "acme.example"),
        (facts(seen=contact(own_echo=True)), "own", "acme.example"),
    ],
)
def test_how_somebody_is_known(about: Facts, variant: str, domain: str) -> None:
    verdict = decided(about)
    assert (verdict.verdict, verdict.headline.code) == ("deliver", "known")
    assert (verdict.headline.variant, verdict.headline.params["confirmed"]) == (variant, domain)


def _row(name: str) -> Row:
    return next(row for row in TABLE if row.name == name)


@pytest.mark.parametrize(
    ("row", "findings", "expected"),
    [
        ("returned-mail", (), ("invitation-forwarded", "returned")),
        (
            "blocked-by-the-person",
            (finding("sender-blocked", variant="unconfirmed"),),
            ("sender-blocked", "unconfirmed"),
        ),
        ("stale", (finding("organizer-not-vouched"),), ("message-stale", "")),
        ("outbound-is-not-judged", (), ("outbound", "")),
    ],
)
def test_rows_with_a_sentence_of_their_own(row: str, findings: Any, expected: tuple[str, str]) -> None:
    found = headline(_case(*findings), _row(row))
    assert (found.code, found.variant) == expected
