"""Group calendars and whom they stand for."""

from __future__ import annotations

from datetime import timedelta

from salver.store import events, pins
from salver.store.database import Store
from tests.store import made

CALENDAR = "c_1@group.calendar.google.com"


def test_the_first_pin_stays(store: Store) -> None:
    with store.begin() as connection:
        assert pins.pin(connection, "nora", CALENDAR).address is None
        assert pins.keep(connection, "nora", CALENDAR.upper(), "Ann@acme.example", made.NOW)
        assert not pins.keep(connection, "nora", CALENDAR, "eve@evil.test", made.NOW + timedelta(days=1))
        assert pins.pin(connection, "nora", CALENDAR).address == made.ANN
        assert pins.pin(connection, "otto", CALENDAR).address is None
        pins.remove(connection, "nora", CALENDAR)
        assert pins.listing(connection, "nora") == []


def remember(store: Store, uid: str, state: str, strength: str = "strong", stands_for: str | None = made.ANN) -> None:
    record = made.event(uid, CALENDAR, state=state, strength=strength)  # type: ignore[arg-type]
    with store.begin() as connection:
        changed = type(record)(**{n: getattr(record, n) for n in record.__struct_fields__} | {"stands_for": stands_for})
        events.remember(connection, [(changed, "o1")], now="2026-11-24T13:00:00.000000Z")


def test_a_delivered_event_pins_its_calendar_once(store: Store) -> None:
    remember(store, "u1", "delivered")
    remember(store, "u2", "delivered", stands_for="eve@evil.test")
    with store.read() as connection:
        assert [(one.calendar, one.address) for one in pins.listing(connection, "nora")] == [(CALENDAR, made.ANN)]


def test_what_waits_or_is_not_vouched_for_pins_nothing(store: Store) -> None:
    remember(store, "u1", "waiting")
    remember(store, "u2", "delivered", "none")
    remember(store, "u3", "delivered", stands_for=None)
    with store.read() as connection:
        assert pins.listing(connection, "nora") == []
        row = events.get(connection, "nora", "u1", CALENDAR)
    assert row is not None
    assert row.stands_for == made.ANN
