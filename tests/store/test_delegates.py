"""Approved pairs."""

from __future__ import annotations

from datetime import timedelta

from salver.store import delegates
from salver.store.database import Store
from salver.store.times import to_text
from tests.store import made

ASSISTANT = "assistant@agency.example"


def test_a_pair_is_approved_by_one_person_in_one_direction(store: Store) -> None:
    with store.begin() as connection:
        delegates.approve(connection, "nora", ASSISTANT.upper(), made.ANN, made.NOW)
        delegates.approve(connection, "nora", ASSISTANT, made.ANN, made.NOW + timedelta(days=1))
        found = delegates.delegation(connection, "nora", ASSISTANT, made.ANN.upper())
        assert (found.approved, found.since) == (True, to_text(made.NOW))
        assert not delegates.delegation(connection, "nora", made.ANN, ASSISTANT).approved
        assert not delegates.delegation(connection, "nora", ASSISTANT, "boss@acme.example").approved
        assert not delegates.delegation(connection, "otto", ASSISTANT, made.ANN).approved


def test_it_can_be_taken_back(store: Store) -> None:
    with store.begin() as connection:
        delegates.approve(connection, "nora", ASSISTANT, made.ANN, made.NOW)
        assert [(one.sent_by, one.organizer) for one in delegates.listing(connection, "nora")] == [
            (ASSISTANT, made.ANN)
        ]
        delegates.remove(connection, "nora", ASSISTANT, made.ANN)
        assert delegates.listing(connection, "nora") == []
