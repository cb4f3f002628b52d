"""Services and the people behind them."""

from __future__ import annotations

import pytest

from tests.judge.rules.who_facts import facts, found, vouched

CODE = "sent-by-carrier"


@pytest.mark.parametrize(
    ("carrier", "kind", "name", "variant"),
    [
        ("google-gmail", "account", "Google Calendar", ""),
        ("salonized", "claimed", "Salonized", "claimed"),
        ("google-only-signature-foreign-from", "claimed", "Google Calendar", "claimed-account"),
        ("zoom-webinar", "service", "Zoom", "service"),
    ],
)
def test_the_service_is_named(carrier: str, kind: str, name: str, variant: str) -> None:
    reason = found(facts(identity=vouched(carrier=carrier, carrier_class=kind)), CODE)
    assert reason is not None
    assert (reason.severity, reason.variant, reason.params["carrier"]) == ("info", variant, name)


def test_the_person_behind_a_calendar_is_named() -> None:
    group = vouched(
        "c_1@group.calendar.google.com",
        carrier="google-group-calendar",
        carrier_class="account",
        person="ada@firm.example",
    )
    reason = found(facts(identity=group), CODE)
    assert reason is not None
    assert reason.params["claimed"] == "firm.example"


@pytest.mark.parametrize(
    ("carrier", "kind"), [(None, None), ("mailman2", "relay"), ("yahoo-cancel-for-foreign", "speaks-for-others")]
)
def test_other_rules_speak_of_lists_and_of_products_that_speak_for_others(carrier: object, kind: object) -> None:
    assert not found(facts(identity=vouched(carrier=carrier, carrier_class=kind)), CODE)
