"""A person's word about senders."""

from __future__ import annotations

from salver.store import senders
from salver.store.database import Store
from tests.store import made


def test_words_about_an_address(store: Store) -> None:
    with store.begin() as connection:
        senders.set_word(connection, "nora", "Ann@acme.example", "allowed", made.NOW)
        senders.set_word(connection, "nora", "@evil.example", "blocked", made.NOW)

        def about(address: str, person: str = "nora") -> tuple[bool, bool]:
            words = senders.words_about(connection, person, address)
            return words.allowed is not None, words.blocked

        assert about("ANN@acme.example") == (True, False)
        assert about("bob@acme.example") == (False, False)
        assert about("x@EVIL.example") == (False, True)
        assert about("x@sub.evil.example") == (False, False)
        assert about(made.ANN, "otto") == (False, False)
        assert senders.who_allowed(connection, made.ANN) == {"nora"}


def test_a_domain_is_never_allowed_as_a_whole(store: Store) -> None:
    with store.begin() as connection:
        senders.set_word(connection, "nora", "@acme.example", "allowed", made.NOW)
        assert senders.words_about(connection, "nora", made.ANN) == senders.Words()


def test_a_new_word_replaces_the_old(store: Store) -> None:
    with store.begin() as connection:
        senders.set_word(connection, "nora", made.ANN, "allowed", made.NOW)
        senders.set_word(connection, "nora", made.ANN, "blocked", made.NOW)
        assert [(one.address, one.word) for one in senders.listing(connection, "nora")] == [(made.ANN, "blocked")]
        senders.remove(connection, "nora", made.ANN)
        assert senders.listing(connection, "nora") == []
        assert senders.word_of(connection, "nora", made.ANN) is None
