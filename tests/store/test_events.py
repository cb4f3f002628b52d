"""The memory of events: keyed without regard to case, versions that only grow."""

from __future__ import annotations

import msgspec

from salver.store import events, pins
from salver.store.database import Store
from salver.store.times import from_text
from tests.store import made

NOW = "2026-11-24T13:00:00.000000Z"
LATER = "2026-11-24T14:00:00.000000Z"


def test_organizers_are_compared_without_case(store: Store) -> None:
    with store.begin() as connection:
        events.set_state(connection, "nora", "u1", "Ann@acme.example", "accepted", now=NOW, strength="strong")
        assert events.set_state(connection, "nora", "u1", "ann@ACME.example", "cancelled", now=LATER) == 2
        row = events.get(connection, "nora", "u1", "ANN@acme.example")
        assert row is not None
        assert (row.organizer, row.state, row.strength) == ("ann@acme.example", "cancelled", "strong")


def test_history_is_newest_first_and_per_person(store: Store) -> None:
    with store.begin() as connection:
        events.set_state(connection, "nora", "u1", None, "waiting", now=NOW)
        events.set_state(connection, "nora", "u1", made.ANN, "delivered", now=LATER, strength="moderate", sequence=3)
        events.set_state(connection, "otto", "u1", made.ANN, "delivered", now=LATER)
        found = events.history(connection, "nora", "u1").events
        assert [(one.organizer, one.sequence, one.binds) for one in found] == [(made.ANN, 3, True), (None, None, False)]


def test_whom_a_calendar_stood_for_at_first_outlasts_what_a_later_message_said(store: Store) -> None:
    group = "c_1@group.calendar.google.com"
    with store.begin() as connection:
        events.set_state(
            connection, "nora", "u1", group, "delivered", now=NOW, strength="moderate", stands_for=made.ANN
        )
        assert events.history(connection, "nora", "u1").events[0].stands_for == made.ANN
        pins.keep(connection, "nora", group.upper(), made.ANN, from_text(NOW))
        pins.keep(connection, "otto", group, "otto@acme.example", from_text(NOW))
        events.set_state(connection, "nora", "u1", group, "delivered", now=LATER, stands_for="mallory@gmail.com")
        assert [one.stands_for for one in events.history(connection, "nora", "u1").events] == [made.ANN]
        events.set_state(connection, "nora", "u2", made.ANN, "delivered", now=NOW, strength="strong")
        assert events.history(connection, "nora", "u2").events[0].stands_for is None


def test_what_is_not_given_stays(store: Store) -> None:
    with store.begin() as connection:
        events.set_state(
            connection, "nora", "u1", None, "waiting", now=NOW, sequence=3, dtstamp="keep", strength="weak"
        )
        events.set_state(connection, "nora", "u1", None, "declined", now=LATER)
        row = events.get(connection, "nora", "u1", None)
        assert row is not None
        assert (row.sequence, row.dtstamp, row.strength, row.version) == (3, "keep", "weak", 2)
        events.set_state(connection, "nora", "u1", None, "declined", now=LATER, sequence=None)
        row = events.get(connection, "nora", "u1", None)
        assert row is not None
        assert row.sequence is None


def test_a_row_is_put_back_whole(store: Store) -> None:
    with store.begin() as connection:
        events.set_state(connection, "nora", "u1", None, "accepted", now=NOW, stands_for=made.ANN, accepted_at=NOW)
        before = events.get(connection, "nora", "u1", None)
        assert before is not None
        events.set_state(connection, "nora", "u1", None, "declined", now=LATER, stands_for=None, accepted_at=LATER)
        events.put_back(connection, before, LATER)
        after = events.get(connection, "nora", "u1", None)
        assert after == msgspec.structs.replace(before, version=3, updated_at=LATER)


def test_the_place_does_not_move_the_version(store: Store) -> None:
    with store.begin() as connection:
        events.set_state(connection, "nora", "u1", None, "accepted", now=NOW)
        events.set_place(connection, "nora", "u1", None, href="a.ics", etag='"1"')
        row = events.get(connection, "nora", "u1", None)
        assert row is not None
        assert (row.href, row.etag, row.version) == ("a.ics", '"1"', 1)
        events.forget(connection, "nora", "u1", None)
        assert events.get(connection, "nora", "u1", None) is None
