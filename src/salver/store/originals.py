"""Messages as they came, kept while something waits on them: compressed, once for all mailboxes."""

from __future__ import annotations

import hashlib
import zlib

from sqlalchemy import ColumnElement, Connection, and_, case, delete, exists, or_, select, update

from salver.store.schema import decisions, originals, outbox, outcomes


def keep(connection: Connection, raw: bytes) -> int:
    """Store a message, or find the equal one that is there; returns its row's id."""
    digest = hashlib.sha256(raw).hexdigest()
    same = select(originals.c.id).where(originals.c.sha256 == digest)
    found: int | None = connection.execute(same).scalar_one_or_none()
    if found is not None:
        return found
    row = originals.insert().values(sha256=digest, raw=zlib.compress(raw)).returning(originals.c.id)
    made: int = connection.execute(row).scalar_one()
    return made


def read(connection: Connection, original_id: int) -> bytes | None:
    """The message, byte for byte; None when it has been dropped."""
    packed = connection.execute(select(originals.c.raw).where(originals.c.id == original_id)).scalar_one_or_none()
    return None if packed is None else zlib.decompress(packed)


def drop_decided(connection: Connection, sent_before: str, silent_before: str) -> int:
    """Let go of originals that nothing needs any more; returns how many messages were dropped.

    Needed is what waits, what was decided at or after ``sent_before`` or declined or blocked at or after
    ``silent_before`` (it may be taken back), and what a job of the outbox has not finished, one that failed at or after
    ``silent_before`` included: a person may try it again.
    """
    freed = connection.execute(
        update(outcomes).where(_done_with(sent_before, silent_before)).values(original_id=None).returning(outcomes.c.id)
    ).all()
    if not freed:
        return 0
    used = exists().where(outcomes.c.original_id == originals.c.id)
    return connection.execute(delete(originals).where(~used)).rowcount


def any_decided(connection: Connection, sent_before: str, silent_before: str) -> bool:
    """Whether ``drop_decided`` would find something, without writing."""
    return (
        connection.execute(select(outcomes.c.id).where(_done_with(sent_before, silent_before)).limit(1)).first()
        is not None
    )


def _done_with(sent_before: str, silent_before: str) -> ColumnElement[bool]:
    open_job = exists().where(
        decisions.c.outcome_id == outcomes.c.id,
        outbox.c.decision_id == decisions.c.id,
        or_(
            outbox.c.state.in_(("pending", "sending")),
            and_(outbox.c.state == "failed", outbox.c.due_at >= silent_before),
        ),
    )
    return and_(
        outcomes.c.original_id.is_not(None),
        outcomes.c.state != "waiting",
        outcomes.c.decided_at < case((outcomes.c.state.in_(("declined", "blocked")), silent_before), else_=sent_before),
        ~open_job,
    )
