"""What happened so far: every message about the same event, and what the person answered."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from salver.core.limits import DEFAULT_LIMITS
from salver.doors.http.inbox.blocking import AFTERWARDS, reach_of
from salver.doors.http.inbox.times import moment
from salver.store import decisions, outbox, outcomes
from salver.store.decisions import Decision
from salver.store.outcomes import Outcome
from salver.store.times import from_text

_CAME = {
    "REQUEST": "An invitation came",
    "CANCEL": "A cancellation came",
    "REPLY": "An answer came",
    "COUNTER": "A proposal for another time came",
    "REFRESH": "A question for the newest version came",
    "PUBLISH": "A calendar entry came",
    "ADD": "A further date came",
}
_ANSWERED = {
    "accept": "You accepted.",
    "tentative": "You answered “maybe”.",
    "decline-silently": "You declined silently. Nobody was told.",
    "release": "You let the original mail through.",
}


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One entry. ``mark`` is ``contra`` (somebody else than the organizer), ``you``, or empty."""

    at: str
    when: str
    text: str
    mark: str = ""
    href: str | None = None


def timeline(connection: Connection, outcome: Outcome, person: str, zone: ZoneInfo, now: datetime) -> list[Step]:
    """The entries for this outcome's UID, oldest first, and what happens now."""
    steps: list[Step] = []
    for one in _same_event(connection, outcome, person):
        steps.append(_arrival(one, outcome, zone, now))
        steps.extend(_answers(connection, one, person, zone, now))
    steps.sort(key=lambda step: step.at)
    if outcome.state == "waiting":
        steps.append(Step(at=now.isoformat(), when="Now", text="We keep the event here until you decide.", mark="you"))
    return steps


def _same_event(connection: Connection, outcome: Outcome, person: str) -> list[Outcome]:
    if outcome.uid is None:
        return [outcome]
    found = outcomes.of_event(connection, person, outcome.uid, DEFAULT_LIMITS.timeline_entries)
    return found if any(one.id == outcome.id for one in found) else [*found, outcome]


def _arrival(one: Outcome, shown: Outcome, zone: ZoneInfo, now: datetime) -> Step:
    method = next((item.method for item in one.report.objects if item.method and not item.nested), None)
    came = _CAME.get(method or "", "A message came")
    return Step(
        at=one.received_at,
        when=_capital(moment(from_text(one.received_at), zone, now)),
        text=f"{came}{_sender(one)}. {_kept(one)}",
        mark="contra" if one.report.identity.contradicted_by else "",
        href=None if one.id == shown.id else f"/invitations/{one.id}",
    )


def _sender(one: Outcome) -> str:
    identity = one.report.identity
    if identity.contradicted_by:
        return f", sent by {identity.contradicted_by[0]}, not by {identity.claimed}"
    if identity.claimed is None:
        return ""
    confirmed = identity.strength in ("strong", "moderate") and identity.vouched_by != "nobody"
    return f" from {identity.claimed}, {'confirmed' if confirmed else 'not confirmed'}"


def _kept(one: Outcome) -> str:
    if one.state == "ignored":
        return "It changed nothing."
    if one.calendar in ("wait", "apply"):
        if not one.enforced:
            return "Salver only looked and let it through."
        return "The mail went on as it came." if one.verdict == "deliver" else "We kept it out of your calendar."
    return "It went on to your mail program."


def _answers(connection: Connection, one: Outcome, person: str, zone: ZoneInfo, now: datetime) -> list[Step]:
    steps = []
    for row in decisions.of_outcome(connection, person, one.id):
        text = _answered(connection, row)
        if row.undone_at is not None:
            text = f"{text} Then you took that back."
        at = row.decided_at
        steps.append(Step(at=at, when=_capital(moment(from_text(at), zone, now)), text=text, mark="you"))
    return steps


def _answered(connection: Connection, decision: Decision) -> str:
    """What the person did, and what has come of it as far as the outbox knows."""
    match decision.action:
        case "decline-and-tell":
            replies = {job.state for job in outbox.of_decision(connection, decision.id) if job.kind == "reply"}
            if replies == {"done"}:
                return "You declined, and they were told."
            return "You declined. They will be told." if replies & {"pending", "sending"} else "You declined."
        case "block":
            more = AFTERWARDS[reach_of(decision)]
            return f"You blocked this. {more}" if more else "You blocked the sender."
        case _:
            return _ANSWERED[decision.action]


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
