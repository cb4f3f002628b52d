"""The queue of effects on other machines: nothing leaves but through here, so that a crash loses nothing.

A job is ``pending`` until due, ``sending`` while somebody carries it out, then ``done``, ``failed`` or ``cancelled``.
Once it is over, its payload is emptied but for what says which event it was about: an answer holds a stranger's words
and ours, and a mail may hold a link to sign in. What failed and can be tried again keeps it for a while.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, or_, select, update

from salver.core.ulid import new_ulid
from salver.store.schema import outbox
from salver.store.times import to_text

Kind = Literal["calendar", "reply", "release", "mail"]
JobState = Literal["pending", "sending", "done", "failed", "cancelled"]
Payload = Mapping[str, str | int | bool | None]

_OPEN = ("pending", "sending")
_LASTING = ("uid", "organizer", "do")
"""What stays of a payload."""
_EMPTIED = "emptied"
_MARK = f'"{_EMPTIED}":true'
"""How an emptied payload is known. No text inside a payload can look like it: JSON escapes its quotes."""


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


def due(connection: Connection, now: datetime, most: int | None = None) -> list[Job]:
    """Claim every job whose time has come, or the ``most`` oldest: ``pending`` becomes ``sending``. Oldest first.

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
    for job in _jobs(connection, select(outbox).where(ready).limit(most)):
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
    """After a crash: jobs somebody was carrying out are pending again. Returns how many.

    Only for the one runner of a store, and only while it carries out nothing.
    """
    stuck = update(outbox).where(outbox.c.state == "sending").values(state="pending")
    return connection.execute(stuck).rowcount


def done(connection: Connection, job: Job, now: datetime) -> None:
    """The effect took place. ``last_error`` goes: it told of an attempt that no longer matters."""
    _set(connection, job, state="done", done_at=to_text(now), last_error=None, payload=_emptied(job))


def retry(connection: Connection, job: Job, error: str, next_at: datetime) -> None:
    """The attempt failed for now; try again at ``next_at``. ``error`` is a public sentence."""
    _set(connection, job, state="pending", attempts=job.attempts + 1, last_error=error, due_at=to_text(next_at))


def fail(connection: Connection, job: Job, error: str) -> None:
    """The attempt failed for good. ``error`` is a public sentence. A job of no decision cannot be tried again."""
    values = {"payload": _emptied(job)} if job.decision_id is None else {}
    _set(connection, job, state="failed", attempts=job.attempts + 1, last_error=error, **values)


def drop(connection: Connection, job: Job) -> None:
    """There is no need for the effect any more, nor for the answers of its decision that have not begun."""
    for one in of_decision(connection, job.decision_id) if job.decision_id else []:
        if one.kind == "reply" and one.state == "pending":
            _set(connection, one, state="cancelled", payload=_emptied(one))
    _set(connection, job, state="cancelled", last_error=None, payload=_emptied(job))


def any_stale(connection: Connection, before: str) -> bool:
    """Whether ``empty_stale`` would find something, without writing."""
    return connection.execute(select(outbox.c.id).where(_stale(before)).limit(1)).first() is not None


def empty_stale(connection: Connection, before: str) -> int:
    """Empty the failed jobs that were last tried before a moment: nobody tries them again. Returns how many."""
    stale = _jobs(connection, select(outbox).where(_stale(before)))
    for job in stale:
        _set(connection, job, payload=_emptied(job))
    return len(stale)


def revive(connection: Connection, decision_id: str, now: datetime) -> int:
    """Try the failed jobs of a decision again, from the first attempt on. Returns how many.

    Those that failed so long ago that they were emptied stay as they are.
    """
    failed = and_(outbox.c.decision_id == decision_id, outbox.c.state == "failed", ~_is_emptied())
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
    for job in of_decision(connection, decision_id):
        _set(connection, job, state="cancelled", payload=_emptied(job))
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


def unfinished(connection: Connection, person: str, uid: str, organizer: str | None) -> bool:
    """Whether a calendar job about this event is still to be done, or failed and may be tried again."""
    query = select(outbox).where(
        outbox.c.kind == "calendar", outbox.c.person == person, outbox.c.state.in_((*_OPEN, "failed"))
    )
    event = uid, (organizer or "").lower()
    return any(_event_of(job) == event for job in _jobs(connection, query))


def of_decision(connection: Connection, decision_id: str) -> list[Job]:
    """All jobs of one decision, in any state."""
    return _jobs(connection, select(outbox).where(outbox.c.decision_id == decision_id))


def _jobs(connection: Connection, query: Select[tuple[object, ...]]) -> list[Job]:
    return [_job(row) for row in connection.execute(query.order_by(outbox.c.due_at, outbox.c.id))]


def _job(row: Row[tuple[object, ...]]) -> Job:
    columns = dict(row._mapping)
    return Job(payload=msgspec.json.decode(columns.pop("payload")), **columns)


def _event_of(job: Job) -> tuple[object, str]:
    """An event as the key of a table names it: organizers are compared without regard to case (RFC 6047 2.3)."""
    return job.payload["uid"], str(job.payload["organizer"] or "").lower()


def _emptied(job: Job) -> str:
    kept: Payload = {name: job.payload[name] for name in _LASTING if name in job.payload} | {_EMPTIED: True}
    return msgspec.json.encode(kept).decode()


def _is_emptied() -> ColumnElement[bool]:
    return outbox.c.payload.contains(_MARK, autoescape=True)


def _stale(before: str) -> ColumnElement[bool]:
    return and_(outbox.c.state == "failed", outbox.c.due_at < before, ~_is_emptied())


def _set(connection: Connection, job: Job, **values: object) -> None:
    connection.execute(update(outbox).where(outbox.c.id == job.id).values(**values))
