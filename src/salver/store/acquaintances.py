"""Everybody a person knows by what the store remembers: whom a stranger could be taken for (SPF-04, SPF-34)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from salver.store import correspondents, events, senders
from salver.store.familiarity import Terms, wrote_to_after


def names(connection: Connection, person: str, now: datetime, terms: Terms | None = None) -> dict[str, str | None]:
    """Whom they allowed, whom they wrote to, and the organizers of events that are bound; by lower-case address."""
    found: dict[str, str | None] = dict.fromkeys(events.bound_organizers(connection, person))
    found |= dict.fromkeys(one.address for one in senders.listing(connection, person) if one.word == "allowed")
    after = wrote_to_after(now, terms or Terms())
    return found | {one.address: one.name for one in correspondents.listing(connection, person, after=after)}
