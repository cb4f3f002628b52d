"""The one recorded outcome of every calendar message for every mailbox (architecture 3.9, 3.11, 3.12)."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec
from sqlalchemy import Connection, Row, func, select, update

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.core.ulid import new_ulid
from salver.decide.report import Report, ReportObject, from_json, to_json
from salver.decide.verdict import CalendarWord, Headline, Level, OutcomeRecord, VerdictWord
from salver.store import events, originals
from salver.store.schema import outcomes
from salver.store.times import to_text

OutcomeState = Literal["waiting", "accepted", "declined", "blocked", "released", "passed", "ignored", "none"]
Relayed = Literal["intended", "relayed", "refused"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """One row. ``uid`` and ``organizer`` are those of the first event, ``envelope_domain`` that of MAIL FROM in lower
    case; moments are text as in ``store.times``."""

    id: str
    inspection_id: str
    mailbox: str
    person: str | None
    fingerprint: str
    message_id: str | None
    received_at: str
    verdict: VerdictWord
    level: Level
    calendar: CalendarWord
    enforced: bool
    relayed: Relayed
    state: OutcomeState
    headline: Headline
    report: Report
    uid: str | None
    organizer: str | None
    event_end: str | None
    original_id: int | None
    decided_at: str | None
    envelope_domain: str | None = None


def commit(
    connection: Connection,
    records: Sequence[OutcomeRecord],
    reports: Mapping[str, Report],
    *,
    headlines: Mapping[str, Headline],
    received_at: datetime,
    raw: bytes,
    enforced: bool,
    envelope_domain: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> list[str]:
    """Record what was decided about one message, before it is relayed; returns one outcome id a record, in order.

    ``reports`` and ``headlines`` are keyed by mailbox; ``envelope_domain`` is the domain of MAIL FROM. A row that is
    there already for (mailbox, fingerprint) is kept and its id returned: retries and replays count once, and do not
    touch the events again. Rows begin as ``relayed='intended'``. The original is kept only when something waits. Raises
    ``events.HistoryMoved`` when an event is no longer at the version it was judged on; the caller must then roll back,
    observe, judge and decide again.

    No more than ``limits.calendar_objects`` events of a record are remembered. One that is not binds nothing, so what
    comes about it later asks.
    """
    kept = {record.mailbox: _id_of(connection, record.mailbox, record.fingerprint) for record in records}
    new = {r.mailbox: r for r in records if kept[r.mailbox] is None}
    ids = {mailbox: found or new_ulid() for mailbox, found in kept.items()}
    states = {mailbox: _first_state(record.calendar, enforced) for mailbox, record in new.items()}
    original_id = originals.keep(connection, raw) if "waiting" in states.values() else None
    for mailbox, record in new.items():
        row = _row(record, reports[mailbox], headlines[mailbox])
        row.update(
            id=ids[mailbox],
            received_at=to_text(received_at),
            enforced=enforced,
            state=states[mailbox],
            original_id=original_id if states[mailbox] == "waiting" else None,
            envelope_domain=envelope_domain,
        )
        connection.execute(outcomes.insert().values(row))
    most = limits.calendar_objects
    events.remember(
        connection,
        [(event, ids[mailbox]) for mailbox, record in new.items() for event in record.events[:most]],
        now=to_text(received_at),
    )
    return [ids[record.mailbox] for record in records]


def find(connection: Connection, mailbox: str, fingerprint: str) -> Outcome | None:
    """The outcome of this message for this mailbox, if it has been here before."""
    query = select(outcomes).where(outcomes.c.mailbox == mailbox, outcomes.c.fingerprint == fingerprint)
    return _first(connection.execute(query).first())


def by_inspection(connection: Connection, mailbox: str, inspection_id: str) -> Outcome | None:
    """The outcome a good header of ours names (architecture 3.12)."""
    query = select(outcomes).where(outcomes.c.inspection_id == inspection_id, outcomes.c.mailbox == mailbox)
    return _first(connection.execute(query).first())


def get(connection: Connection, person: str, outcome_id: str) -> Outcome | None:
    """One outcome, for the person it belongs to and nobody else."""
    query = select(outcomes).where(outcomes.c.id == outcome_id, outcomes.c.person == person)
    return _first(connection.execute(query).first())


def by_id(connection: Connection, outcome_id: str) -> Outcome | None:
    """One outcome, whoever it belongs to: for the outbox and the operator, never for a page."""
    return _first(connection.execute(select(outcomes).where(outcomes.c.id == outcome_id)).first())


def listing(connection: Connection, person: str, state: str | None) -> list[Outcome]:
    """All outcomes of a person in one state, or in any; newest first."""
    query = select(outcomes).where(outcomes.c.person == person)
    if state is not None:
        query = query.where(outcomes.c.state == state)
    rows = connection.execute(query.order_by(outcomes.c.received_at.desc(), outcomes.c.id.desc()))
    return [_outcome(row) for row in rows]


def of_event(connection: Connection, person: str, uid: str, most: int) -> list[Outcome]:
    """The newest messages of a person about one UID, newest first, no more than ``most``."""
    query = select(outcomes).where(outcomes.c.person == person, outcomes.c.uid == uid)
    rows = connection.execute(query.order_by(outcomes.c.received_at.desc(), outcomes.c.id.desc()).limit(most))
    return [_outcome(row) for row in rows]


def waiting_for(connection: Connection, person: str, uids: Collection[str]) -> list[Outcome]:
    """What waits for a person and begins with one of these UIDs; oldest first."""
    query = select(outcomes).where(
        outcomes.c.person == person, outcomes.c.state == "waiting", outcomes.c.uid.in_(sorted(uids))
    )
    return [_outcome(row) for row in connection.execute(query.order_by(outcomes.c.received_at, outcomes.c.id))]


def counts(connection: Connection, person: str) -> dict[str, int]:
    """How many outcomes of a person are in each state; states with none are left out."""
    query = select(outcomes.c.state, func.count()).where(outcomes.c.person == person).group_by(outcomes.c.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def mark_relayed(connection: Connection, ids: Sequence[str], word: Relayed) -> None:
    """Write down what the next hop said to these rows."""
    connection.execute(update(outcomes).where(outcomes.c.id.in_(ids)).values(relayed=word))


def set_state(connection: Connection, ids: Sequence[str], state: str, *, decided_at: str | None) -> None:
    """Move outcomes to another state; ``decided_at`` is None for one that waits again."""
    connection.execute(update(outcomes).where(outcomes.c.id.in_(ids)).values(state=state, decided_at=decided_at))


def original(connection: Connection, outcome: Outcome) -> bytes | None:
    """The message as it came, exactly; None where it was not kept or is no longer."""
    return None if outcome.original_id is None else originals.read(connection, outcome.original_id)


def _id_of(connection: Connection, mailbox: str, fingerprint: str) -> str | None:
    query = select(outcomes.c.id).where(outcomes.c.mailbox == mailbox, outcomes.c.fingerprint == fingerprint)
    return connection.execute(query).scalar_one_or_none()


def _first_state(calendar: CalendarWord, enforced: bool) -> OutcomeState:
    """Where a new outcome begins. In mode observe nothing was kept out, so nothing waits (architecture 3.6)."""
    if calendar in ("wait", "apply"):
        return "waiting" if enforced else "passed"
    return {"pass": "passed", "ignore": "ignored"}.get(calendar, "none")  # type: ignore[return-value]


def _row(record: OutcomeRecord, report: Report, headline: Headline) -> dict[str, object]:
    shown = _shown(report)
    first = record.events[0] if record.events else None
    uid = first.uid if first else (shown.uid.raw if shown and shown.uid else None)
    organizer = first.organizer if first else (shown.organizer if shown else None)
    return {
        "inspection_id": report.id,
        "mailbox": record.mailbox,
        "person": record.person,
        "fingerprint": record.fingerprint,
        "message_id": report.message_id.raw if report.message_id else None,
        "verdict": record.verdict,
        "level": record.level,
        "calendar": record.calendar,
        "relayed": "intended",
        "headline_code": headline.code,
        "headline_variant": headline.variant,
        "headline_params": headline.params,
        "report": zlib.compress(to_json(report)),
        "uid": uid,
        "organizer": organizer,
        "event_end": (shown.end or shown.start) if shown else None,
    }


def _shown(report: Report) -> ReportObject | None:
    """The object a row is about: the first that is neither nested in a forwarded mail nor a twin."""
    return next((shown for shown in report.objects if not shown.nested and shown.same_as is None), None)


def _first(row: Row[tuple[object, ...]] | None) -> Outcome | None:
    return None if row is None else _outcome(row)


def _outcome(row: Row[tuple[object, ...]]) -> Outcome:
    columns = dict(row._mapping)
    headline = Headline(
        columns.pop("headline_code"), columns.pop("headline_variant"), dict(columns.pop("headline_params"))
    )
    return Outcome(headline=headline, report=from_json(zlib.decompress(columns.pop("report"))), **columns)
