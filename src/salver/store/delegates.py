"""Who may send for whom, as each person approved it: "X may send for Y" (RFC 6047 2.2.1, SPF-06)."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, select

from salver.observe.question import Delegation
from salver.store.schema import delegates
from salver.store.times import to_text


class Delegate(msgspec.Struct, frozen=True):
    """One approved pair, lower-case. ``since`` is text as in ``store.times``."""

    sent_by: str
    organizer: str
    since: str


def delegation(connection: Connection, person: str, sent_by: str, organizer: str) -> Delegation:
    """Whether this person approved the pair."""
    query = select(delegates.c.since).where(_is(person, sent_by, organizer))
    since = connection.execute(query).scalar_one_or_none()
    return Delegation(approved=since is not None, since=since)


def approve(connection: Connection, person: str, sent_by: str, organizer: str, now: datetime) -> None:
    """Approve a pair; one that is approved already keeps its date."""
    if not delegation(connection, person, sent_by, organizer).approved:
        row = {"person": person, "sent_by": sent_by.lower(), "organizer": organizer.lower(), "since": to_text(now)}
        connection.execute(delegates.insert().values(row))


def remove(connection: Connection, person: str, sent_by: str, organizer: str) -> None:
    """Take an approval back."""
    connection.execute(delete(delegates).where(_is(person, sent_by, organizer)))


def listing(connection: Connection, person: str) -> list[Delegate]:
    """All approved pairs of a person, by organizer."""
    query = select(delegates).where(delegates.c.person == person)
    rows = connection.execute(query.order_by(delegates.c.organizer, delegates.c.sent_by))
    return [Delegate(row.sent_by, row.organizer, row.since) for row in rows]


def _is(person: str, sent_by: str, organizer: str) -> ColumnElement[bool]:
    return and_(
        delegates.c.person == person,
        delegates.c.sent_by == sent_by.lower(),
        delegates.c.organizer == organizer.lower(),
    )
