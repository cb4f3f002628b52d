"""What a known sender rests on."""

from __future__ import annotations

import pytest

from salver.observe.facts import Circumstance
from salver.observe.question import Contact
from tests.judge.rules.who_facts import contact, decided, facts, found, stranger, unvouched

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
    assert reason.params == {"confirmed": "acme.example"}


def test_a_name_alone_is_never_known() -> None:
    assert not found(facts(identity=unvouched(), seen=contact()), CODE)
    assert not found(facts(seen=stranger()), CODE)
    colleague = unvouched(vouched_by="same-organisation", strength="moderate")
    assert not found(facts(identity=colleague, seen=contact()), CODE)


def test_nobody_is_introduced_to_himself() -> None:
    echo = (Circumstance("own-echo", "nora@home.example", True),)
    about = facts(seen=contact(), event_circumstances=echo)
    assert not found(about, CODE)
    assert decided(about).headline.variant == "own"
