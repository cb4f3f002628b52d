"""How a first contact is told."""

from __future__ import annotations

import pytest

from salver.observe.facts import Identity
from tests.judge.rules.who_facts import ANNA, bound, contact, facts, found, stranger, unvouched, vouched

CODE = "first-contact"
GROUP = vouched(
    "c_1@group.calendar.google.com", carrier="google-group-calendar", carrier_class="account", person="ada@firm.example"
)


@pytest.mark.parametrize(
    ("identity", "variant", "domain"),
    [
        (vouched(), "", "acme.example"),
        (vouched(role="attendee"), "reply", "acme.example"),
        (unvouched(), "not-confirmed", "acme.example"),
        (unvouched(strength="unknown"), "not-checked", "acme.example"),
        (unvouched(None), "unnamed", "?"),
        (unvouched(carrier="salonized", carrier_class="claimed"), "carrier", "acme.example"),
        (vouched(carrier="zoom-webinar", carrier_class="service"), "carrier", "acme.example"),
        (GROUP, "", "firm.example"),
        (unvouched(vouched_by="carrier", strength="weak", carrier="icloud-request"), "carrier", "acme.example"),
    ],
)
def test_the_sentence(identity: Identity, variant: str, domain: str) -> None:
    reason = found(facts(identity=identity), CODE)
    assert reason is not None
    assert (reason.variant, reason.params["claimed"]) == (variant, domain)


def test_silent_for_the_known_and_for_the_one_an_event_is_bound_to() -> None:
    assert not found(facts(seen=contact()), CODE)
    assert not found(facts(seen=stranger(history=(bound(ANNA),))), CODE)
