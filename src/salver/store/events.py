"""The memory of events: (person, UID, organizer) to state, strength and order (architecture 3.4)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import ColumnElement, Connection, and_, delete, select, update

from salver.core.errors import SalverError
from salver.decide.verdict import EventRecord
from salver.observe.question import EventMemory, EventState, History
from salver.store import pins
from salver.store.schema import events
from salver.store.schema import pins as pin_rows
from salver.store.times import from_text


class HistoryMoved(SalverError):
    """An event is no longer at the version a verdict was judged on. Observe, judge and decide again."""

    def __init__(self, person: str) -> None:
        self.person = person
        super().__init__("the history of an event moved while its message was judged")


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row as it stands; ``organizer`` is lower-case, ``""`` for none. ``stands_for`` is the person behind an
    organizer that is a group calendar, ``accepted_at`` when the mailbox's owner last said yes to it themselves while
    somebody vouched for the organizer."""

    person: str
    uid: str
    organizer: str
    strength: str
    state: EventState
    sequence: int | None
    dtstamp: str | None
    version: int
    outcome_id: str | None
    href: str | None
    etag: str | None
    updated_at: str
    stands_for: str | None = None
    accepted_at: str | None = None


def history(connection: Connection, person: str, uid: str) -> History:
    """All that this person has met under this UID, newest first."""
    # Whom a group calendar stood for at first outlasts what a later message said.
    same = and_(pin_rows.c.person == events.c.person, pin_rows.c.calendar == events.c.organizer)
    query = select(events, pin_rows.c.address.label("first_met")).select_from(events.outerjoin(pin_rows, same))
    query = query.where(events.c.person == person, events.c.uid == uid)
    rows = connection.execute(query.order_by(events.c.updated_at.desc(), events.c.organizer))
    return History(
        tuple(
            EventMemory(
                organizer=row.organizer or None,
                state=row.state,
                strength=row.strength,
                sequence=row.sequence,
                dtstamp=row.dtstamp,
                version=row.version,
                stands_for=row.first_met or row.stands_for,
            )
            for row in rows
        )
    )


def get(connection: Connection, person: str, uid: str, organizer: str | None) -> EventRow | None:
    """The row of one event, or None when it was never met."""
    row = connection.execute(select(events).where(_is(person, uid, organizer))).first()
    return None if row is None else EventRow(**row._mapping)


def of_outcome(connection: Connection, outcome_id: str) -> list[EventRow]:
    """The events whose newest word came with this outcome."""
    rows = connection.execute(select(events).where(events.c.outcome_id == outcome_id).order_by(events.c.uid))
    return [EventRow(**row._mapping) for row in rows]


def bound_organizers(connection: Connection, person: str) -> list[str]:
    """The organizers of this person's bound events (``EventMemory.binds``), lower-case, each once."""
    query = select(events.c.organizer).where(
        events.c.person == person,
        events.c.state.in_(("delivered", "accepted", "cancelled")),
        events.c.strength.in_(("strong", "moderate")),
        events.c.organizer != "",
    )
    return sorted(set(connection.execute(query).scalars()))


def remember(connection: Connection, records: Sequence[tuple[EventRecord, str]], *, now: str) -> None:
    """Write what was judged, each event once, with the outcome it came with.

    All versions are compared before anything is written, since two mailboxes of one person bring the same event twice.
    Raises HistoryMoved when one differs, also when another process slips in between.
    """
    once: dict[tuple[str, str, str], tuple[EventRecord, str]] = {}
    for record, outcome_id in records:
        once.setdefault((record.person, record.uid, _key(record.organizer)), (record, outcome_id))
    for (person, uid, organizer), (record, _) in once.items():
        row = get(connection, person, uid, organizer)
        if (row.version if row else 0) != record.judged_on:
            raise HistoryMoved(person)
    for (person, uid, organizer), (record, outcome_id) in once.items():
        set_state(
            connection,
            person,
            uid,
            organizer,
            record.state,
            now=now,
            strength=record.strength,
            sequence=record.sequence,
            dtstamp=record.dtstamp,
            outcome_id=outcome_id,
            stands_for=record.stands_for or UNSET,
        )
        if record.state == "delivered" and record.stands_for and record.strength not in ("none", "unknown"):
            pins.keep(connection, person, organizer, record.stands_for, from_text(now))


def set_state(
    connection: Connection,
    person: str,
    uid: str,
    organizer: str | None,
    state: EventState,
    *,
    now: str,
    strength: str | None = None,
    sequence: int | UnsetType | None = UNSET,
    dtstamp: str | UnsetType | None = UNSET,
    outcome_id: str | UnsetType | None = UNSET,
    stands_for: str | UnsetType | None = UNSET,
    accepted_at: str | UnsetType | None = UNSET,
) -> int:
    """Move one event to a state and raise its version by one, making the row where there is none.

    What is not given stays as it is; a new row without a strength has ``unknown``, which binds nothing. Returns the new
    version. Raises HistoryMoved when another process changed the row meanwhile.
    """
    given: dict[str, object] = {
        "sequence": sequence,
        "dtstamp": dtstamp,
        "outcome_id": outcome_id,
        "stands_for": stands_for,
        "accepted_at": accepted_at,
    }
    values = {name: value for name, value in given.items() if value is not UNSET} | {
        "state": state,
        "updated_at": now,
    }
    row = get(connection, person, uid, organizer)
    if row is None:
        key = {"person": person, "uid": uid, "organizer": _key(organizer)}
        connection.execute(events.insert().values(**key, **values, strength=strength or "unknown", version=1))
        return 1
    if strength is not None:
        values["strength"] = strength
    still = and_(_is(person, uid, organizer), events.c.version == row.version)
    if connection.execute(update(events).where(still).values(**values, version=row.version + 1)).rowcount != 1:
        raise HistoryMoved(person)
    return row.version + 1


def set_place(
    connection: Connection, person: str, uid: str, organizer: str | None, *, href: str | None, etag: str | None
) -> None:
    """Where the event lies at the CalDAV server. The version stays: no verdict depends on it."""
    connection.execute(update(events).where(_is(person, uid, organizer)).values(href=href, etag=etag))


def put_back(connection: Connection, before: EventRow, now: str) -> None:
    """Restore everything a decision can change of a row; the version goes on counting."""
    set_state(
        connection,
        before.person,
        before.uid,
        before.organizer,
        before.state,
        now=now,
        strength=before.strength,
        sequence=before.sequence,
        dtstamp=before.dtstamp,
        outcome_id=before.outcome_id,
        stands_for=before.stands_for,
        accepted_at=before.accepted_at,
    )


def forget(connection: Connection, person: str, uid: str, organizer: str | None) -> None:
    """Remove a row."""
    connection.execute(delete(events).where(_is(person, uid, organizer)))


def _is(person: str, uid: str, organizer: str | None) -> ColumnElement[bool]:
    return and_(events.c.person == person, events.c.uid == uid, events.c.organizer == _key(organizer))


def _key(organizer: str | None) -> str:
    """An organizer as it stands in the key: addresses are compared without regard to case (RFC 6047 2.3)."""
    return (organizer or "").lower()
