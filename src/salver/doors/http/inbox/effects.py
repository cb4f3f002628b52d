"""What a decision has done so far: the state of its jobs in the outbox, in words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from salver.doors.http.inbox.kinds import kind_of
from salver.doors.http.inbox.times import moment
from salver.store import decisions, outbox
from salver.store.outbox import Job
from salver.store.outcomes import Outcome
from salver.store.times import from_text

_NOT_YET = {
    "cancellation": "Not yet out of your calendar",
    "calendar": "Not yet in your calendar",
    "reply": "The answer is not sent yet",
    "release": "The mail is not handed on yet",
    "mail": "A mail is not sent yet",
}
_FAILED = {
    "cancellation": "Still in your calendar",
    "calendar": "Not in your calendar",
    "reply": "The answer was not sent",
    "release": "The mail was not handed on",
    "mail": "A mail was not sent",
}
_DONE = {
    "cancellation": "Out of your calendar.",
    "calendar": "In your calendar.",
    "reply": "The organizer was told.",
    "release": "The original mail was handed on.",
    "mail": "",
}
_SOON = {
    "cancellation": "It leaves your calendar in a moment.",
    "calendar": "It goes into your calendar in a moment.",
    "reply": "The organizer is told in a moment.",
    "release": "The original mail is handed on in a moment.",
    "mail": "",
}


class Effects(msgspec.Struct, frozen=True):
    """``told`` are sentences about the jobs; ``trouble`` is true when one failed, for now or for good; ``failed`` is
    the decision whose failed jobs a person may try again."""

    told: tuple[str, ...] = ()
    trouble: bool = False
    failed: str | None = None


def effects(connection: Connection, outcome: Outcome, zone: ZoneInfo, now: datetime) -> Effects:
    """What has become of the newest decision about an outcome."""
    if outcome.person is None or outcome.state == "waiting":
        return Effects()
    decision = decisions.latest(connection, outcome.person, outcome.id)
    jobs = outbox.of_decision(connection, decision.id) if decision else []
    cancels = kind_of(outcome.report) == "cancellation"
    told = [sentence for sentence in (_sentence(job, cancels, zone, now) for job in jobs) if sentence]
    failed = any(job.state == "failed" for job in jobs)
    trouble = failed or any(job.state in ("pending", "sending") and job.last_error for job in jobs)
    return Effects(tuple(told), trouble, decision.id if failed and decision else None)


def _sentence(job: Job, cancels: bool, zone: ZoneInfo, now: datetime) -> str:
    kind = "cancellation" if cancels and job.kind == "calendar" else job.kind
    if job.state == "done":
        return _DONE[kind]
    if job.state == "cancelled":
        return ""
    error = (job.last_error or "").rstrip(".")
    if job.state == "failed":
        return f"{_FAILED[kind]}: {error}."
    if error:
        return f"{_NOT_YET[kind]}: {error}. We try again {_at(job.due_at, zone, now)}."
    return _SOON[kind]


def _at(due_at: str, zone: ZoneInfo, now: datetime) -> str:
    due = from_text(due_at)
    return f"at {moment(due, zone, now).removeprefix('today, ')}" if due > now else "now"
