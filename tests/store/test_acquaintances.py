"""Everybody a person knows by what the store remembers."""

from __future__ import annotations

from datetime import timedelta

from salver.store import acquaintances, correspondents, events, senders
from salver.store.database import Store
from salver.store.times import to_text
from tests.store import made


def test_words_letters_and_bound_organizers(store: Store) -> None:
    old = made.NOW - timedelta(days=500)
    with store.begin() as connection:
        senders.set_word(connection, "nora", "said@a.example", "allowed", made.NOW)
        senders.set_word(connection, "nora", "bad@a.example", "blocked", made.NOW)
        for address, at in (("pen@a.example", made.NOW), ("gone@a.example", old)):
            correspondents.wrote_to(connection, "nora", {address: "Pen"}, at=at, source="outbound", most=9)
        for organizer, state, strength in (
            ("bound@a.example", "accepted", "moderate"),
            ("waits@a.example", "waiting", "strong"),
            ("weak@a.example", "delivered", "weak"),
            (None, "delivered", "strong"),
        ):
            events.set_state(connection, "nora", "u", organizer, state, now=to_text(made.NOW), strength=strength)  # type: ignore[arg-type]
        assert acquaintances.names(connection, "nora", made.NOW) == {
            "bound@a.example": None,
            "said@a.example": None,
            "pen@a.example": "Pen",
        }
        assert acquaintances.names(connection, "otto", made.NOW) == {}
