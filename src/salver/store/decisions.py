"""What people pressed, and what undo needs to put back."""

from __future__ import annotations

from typing import Literal

import msgspec
from sqlalchemy import Connection, Row, select, update

from salver.store.events import EventRow
from salver.store.schema import decisions
from salver.store.senders import Sender

Action = Literal["accept", "tentative", "decline-silently", "decline-and-tell", "release", "block"]


class EventBefore(msgspec.Struct, frozen=True, kw_only=True):
    """One event a decision touched: the row before it (None: there was none) and the version it left behind."""

    person: str
    uid: str
    organizer: str
    row: EventRow | None
    version_after: int


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """How things stood before a decision.

    ``outcomes`` are the ids of the rows that waited and no longer do; ``senders`` maps each address a word was said
    about to the word before, ``unconfirmed`` each domain that is now kept out unconfirmed to since when it was before.
    ``pins`` are the calendars this decision pinned.
    """

    outcomes: tuple[str, ...] = ()
    events: tuple[EventBefore, ...] = ()
    senders: dict[str, Sender | None] = {}
    unconfirmed: dict[str, str | None] = {}
    pins: tuple[str, ...] = ()


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One press of a button. Moments are text as in ``store.times``."""

    id: str
    outcome_id: str
    person: str
    action: Action
    decided_at: str
    undone_at: str | None
    before: Before


def put(connection: Connection, decision: Decision) -> None:
    """Record a decision."""
    columns = {name: getattr(decision, name) for name in decision.__struct_fields__ if name != "before"}
    before = msgspec.json.encode(decision.before).decode()
    connection.execute(decisions.insert().values(columns | {"before": before}))


def get(connection: Connection, person: str, decision_id: str) -> Decision | None:
    """One decision of this person."""
    query = select(decisions).where(decisions.c.id == decision_id, decisions.c.person == person)
    row = connection.execute(query).first()
    return None if row is None else _decision(row)


def of_outcome(connection: Connection, person: str, outcome_id: str) -> list[Decision]:
    """Everything this person decided about an outcome, oldest first, taken back or not."""
    query = select(decisions).where(decisions.c.outcome_id == outcome_id, decisions.c.person == person)
    return [_decision(row) for row in connection.execute(query.order_by(decisions.c.decided_at, decisions.c.id))]


def latest(connection: Connection, person: str, outcome_id: str) -> Decision | None:
    """The newest decision about an outcome that was not taken back."""
    query = select(decisions.c.id).where(
        decisions.c.outcome_id == outcome_id, decisions.c.person == person, decisions.c.undone_at.is_(None)
    )
    order = query.order_by(decisions.c.decided_at.desc(), decisions.c.id.desc())
    newest = connection.execute(order).scalars().first()
    return None if newest is None else get(connection, person, newest)


def _decision(row: Row[tuple[object, ...]]) -> Decision:
    columns = dict(row._mapping)
    return Decision(before=msgspec.json.decode(columns.pop("before"), type=Before), **columns)


def mark_undone(connection: Connection, decision_id: str, undone_at: str) -> None:
    """Record that a decision was taken back."""
    connection.execute(update(decisions).where(decisions.c.id == decision_id).values(undone_at=undone_at))
