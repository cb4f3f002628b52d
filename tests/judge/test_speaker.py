"""Whom a rule looks at, and what it calls a service."""

from __future__ import annotations

from salver.judge.speaker import by_service, service_name, speaker, token, usual_there
from tests.judge.rules.who_facts import vouched

GROUP = vouched(
    "c_1@group.calendar.google.com", carrier="google-group-calendar", carrier_class="account", person="ada@firm.example"
)
LISTED = vouched(carrier="mailman2", carrier_class="relay", person="ada@firm.example")


def test_the_person_behind_a_calendar_speaks() -> None:
    assert speaker(GROUP) == "ada@firm.example"
    assert speaker(vouched()) == "anna.keller@acme.example"
    assert speaker(vouched(None)) is None


def test_a_list_proves_no_service_and_names_nobody() -> None:
    assert by_service(GROUP)
    assert not by_service(LISTED)
    assert not by_service(vouched())
    assert speaker(LISTED) == "anna.keller@acme.example"
    assert service_name(LISTED) == ""


def test_a_service_is_called_by_our_own_word() -> None:
    assert service_name(GROUP) == "Google Calendar"
    assert service_name(vouched(carrier="no-such-row", carrier_class="account")) == ""


def test_what_a_service_does_for_everybody() -> None:
    apple = vouched(carrier="icloud-request", carrier_class="account")
    assert usual_there(apple, "organizer-email-differs")
    assert not usual_there(apple, "organizer-contradicted")
    assert not usual_there(vouched(), "organizer-email-differs")


def test_addresses_a_service_made_up() -> None:
    assert token("2_abc@imip.me.com")
    assert token("OUTLOOK_0123456789ABCDEF@outlook.com")
    assert not token("outlook_ada@outlook.com")
    assert not token(None)
