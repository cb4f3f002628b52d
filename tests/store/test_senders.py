"""A person's word about senders."""

from __future__ import annotations

from salver.store import senders
from salver.store.database import Store
from tests.store import made


def test_words_and_contacts(store: Store) -> None:
    with store.begin() as connection:
        senders.set_word(connection, "nora", "Ann@acme.example", "allowed", made.NOW)
        senders.set_word(connection, "nora", "@evil.example", "blocked", made.NOW)

        def known(address: str, contacts: frozenset[str] = frozenset()) -> tuple[str | None, bool]:
            found = senders.contact(connection, "nora", contacts, address)
            return found.known_by, found.blocked

        assert known("ANN@acme.example") == ("allowed", False)
        assert known("bob@acme.example") == (None, False)
        assert known("bob@acme.example", frozenset({"bob@acme.example"})) == ("contacts", False)
        assert known("x@evil.example") == (None, True)
        assert known("x@EVIL.example", frozenset({"x@evil.example"})) == ("contacts", True)
        assert known("x@sub.evil.example") == (None, False)
        assert senders.contact(connection, "otto", frozenset(), made.ANN).known_by is None


def test_a_new_word_replaces_the_old(store: Store) -> None:
    with store.begin() as connection:
        senders.set_word(connection, "nora", made.ANN, "allowed", made.NOW)
        senders.set_word(connection, "nora", made.ANN, "blocked", made.NOW)
        assert [(one.address, one.word) for one in senders.listing(connection, "nora")] == [(made.ANN, "blocked")]
        senders.remove(connection, "nora", made.ANN)
        assert senders.listing(connection, "nora") == []
        assert senders.word_of(connection, "nora", made.ANN) is None
