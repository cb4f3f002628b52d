"""The banner after an answer: what was done, what was not, and the way to take it back."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from salver.core.limits import Limits
from salver.doors.http.inbox.blocking import blocks_sentence
from salver.store import decisions, outbox, outcomes
from salver.store.decisions import Decision
from salver.store.times import from_text

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
    connection: Connection,
    person: str,
    ids: Sequence[str],
    undone: Sequence[str],
    now: datetime,
    limits: Limits,
) -> Toast | None:
    """The banner for the decisions named in the address, as far as they are this person's. Only reads.

    ``ids`` are those just taken, ``undone`` those that somebody asked to take back.
    """
    if undone:
        return _taken_back(connection, _known(connection, person, undone, limits))
    found = _known(connection, person, ids, limits)
    standing = [one for one in found if one.undone_at is None]
    if not standing:
        return None
    jobs = {job.kind for one in standing for job in outbox.of_decision(connection, one.id) if job.state != "cancelled"}
    seconds = _seconds(standing, now, limits)
    return Toast(
        done=_done(standing),
        effect=_effect(standing, jobs),
        ids=tuple(one.id for one in standing) if seconds else (),
        undo_path=f"/decisions/{standing[0].id}/undo" if len(standing) == 1 else "/decisions/undo",
        seconds=seconds,
    )


def _known(connection: Connection, person: str, ids: Sequence[str], limits: Limits) -> list[Decision]:
    keys = list(dict.fromkeys(ids))[: limits.undo_together]
    return [one for one in (decisions.get(connection, person, key) for key in keys) if one is not None]


def _taken_back(connection: Connection, asked: Sequence[Decision]) -> Toast | None:
    """What was taken back of what was asked for, as the store has it: an address alone proves nothing."""
    back = [one for one in asked if one.undone_at is not None]
    if not back:
        return None
    if len(back) < len(asked):
        effect = "Nothing of that was sent. It was too late for the rest."
        return Toast(done=f"{len(back)} of {len(asked)} taken back.", effect=effect)
    found = [outcomes.get(connection, one.person, one.outcome_id) for one in back]
    waits = all(one is not None and one.state == "waiting" for one in found)
    return Toast(done="Taken back.", effect="It waits for you again. Nothing was sent." if waits else "")


def _done(standing: Sequence[Decision]) -> str:
    words = _DONE[standing[0].action]
    return words if len(standing) == 1 else f"{len(standing)}: {words[0].lower()}{words[1:]}"


def _effect(standing: Sequence[Decision], jobs: Collection[str]) -> str:
    match standing[0].action:
        case "accept" | "tentative":
            return _accepted(jobs)
        case "decline-and-tell":
            told = "The organizer is told." if "reply" in jobs else "Nobody could be told."
            return f"{told} Nothing was added."
        case "release":
            return "Your mail program gets the original mail. We add nothing and tell nobody."
        case "block":
            return f"{blocks_sentence(standing)} Nobody was told. Nothing was added."
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
