"""What a known sender rests on."""

from __future__ import annotations

import pytest

from salver.observe.facts import Circumstance, Confirmed
from salver.observe.question import Contact
from salver.text.catalogue import words
from tests.judge.rules.who_facts import (
    ANNA,
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

CODE = "sender-known"


@pytest.mark.parametrize(
    ("familiarity", "variant"),
    [
        ("contact", ""),
        ("allowed", "allowed"),
        ("wrote-to", "wrote-to"),
        ("organisation", "organisation"),
        ("colleagues", "colleagues"),
    ],
)
def test_it_says_how(familiarity: str, variant: str) -> None:
    entry = Contact("contacts", rests_on="your address book", since="2026-01-02T00:00:00Z")
    reason = found(facts(seen=stranger(familiarity=familiarity, contact=entry)), CODE)
    assert reason is not None
    assert (reason.severity, reason.variant) == ("info", variant)
    assert reason.evidence["rests_on"] == "your address book"
    assert reason.params["confirmed"] == "acme.example"


def test_a_name_alone_is_never_known() -> None:
    assert not found(facts(identity=unvouched(), seen=contact()), CODE)
    assert not found(facts(seen=stranger()), CODE)
    colleague = unvouched(vouched_by="same-organisation", strength="moderate")
    assert not found(facts(identity=colleague, seen=contact()), CODE)


def test_nobody_is_introduced_to_himself() -> None:
    about = facts(seen=contact(own_echo=True))
    assert not found(about, CODE)
    assert decided(about).headline.variant == "own"


@pytest.mark.parametrize(
    ("familiarity", "variant"), [("contact", "carrier"), ("allowed", "carrier"), ("colleagues", "carrier-colleagues")]
)
def test_where_only_a_service_confirms_it_the_sentence_says_so(familiarity: str, variant: str) -> None:
    by_google = vouched(vouched_by="carrier", strength="moderate", carrier="google-gmail", carrier_class="account")
    reason = found(facts(identity=by_google, seen=stranger(familiarity=familiarity)), CODE)
    assert reason is not None
    assert (reason.variant, reason.params["carrier"]) == (variant, "Google Calendar")
    text = words(CODE, variant, reason.params)
    assert "acme.example is confirmed" not in f"{text.headline} {text.why}"


def test_an_approved_delegate_is_who_is_confirmed() -> None:
    raw = mail(author="Tom <tom@help.example>", organizer=f'ORGANIZER;SENT-BY="mailto:tom@help.example":mailto:{ANNA}')
    about = facts(
        raw,
        unvouched(confirmed=(Confirmed("help.example", "dmarc"),)),
        authentication=passing("help.example"),
        seen=contact(delegate_approved=True),
        event_circumstances=(Circumstance("delegate", "tom@help.example", True),),
    )
    reason = found(about, CODE)
    assert reason is not None
    assert (reason.variant, reason.params["delegate"]) == ("delegate", "help.example")
