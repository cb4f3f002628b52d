"""The banner after an answer: what was done, what was not, and the way to take it back."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.store import decisions, outbox
from salver.store.decisions import Decision
from salver.store.times import from_text

MOST_UNDONE = DEFAULT_LIMITS.undo_together
"""Decisions one banner can tell of and take back."""

_DONE = {
    "accept": "Accepted.",
    "tentative": "Accepted as “maybe”.",
    "decline-silently": "Declined silently.",
    "decline-and-tell": "Declined.",
    "release": "Handed on.",
    "block": "Blocked.",
}


class Toast(msgspec.Struct, frozen=True, kw_only=True):
    """``effect`` says what happens and what does not. ``ids`` are the decisions Undo takes back; ``seconds`` is how
    long it still can."""

    done: str
    effect: str
    ids: tuple[str, ...] = ()
    undo_path: str = ""
    seconds: int = 0
    names: tuple[str, ...] = ()


def toast_for(
    connection: Connection, person: str, ids: Sequence[str], undone: str | None, now: datetime, limits: Limits
) -> Toast | None:
    """The banner for the decisions named in the address, as far as they are this person's. Only reads."""
    if undone is not None:
        return Toast(done="Taken back.", effect="It waits for you again. Nothing was sent.")
    found = [one for one in (decisions.get(connection, person, key) for key in ids[:MOST_UNDONE]) if one is not None]
    standing = [one for one in found if one.undone_at is None]
    if not standing:
        return None
    jobs = {job.kind for one in standing for job in outbox.of_decision(connection, one.id) if job.state != "cancelled"}
    seconds = _seconds(standing, now, limits)
    return Toast(
        done=_done(standing),
        effect=_effect(standing[0], jobs),
        ids=tuple(one.id for one in standing) if seconds else (),
        undo_path=f"/decisions/{standing[0].id}/undo" if len(standing) == 1 else "/decisions/undo",
        seconds=seconds,
    )


def _done(standing: Sequence[Decision]) -> str:
    words = _DONE[standing[0].action]
    return words if len(standing) == 1 else f"{len(standing)}: {words[0].lower()}{words[1:]}"


def _effect(decision: Decision, jobs: Collection[str]) -> str:
    match decision.action:
        case "accept" | "tentative":
            return _accepted(jobs)
        case "decline-and-tell":
            told = "The organizer is told." if "reply" in jobs else "Nobody could be told."
            return f"{told} Nothing was added."
        case "release":
            return "Your mail program gets the original mail. We add nothing and tell nobody."
        case "block":
            return "What this sender sends is kept out from now on. Nobody was told. Nothing was added."
        case _:
            return "Nobody was told. Nothing was added."


def _accepted(jobs: Collection[str]) -> str:
    if "release" in jobs:
        return "The original mail is handed on, and your mail program does the rest. We tell nobody."
    if "calendar" not in jobs:
        return "Nothing was added. Nobody was told."
    told = "The organizer is told." if "reply" in jobs else "Nobody is told."
    return f"It goes into your calendar. {told}"


def _seconds(standing: Sequence[Decision], now: datetime, limits: Limits) -> int:
    oldest = min(from_text(one.decided_at) for one in standing)
    left = oldest + timedelta(seconds=limits.undo_seconds) - now
    return max(math.ceil(left.total_seconds()), 0)
