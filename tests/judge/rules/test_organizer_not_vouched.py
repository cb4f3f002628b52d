"""Which sentence is nearest to the truth."""

from __future__ import annotations

import pytest

from salver.observe.authentication.authenticated import Authentication, DkimResult, DmarcResult
from salver.observe.facts import Circumstance, Confirmed, Identity
from salver.observe.question import DnsQuestion, Unavailable
from tests.judge.rules.who_facts import (
    ANNA,
    bound,
    contact,
    facts,
    failing,
    found,
    mail,
    passing,
    stranger,
    unvouched,
    vouched,
)

CODE = "organizer-not-vouched"
DMARC = (Confirmed("acme.example", "dmarc"),)
DEAD = ((DnsQuestion("acme.example", "TXT"), Unavailable("temporary", "timeout")),)


@pytest.mark.parametrize(
    ("identity", "variant", "severity"),
    [
        (unvouched(), "", "warning"),
        (unvouched(strength="unknown"), "not-checked", "notice"),
        (vouched(strength="weak"), "weak", "warning"),
        (
            unvouched(carrier="yahoo-cancel-for-foreign", carrier_class="speaks-for-others"),
            "speaks-for-others",
            "warning",
        ),
        (unvouched(carrier="salonized", carrier_class="claimed"), "carrier-claimed", "warning"),
        (unvouched(vouched_by="same-organisation", strength="weak"), "same-organisation", "warning"),
        (unvouched("ceo@bank.example", confirmed=DMARC), "other-author", "warning"),
        (unvouched("tom@acme.example", confirmed=DMARC), "other-mailbox", "warning"),
    ],
)
def test_the_sentence_says_what_it_looks_like(identity: Identity, variant: str, severity: str) -> None:
    reason = found(facts(identity=identity), CODE)
    assert reason is not None
    assert (reason.variant, reason.severity) == (variant, severity)


def test_nobody_could_be_asked() -> None:
    reason = found(facts(identity=unvouched(strength="unknown"), unavailable=DEAD), CODE)
    assert reason is not None
    assert (reason.variant, reason.severity) == ("unavailable", "notice")


def test_a_list() -> None:
    by_list = (Circumstance("mailing-list", "dev@lists.example"),)
    reason = found(facts(identity=unvouched(), authentication=failing(), circumstances=by_list), CODE)
    assert reason is not None
    assert reason.variant == "list"


def test_the_signature_leaves_the_calendar_out() -> None:
    cut = Authentication(
        source="own",
        dkim=(DkimResult("pass", "acme.example", "s", False, "length"),),
        dmarc=DmarcResult("pass", "acme.example"),
    )
    reason = found(facts(identity=vouched(strength="none"), authentication=cut), CODE)
    assert reason is not None
    assert reason.variant == "calendar-not-covered"


def test_weaker_than_when_it_was_bound() -> None:
    before = contact(history=(bound(strength="strong"),))
    reason = found(facts(identity=vouched(strength="moderate"), seen=before), CODE)
    assert reason is not None
    assert reason.variant == "than-before"
    assert not found(facts(identity=vouched(), seen=before), CODE)


def test_silent_for_a_delegate_this_person_approved_and_where_the_contradiction_speaks() -> None:
    raw = mail(
        organizer=f'ORGANIZER;SENT-BY="mailto:tom@helpdesk.example":mailto:{ANNA}', author="tom@helpdesk.example"
    )
    approved = stranger(delegate_approved=True)
    assert not found(facts(raw, unvouched(), seen=approved, authentication=passing("helpdesk.example")), CODE)
    assert not found(facts(identity=unvouched(contradicted_by=("evil.test",))), CODE)
