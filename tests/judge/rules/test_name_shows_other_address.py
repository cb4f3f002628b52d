"""Names that show an address, honest ones and others."""

from __future__ import annotations

import pytest

from salver.observe.facts import Circumstance
from tests.judge.rules.who_facts import codes, decided, facts, found, mail, passing, unvouched, vouched

CODE = "name-shows-other-address"
EVIL = "x@evil.test"


def organizer(name: str, address: str = EVIL) -> bytes:
    return mail(organizer=f'ORGANIZER;CN="{name}":mailto:{address}', author=f"Desk <{address}>")


@pytest.mark.parametrize(
    "name",
    [
        "ceo@bank.example",
        "Jane Boss <jane@bank.example>",
        "Jane Boss (jane@bank.example)",
        "Jane \uff20 jane\uff20bank.example",
        "ja\u200bne@bank.exam\u200bple",
        "mailto:jane@bank.example",
        "jane@bank\u3002example",
        "jane@b\u00fcro.example",
        "ceo@bank.example                                      (x@evil.test)",
    ],
)
def test_the_organizer_s_name_shows_somebody_else(name: str) -> None:
    about = facts(organizer(name), vouched(EVIL), authentication=passing("evil.test"))
    reason = found(about, CODE)
    assert reason is not None
    assert reason.severity == "danger"
    assert decided(about).level == "contradiction"


@pytest.mark.parametrize(
    "name",
    [
        "Jane Boss",
        "Yoga @ home",
        "@jane",
        "jane@home",
        "meet x@evil.test",
        "x@evil.test or ceo@bank.example",
        "12@3.4",
        "a@b..c",
    ],
)
def test_names_that_show_no_other_address(name: str) -> None:
    assert not found(facts(organizer(name), vouched(EVIL), authentication=passing("evil.test")), CODE)


def test_the_name_in_from_counts_too() -> None:
    about = facts(mail(author=f'"ceo@bank.example" <{EVIL}>', organizer=f"ORGANIZER:mailto:{EVIL}"), vouched(EVIL))
    reason = found(about, CODE)
    assert reason is not None
    assert reason.where == "From"
    assert reason.params == {"claimed": "bank.example", "confirmed": "evil.test"}


def test_two_addresses_of_one_organisation_are_a_warning() -> None:
    about = facts(organizer("office@acme.example", "jane@acme.example"), vouched("jane@acme.example"))
    assert codes(about)[CODE] == "warning"


def test_a_service_that_is_proved_may_name_its_customer() -> None:
    raw = mail(
        author='"customer@other.example (Calendar)" <calendar-notification@google.com>',
        method="REPLY",
        organizer="ORGANIZER:mailto:nora@home.example",
        guests=("ATTENDEE;PARTSTAT=ACCEPTED:mailto:customer@other.example",),
        fields=("Reply-To: customer@other.example",),
    )
    customer = vouched(
        "customer@other.example",
        role="attendee",
        vouched_by="carrier",
        carrier="google-from-service",
        carrier_class="account",
        person="customer@other.example",
    )
    assert not found(facts(raw, customer, authentication=passing("google.com")), CODE)
    # Without the proof it is the textbook trick.
    assert codes(facts(raw, unvouched("customer@other.example", role="attendee")))[CODE] == "danger"


def test_an_account_s_own_choice_of_name_is_no_excuse() -> None:
    mallory = vouched("mallory@gmail.com", vouched_by="carrier", carrier="google-gmail", carrier_class="account")
    assert codes(facts(organizer("ceo@bank.example", "mallory@gmail.com"), mallory))[CODE] == "danger"


def test_what_a_service_s_customer_typed_is_a_warning() -> None:
    typed = unvouched("no-reply@calendly.com", carrier="calendly-service", carrier_class="service")
    assert codes(facts(organizer("jane@acme.example", "no-reply@calendly.com"), typed))[CODE] == "warning"


BY_LIST = (Circumstance("mailing-list", "dev@lists.example", True),)
SAID = (Circumstance("mailing-list", "dev@lists.example"),)


@pytest.mark.parametrize(
    ("circumstances", "known", "severity"),
    [(BY_LIST, True, "warning"), (BY_LIST, False, "danger"), (SAID, True, "danger"), ((), True, "danger")],
)
def test_a_known_list_that_wrote_its_own_address_there_is_a_warning(
    circumstances: tuple[Circumstance, ...], known: bool, severity: str
) -> None:
    raw = mail(author='"ada@acme.example via dev" <dev@lists.example>', fields=("Reply-To: ada@acme.example",))
    box = {"known_hands": ("dev@lists.example",) if known else ()}
    about = facts(raw, unvouched("ada@acme.example"), circumstances=circumstances, recipient=box)
    assert codes(about)[CODE] == severity
    elsewhere = mail(author='"ada@acme.example via dev" <dev@lists.example>', fields=("Reply-To: dev@lists.example",))
    about = facts(elsewhere, unvouched("ada@acme.example"), circumstances=circumstances, recipient=box)
    assert codes(about)[CODE] == "danger"


@pytest.mark.parametrize("name", ["ceo @ bank.example", "ceo@ bank.example", "ceo@bank .example", "ceo@bank.example#"])
def test_blanks_and_signs_do_not_hide_it(name: str) -> None:
    about = facts(organizer(name), vouched(EVIL), authentication=passing("evil.test"))
    assert codes(about)[CODE] == "danger"


@pytest.mark.parametrize(
    ("name", "address"),
    [("Jane @ acme.example", "jane.doe@acme.example"), ("o'brien@acme.example", "o'brien@acme.example")],
)
def test_how_people_write_their_own_house_and_name(name: str, address: str) -> None:
    assert not found(facts(organizer(name, address), vouched(address), authentication=passing()), CODE)


def test_what_a_service_does_in_from_excuses_no_name_of_the_organizer() -> None:
    customer = vouched(
        "customer@other.example", vouched_by="carrier", carrier="google-from-service", carrier_class="account"
    )
    assert codes(facts(organizer("ceo@bank.example", "customer@other.example"), customer))[CODE] == "danger"
