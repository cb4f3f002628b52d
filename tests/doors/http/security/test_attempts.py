"""Links are asked for a few times an hour, not more."""

from __future__ import annotations

from salver.doors.http.security.attempts import PER_ADDRESS, PER_CLIENT, Attempts


def test_one_address_gets_a_few_links_whoever_asks() -> None:
    attempts = Attempts()
    asked = [attempts.may_ask("Nora@home.example", f"192.0.2.{n}") for n in range(PER_ADDRESS.amount + 2)]
    assert asked == [True] * PER_ADDRESS.amount + [False, False]
    assert not attempts.may_ask(" nora@HOME.example ", "192.0.2.200")
    assert attempts.may_ask("otto@home.example", "192.0.2.200")


def test_one_asker_cannot_look_for_addresses() -> None:
    attempts = Attempts()
    asked = [attempts.may_ask(f"person{n}@home.example", "192.0.2.1") for n in range(PER_CLIENT.amount + 5)]
    assert asked == [True] * PER_CLIENT.amount + [False] * 5
