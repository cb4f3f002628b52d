"""Decisions are kept with what undo needs."""

from __future__ import annotations

import msgspec

from salver.store import decisions, events, senders
from salver.store.database import Store
from salver.store.decisions import Before, Decision, EventBefore
from salver.store.times import to_text
from tests.store import made


def test_a_decision_comes_back_whole(store: Store) -> None:
    now = to_text(made.NOW)
    with store.begin() as connection:
        outcome_id = made.commit(connection, made.record(made.event()))[0]
        row = events.get(connection, "nora", "u1", made.ANN)
        happened = EventBefore(person="nora", uid="u1", organizer=made.ANN, row=row, version_after=2)
        word = senders.Sender(made.ANN, "allowed", now)
        before = Before(outcomes=(outcome_id,), events=(happened,), senders={made.ANN: word, "x@y.example": None})
        first = Decision(
            id="d1",
            outcome_id=outcome_id,
            person="nora",
            action="accept",
            decided_at=now,
            undone_at=None,
            before=before,
        )
        decisions.put(connection, first)
        assert decisions.get(connection, "nora", "d1") == first
        assert decisions.get(connection, "otto", "d1") is None
        decisions.put(connection, msgspec.structs.replace(first, id="d2"))
        latest = decisions.latest(connection, "nora", outcome_id)
        assert latest is not None
        assert latest.id == "d2"
        decisions.mark_undone(connection, "d2", now)
        latest = decisions.latest(connection, "nora", outcome_id)
        assert latest is not None
        assert latest.id == "d1"
