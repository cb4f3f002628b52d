"""A known name with an unknown address."""

from __future__ import annotations

from tests.judge.rules.who_facts import ME, codes, contact, facts, found, stranger, unvouched, vouched

CODE = "name-of-known-person"
TOKEN = "outlook_0123456789abcdef@outlook.com"


def test_somebody_borrows_a_name() -> None:
    about = facts(identity=vouched("anna@mail.test"), seen=stranger(namesakes=("anna.keller@acme.example",)))
    reason = found(about, CODE)
    assert reason is not None
    assert reason.severity == "warning"
    assert reason.params == {"known": "acme.example", "confirmed": "mail.test"}


def test_the_known_address_itself_is_nobody_else() -> None:
    same = stranger(namesakes=("Anna@mail.test",))
    assert not found(facts(identity=vouched("anna@mail.test"), seen=same), CODE)


def test_silent_for_a_known_address_of_the_same_person() -> None:
    assert not found(facts(identity=vouched("anna@mail.test"), seen=contact(namesakes=("anna@acme.example",))), CODE)


def test_the_reader_s_own_other_address_is_no_stranger() -> None:
    assert not found(facts(identity=unvouched("n.lind@home.example"), seen=stranger(namesakes=(ME,))), CODE)


def test_tokens_are_known_to_nobody_where_their_service_confirms_them() -> None:
    names = stranger(namesakes=("anna.keller@acme.example",))
    assert not found(facts(identity=vouched(TOKEN), seen=names), CODE)
    assert codes(facts(identity=unvouched(TOKEN), seen=names))[CODE] == "warning"


def test_a_token_that_shows_a_person_s_address_is_compared_by_it() -> None:
    apple = {"vouched_by": "carrier", "strength": "weak", "carrier": "icloud-request", "carrier_class": "account"}
    token = "2_gezdgnbvgy3tqojq@imip.me.com"
    names = stranger(namesakes=("anna.keller@acme.example",))
    assert codes(facts(identity=unvouched(token, person="x@evil.test", **apple), seen=names))[CODE] == "warning"
    assert not found(facts(identity=unvouched(token, person="Anna.Keller@acme.example", **apple), seen=names), CODE)
    assert not found(facts(identity=unvouched(token, **apple), seen=names), CODE)
