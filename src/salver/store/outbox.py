"""The queue of effects on other machines: nothing leaves but through here, so that a crash loses nothing.

A job is ``pending`` until due, ``sending`` while somebody carries it out, then ``done``, ``failed`` or ``cancelled``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import msgspec
from sqlalchemy import Connection, Row, Select, and_, exists, func, or_, select, update

from salver.core.ulid import new_ulid
from salver.store.schema import outbox
from salver.store.times import to_text

Kind = Literal["calendar", "reply", "release", "mail"]
JobState = Literal["pending", "sending", "done", "failed", "cancelled"]
Payload = Mapping[str, str | int | bool | None]

_OPEN = ("pending", "sending")


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One effect. ``attempts`` counts those that failed; ``last_error`` is a sentence a person may read."""

    id: str
    decision_id: str | None
    kind: Kind
    person: str | None
    due_at: str
    payload: dict[str, str | int | bool | None]
    attempts: int
    state: JobState
    last_error: str | None
    done_at: str | None


def put(
    connection: Connection,
    kind: Kind,
    payload: Payload,
    due_at: datetime,
    *,
    decision_id: str | None = None,
    person: str | None = None,
) -> str:
    """Queue one effect; returns the job's id. ``payload`` holds plain values only and is stored as JSON.

    Kind ``mail`` wants ``mail_from``, ``rcpt_to`` and ``message`` (text with CRLF line ends, sent as UTF-8).
    """
    row = {
        "id": new_ulid(),
        "decision_id": decision_id,
        "kind": kind,
        "person": person,
        "due_at": to_text(due_at),
        "payload": msgspec.json.encode(payload).decode(),
        "attempts": 0,
        "state": "pending",
    }
    connection.execute(outbox.insert().values(row))
    return str(row["id"])


def due(connection: Connection, now: datetime) -> list[Job]:
    """Claim every job whose time has come: ``pending`` becomes ``sending``. Oldest first.

    An answer waits for the calendar: while the calendar job of the same decision is open or failed, its reply is not
    due, so that nobody is told "accepted" about an event that could not be written.
    """
    calendar = outbox.alias("calendar")
    unwritten = exists().where(
        calendar.c.decision_id == outbox.c.decision_id,
        calendar.c.kind == "calendar",
        calendar.c.state.in_((*_OPEN, "failed")),
    )
    ready = and_(
        outbox.c.state == "pending",
        outbox.c.due_at <= to_text(now),
        or_(outbox.c.kind != "reply", outbox.c.decision_id.is_(None), ~unwritten),
    )
    claimed = []
    for job in _jobs(connection, select(outbox).where(ready)):
        mine = and_(outbox.c.id == job.id, outbox.c.state == "pending")
        if connection.execute(update(outbox).where(mine).values(state="sending")).rowcount == 1:
            claimed.append(msgspec.structs.replace(job, state="sending"))
    return claimed


def next_due(connection: Connection) -> str | None:
    """When the next pending job is due, as text; None when nothing is pending."""
    query = select(func.min(outbox.c.due_at)).where(outbox.c.state == "pending")
    found: str | None = connection.execute(query).scalar_one()
    return found


def recover(connection: Connection) -> int:
    """After a crash: jobs somebody was carrying out are pending again. Returns how many. Only at start."""
    stuck = update(outbox).where(outbox.c.state == "sending").values(state="pending")
    return connection.execute(stuck).rowcount


def done(connection: Connection, job: Job, now: datetime) -> None:
    """The effect took place. ``last_error`` goes: it told of an attempt that no longer matters."""
    _set(connection, job, state="done", done_at=to_text(now), last_error=None)


def retry(connection: Connection, job: Job, error: str, next_at: datetime) -> None:
    """The attempt failed for now; try again at ``next_at``. ``error`` is a public sentence."""
    _set(connection, job, state="pending", attempts=job.attempts + 1, last_error=error, due_at=to_text(next_at))


def fail(connection: Connection, job: Job, error: str) -> None:
    """The attempt failed for good. ``error`` is a public sentence."""
    _set(connection, job, state="failed", attempts=job.attempts + 1, last_error=error)


def revive(connection: Connection, decision_id: str, now: datetime) -> int:
    """Try the failed jobs of a decision again, from the first attempt on. Returns how many."""
    failed = and_(outbox.c.decision_id == decision_id, outbox.c.state == "failed")
    fresh = update(outbox).where(failed).values(state="pending", attempts=0, due_at=to_text(now))
    return connection.execute(fresh).rowcount


def cancel(connection: Connection, decision_id: str) -> bool:
    """Take a decision's jobs back, all or none: False, and nothing changed, once one of them has begun.

    A job that was tried and waits for its next attempt has begun too: nobody knows how far it got.
    """
    begun = and_(
        outbox.c.decision_id == decision_id,
        or_(outbox.c.state != "pending", outbox.c.attempts > 0),
    )
    if connection.execute(select(func.count()).where(begun)).scalar_one():
        return False
    pending = and_(outbox.c.decision_id == decision_id, outbox.c.state == "pending")
    connection.execute(update(outbox).where(pending).values(state="cancelled"))
    return True


def overtaken(connection: Connection, job: Job) -> bool:
    """Whether a job queued after this one has already done its work on the same event of the same person.

    A write that had to be tried again must then not put the older version over the newer one.
    """
    later = and_(
        outbox.c.kind == job.kind, outbox.c.person == job.person, outbox.c.id > job.id, outbox.c.state == "done"
    )
    event = _event_of(job)
    return any(_event_of(other) == event for other in _jobs(connection, select(outbox).where(later)))


def of_decision(connection: Connection, decision_id: str) -> list[Job]:
    """All jobs of one decision, in any state."""
    return _jobs(connection, select(outbox).where(outbox.c.decision_id == decision_id))


def _jobs(connection: Connection, query: Select[tuple[object, ...]]) -> list[Job]:
    return [_job(row) for row in connection.execute(query.order_by(outbox.c.due_at, outbox.c.id))]


def _job(row: Row[tuple[object, ...]]) -> Job:
    columns = dict(row._mapping)
    return Job(payload=msgspec.json.decode(columns.pop("payload")), **columns)


def _event_of(job: Job) -> tuple[object, object]:
    return job.payload["uid"], job.payload["organizer"]


def _set(connection: Connection, job: Job, **values: object) -> None:
    connection.execute(update(outbox).where(outbox.c.id == job.id).values(**values))
