"""EMAIL beside another value."""

from __future__ import annotations

import pytest

from tests.judge.rules.who_facts import codes, facts, found, mail, passing, unvouched, vouched

CODE = "organizer-email-differs"
TOKEN = "2_gezdgnbvgy3tq@imip.me.com"


def line(email: str, value: str) -> bytes:
    return mail(organizer=f"ORGANIZER;CN=Jan;EMAIL={email}:mailto:{value}")


def test_two_addresses_in_one_line() -> None:
    reason = found(facts(line("ceo@bank.example", "x@evil.test"), vouched("x@evil.test")), CODE)
    assert reason is not None
    assert reason.severity == "warning"
    assert reason.params == {"claimed": "evil.test", "other": "bank.example"}


@pytest.mark.parametrize("email", ["x@evil.test", "X@EVIL.TEST"])
def test_the_same_address_twice_is_nothing(email: str) -> None:
    assert not found(facts(line(email, "x@evil.test"), vouched("x@evil.test")), CODE)


def test_one_mailbox_of_a_provider_under_its_two_names() -> None:
    assert not found(facts(line("ada@googlemail.com", "ada@gmail.com"), vouched("ada@gmail.com")), CODE)


def test_a_token_that_its_service_confirms_is_usual() -> None:
    jan = vouched(
        TOKEN, vouched_by="carrier", carrier="icloud-request", carrier_class="account", person="jan@post.example"
    )
    assert not found(facts(line("jan@post.example", TOKEN), jan, authentication=passing("email.apple.com")), CODE)


def test_a_token_that_nobody_confirms_is_none() -> None:
    assert codes(facts(line("jan@post.example", TOKEN), unvouched(TOKEN)))[CODE] == "warning"
    # Where nobody looked it is how the service writes, and only a notice.
    assert codes(facts(line("jan@post.example", TOKEN), unvouched(TOKEN, strength="unknown")))[CODE] == "notice"


def test_an_answer_carries_the_reader_s_own_line() -> None:
    about = facts(line("me@home.example", "nora@home.example"), vouched("anna.keller@acme.example", role="attendee"))
    assert not found(about, CODE)
