"""How a person knows an address: everything taken together."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from salver.observe.question import Contact, EventState, Unavailable
from salver.store import correspondents, events, senders
from salver.store.database import Store
from salver.store.familiarity import InContacts, Terms, allowed_until, contact
from salver.store.times import to_text
from tests.store import made

BOOK = {"nora": {"book@friend.example"}}
PEOPLE = ("nora", "a", "b", "c", "d", "e", "f")


def in_book(_: Connection, person: str, address: str) -> InContacts:
    return InContacts("They stand in your address book." if address in BOOK.get(person, ()) else None)


def unread(_: Connection, __: str, ___: str) -> InContacts:
    return InContacts(unread="The contacts file cannot be read.")


def ask(
    connection: Connection,
    address: str,
    *,
    person: str = "nora",
    now: datetime = made.NOW,
    terms: Terms | None = None,
    contacts: object = in_book,
) -> Contact | Unavailable:
    return contact(
        connection,
        person,
        address,
        contacts,  # type: ignore[arg-type]
        now=now,
        terms=terms or Terms(),
        everybody=PEOPLE,
    )


def known(found: Contact | Unavailable) -> str | None:
    assert isinstance(found, Contact)
    return found.known_by


def write(connection: Connection, person: str, address: str, at: datetime = made.NOW) -> None:
    correspondents.wrote_to(connection, person, {address: None}, at=at, source="outbound", most=100)


def test_every_entry_says_what_it_rests_on(store: Store) -> None:
    with store.begin() as connection:
        senders.set_word(connection, "nora", made.ANN, "allowed", made.NOW)
        write(connection, "nora", "pen@friend.example")
        assert ask(connection, "Book@friend.example") == Contact("contacts", False, "They stand in your address book.")
        assert ask(connection, made.ANN) == Contact(
            "allowed",
            False,
            "You allowed them from now on.",
            to_text(made.NOW),
            to_text(made.NOW + timedelta(days=400)),
        )
        assert ask(connection, "pen@friend.example") == Contact(
            "wrote-to", False, "You wrote to them.", to_text(made.NOW), to_text(made.NOW + timedelta(days=400))
        )
        assert ask(connection, "stranger@x.example") == Contact()
        assert known(ask(connection, made.ANN, person="otto")) is None


def test_a_block_counts_whatever_else_is_known(store: Store) -> None:
    with store.begin() as connection:
        senders.set_word(connection, "nora", "@friend.example", "blocked", made.NOW)
        write(connection, "nora", "pen@friend.example")
        for address in ("book@friend.example", "pen@friend.example", "new@friend.example"):
            found = ask(connection, address, contacts=in_book)
            assert isinstance(found, Contact)
            assert found.blocked
        blind = ask(connection, "new@friend.example", contacts=unread)
        assert isinstance(blind, Contact)
        assert blind.blocked


def test_entries_end(store: Store) -> None:
    terms = Terms(wrote_to_days=10, allowed_days=20)
    with store.begin() as connection:
        senders.set_word(connection, "nora", made.ANN, "allowed", made.NOW)
        write(connection, "nora", "pen@friend.example")
        for days, word, pen in ((9, "allowed", "wrote-to"), (10, "allowed", None), (20, None, None)):
            now = made.NOW + timedelta(days=days)
            assert known(ask(connection, made.ANN, now=now, terms=terms)) == word
            assert known(ask(connection, "pen@friend.example", now=now, terms=terms)) == pen


def ends(connection: Connection) -> datetime:
    return allowed_until(connection, "nora", made.ANN, to_text(made.NOW), Terms(allowed_days=400))


def test_saying_yes_renews_a_word(store: Store) -> None:
    later = made.NOW + timedelta(days=300)
    with store.begin() as connection:
        senders.set_word(connection, "nora", made.ANN, "allowed", made.NOW)
        events.set_state(
            connection,
            "nora",
            "u1",
            made.ANN,
            "accepted",
            now=to_text(later),
            strength="strong",
            accepted_at=to_text(later),
        )
        assert ends(connection) == later + timedelta(days=400)
        assert known(ask(connection, made.ANN, now=made.NOW + timedelta(days=500))) == "allowed"


@pytest.mark.parametrize("state", ["accepted", "delivered", "waiting", "cancelled"])
def test_receiving_renews_no_word(store: Store, state: EventState) -> None:
    """Whoever sends often enough would never end: neither with new events nor with changes of an accepted one."""
    later = made.NOW + timedelta(days=390)
    with store.begin() as connection:
        senders.set_word(connection, "nora", made.ANN, "allowed", made.NOW)
        now = to_text(made.NOW)
        events.set_state(connection, "nora", "u1", made.ANN, "accepted", now=now, strength="strong", accepted_at=now)
        for uid, judged_on in (("u1", 1), ("u2", 0)):
            change = made.event(uid, state=state, judged_on=judged_on)
            events.remember(connection, [(change, "o")], now=to_text(later))
        assert ends(connection) == made.NOW + timedelta(days=400)


def test_contacts_that_cannot_be_read_are_not_an_empty_book(store: Store) -> None:
    with store.begin() as connection:
        write(connection, "nora", "pen@friend.example")
        assert known(ask(connection, "pen@friend.example", contacts=unread)) == "wrote-to"
        found = ask(connection, "book@friend.example", contacts=unread)
    assert found == Unavailable("temporary", "The contacts file cannot be read.")


def test_five_colleagues_make_somebody_known_where_the_operator_wants_it(store: Store) -> None:
    house = Terms(colleagues=True)
    with store.begin() as connection:
        for person in ("a", "b", "c"):
            write(connection, person, made.ANN)
        senders.set_word(connection, "d", made.ANN, "allowed", made.NOW)
        assert known(ask(connection, made.ANN, terms=house)) is None
        senders.set_word(connection, "e", made.ANN, "allowed", made.NOW)
        found = ask(connection, made.ANN, terms=house)
        assert known(found) == "colleagues"
        assert isinstance(found, Contact)
        assert found.rests_on == "Several of your colleagues know them."
        assert known(ask(connection, made.ANN)) is None


def test_among_colleagues_ended_and_blocked_entries_and_ones_own_do_not_count(store: Store) -> None:
    house = Terms(colleagues=True)
    with store.begin() as connection:
        for person in ("a", "b", "c", "d"):
            write(connection, person, made.ANN)
        write(connection, "e", made.ANN, made.NOW - timedelta(days=500))
        write(connection, "f", made.ANN)
        senders.set_word(connection, "f", "@acme.example", "blocked", made.NOW)
        assert known(ask(connection, made.ANN, terms=house)) is None
        senders.remove(connection, "f", "@acme.example")
        assert known(ask(connection, made.ANN, terms=house)) == "colleagues"


def test_receiving_invitations_makes_nobody_known(store: Store) -> None:
    """However many come, and also when they are let in (acceptance of issue 4)."""
    with store.begin() as connection:
        for number, state in enumerate(("waiting", "delivered", "accepted", "declined", "cancelled") * 4):
            for person in PEOPLE:
                record = made.event(f"u{number}", made.ANN, state=state, person=person)  # type: ignore[arg-type]
                events.remember(connection, [(record, "o")], now=to_text(made.NOW))
        assert known(ask(connection, made.ANN, terms=Terms(colleagues=True))) is None
