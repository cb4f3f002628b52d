"""Envelope domains that are kept out while nobody is confirmed."""

from __future__ import annotations

from salver.store import senders, unconfirmed
from salver.store.database import Store
from salver.store.times import to_text
from tests.store import made


def test_a_domain_is_kept_out_for_one_person_until_it_is_taken_back(store: Store) -> None:
    with store.begin() as connection:
        unconfirmed.put(connection, "nora", "Evil.test", made.NOW)
        assert unconfirmed.block(connection, "nora", "evil.test").blocked
        assert not unconfirmed.block(connection, "nora", "mail.evil.test").blocked
        assert not unconfirmed.block(connection, "otto", "evil.test").blocked
        assert [(one.domain, one.since) for one in unconfirmed.listing(connection, "nora")] == [
            ("evil.test", to_text(made.NOW))
        ]
        unconfirmed.remove(connection, "nora", "evil.test")
        assert unconfirmed.listing(connection, "nora") == []


def test_it_is_no_word_about_who_is_confirmed(store: Store) -> None:
    """A forged MAIL FROM must not block the real domain (PRIV-18)."""
    with store.begin() as connection:
        unconfirmed.put(connection, "nora", "acme.example", made.NOW)
        assert not senders.words_about(connection, "nora", made.ANN).blocked
