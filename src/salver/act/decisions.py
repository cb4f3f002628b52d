"""A person's decision: recorded in one transaction with everything it changes here; all it does elsewhere is queued.

For ``limits.undo_seconds`` nothing leaves, and the decision can be taken back without a trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from sqlalchemy import Connection

from salver.act.calendar_job import DELETE
from salver.act.identity_words import VOUCHED, strength_for, whom_to_block
from salver.act.order import refusal
from salver.act.plan import Effect, Event, Planner
from salver.act.recorder import STATES, Recorder
from salver.act.refused import DecisionRefused
from salver.act.waiting import Waiting
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.core.ulid import new_ulid
from salver.store import decisions, events, outbox, outcomes, pins, senders, unconfirmed
from salver.store.database import Store
from salver.store.decisions import Action, Decision
from salver.store.outbox import Kind
from salver.store.outcomes import Outcome, OutcomeState
from salver.store.times import from_text, to_text

SilentAction = Literal["decline-silently", "block"]
"""Answers that nobody outside notices."""

_NONE = "There is no such invitation."


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What was recorded. ``jobs`` are the kinds that were queued; nothing of them leaves before ``due_at``."""

    decision_id: str
    action: Action
    state: OutcomeState
    jobs: tuple[Kind, ...]
    due_at: datetime
    blocked: str | None = None

    @property
    def told(self) -> bool:
        """Whether somebody outside will learn of it."""
        return "reply" in self.jobs


def decide(
    store: Store,
    settings: Settings,
    people: People,
    person: str,
    outcome_id: str,
    action: Action,
    *,
    now: datetime,
    tell: bool = False,
    remember: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> Decided:
    """Take one decision about one waiting outcome.

    ``tell`` sends the organizer an answer where one can be sent; ``remember`` allows the confirmed sender from now on.
    Raises Refused (with a sentence) for what is not this person's, no longer waits, or cannot be done; then nothing has
    changed. Raises StoreError when the database cannot be written.
    """
    with store.read() as connection:
        outcome = _waiting(connection, person, outcome_id)
        raw = outcomes.original(connection, outcome)
    decision_id = new_ulid()
    planner = Planner(settings, people, outcome, raw, person, limits)
    effects = _effects(planner, action, tell=tell, decision_id=decision_id, now=now)
    due_at = now + timedelta(seconds=limits.undo_seconds)
    with store.begin() as connection:
        _waiting(connection, person, outcome_id)
        if action in ("accept", "tentative"):
            _need_newest(connection, person, outcome, planner.events)
        if any(effect.kind == "calendar" for effect in effects):
            _need_whole(connection, person, planner.events)
            _need_in_calendar(connection, person, effects)
        recorder = Recorder(connection, outcome, person, action, now)
        recorder.record(planner.events, remember=remember)
        _put(connection, decision_id, outcome, person, action, now, recorder)
        for effect in effects:
            outbox.put(connection, effect.kind, effect.payload, due_at, decision_id=decision_id, person=person)
    return _decided(decision_id, outcome, action, due_at, tuple(effect.kind for effect in effects))


def decide_all(
    store: Store,
    settings: Settings,
    people: People,
    person: str,
    outcome_ids: Sequence[str],
    action: SilentAction,
    *,
    now: datetime,
    limits: Limits = DEFAULT_LIMITS,
) -> list[Decided]:
    """Take the same silent decision about several outcomes, in order and in one transaction: all or none.

    What does not wait (any more) is passed over, also what an earlier one of these decisions settled; so there may be
    fewer decisions than outcomes. Each can be taken back on its own. Raises Refused when one is not this person's, and
    StoreError when the database cannot be written.
    """
    asked = {key: _events_of(store, settings, people, person, key, limits) for key in dict.fromkeys(outcome_ids)}
    due_at = now + timedelta(seconds=limits.undo_seconds)
    done = []
    with store.begin() as connection:
        waiting = Waiting(connection, person).load()
        for outcome_id, found in asked.items():
            outcome = waiting.get(outcome_id)
            if outcome is None:
                continue
            recorder = Recorder(connection, outcome, person, action, now, waiting)
            recorder.record(found, remember=False)
            decision_id = new_ulid()
            _put(connection, decision_id, outcome, person, action, now, recorder)
            done.append(_decided(decision_id, outcome, action, due_at, ()))
    return done


def undo(store: Store, person: str, decision_id: str, now: datetime, limits: Limits = DEFAULT_LIMITS) -> bool:
    """Take a decision back. False when it is too late, was taken back before, or is not theirs."""
    with store.begin() as connection:
        decision = decisions.get(connection, person, decision_id)
        if decision is None or not may_undo(connection, decision, now, limits):
            return False
        if not outbox.cancel(connection, decision_id):
            return False
        _restore(connection, decision, to_text(now))
        decisions.mark_undone(connection, decision_id, to_text(now))
    return True


def may_undo(connection: Connection, decision: Decision, now: datetime, limits: Limits = DEFAULT_LIMITS) -> bool:
    """Whether a decision can still be taken back: within the pause, or for long where nothing ever leaves."""
    if decision.undone_at is not None:
        return False
    silent = not outbox.of_decision(connection, decision.id)
    seconds = limits.take_back_seconds if silent else limits.undo_seconds
    return now < from_text(decision.decided_at) + timedelta(seconds=seconds)


def _events_of(
    store: Store, settings: Settings, people: People, person: str, outcome_id: str, limits: Limits
) -> tuple[Event, ...]:
    """The events of one message, read before the transaction, since reading takes longer than writing."""
    with store.read() as connection:
        outcome = outcomes.get(connection, person, outcome_id)
        if outcome is None:
            raise DecisionRefused(_NONE)
        raw = outcomes.original(connection, outcome) if outcome.state == "waiting" else None
    return Planner(settings, people, outcome, raw, person, limits).events


def _put(
    connection: Connection,
    decision_id: str,
    outcome: Outcome,
    person: str,
    action: Action,
    now: datetime,
    recorder: Recorder,
) -> None:
    decision = Decision(
        id=decision_id,
        outcome_id=outcome.id,
        person=person,
        action=action,
        decided_at=to_text(now),
        undone_at=None,
        before=recorder.before(),
    )
    decisions.put(connection, decision)


def _decided(decision_id: str, outcome: Outcome, action: Action, due_at: datetime, jobs: tuple[Kind, ...]) -> Decided:
    blocked = whom_to_block(outcome.report) if action == "block" else None
    return Decided(
        decision_id=decision_id, action=action, state=STATES[action], jobs=jobs, due_at=due_at, blocked=blocked
    )


def _waiting(connection: Connection, person: str, outcome_id: str) -> Outcome:
    outcome = outcomes.get(connection, person, outcome_id)
    if outcome is None:
        raise DecisionRefused(_NONE)
    if outcome.state != "waiting":
        raise DecisionRefused("This was answered already.")
    return outcome


def _need_newest(connection: Connection, person: str, outcome: Outcome, found: tuple[Event, ...]) -> None:
    """An older message must not take the place of a newer one, nor bring back what was cancelled (SPF-22)."""
    for event in found:
        row = events.get(connection, person, event.uid, event.organizer)
        vouched = strength_for(outcome.report, event.organizer) in VOUCHED
        sentence = refusal(row, event, vouched=vouched)
        if sentence is not None:
            raise DecisionRefused(sentence)


def _need_whole(connection: Connection, person: str, found: tuple[Event, ...]) -> None:
    """Single dates of a series would take the place of the whole series we wrote earlier, or are about to write."""
    for event in found:
        row = events.get(connection, person, event.uid, event.organizer)
        if event.single and row is not None and (row.href is not None or row.state == "accepted"):
            raise DecisionRefused("This changes one date of a series. Hand the mail on, and change it there.")


def _need_in_calendar(connection: Connection, person: str, effects: list[Effect]) -> None:
    """Only what we wrote can be taken out again. A cancellation by somebody else names another event (SPF-10)."""
    for effect in effects:
        if effect.kind != "calendar" or effect.payload["do"] != DELETE:
            continue
        uid, organizer = str(effect.payload["uid"]), effect.payload["organizer"]
        key = person, uid, None if organizer is None else str(organizer)
        row = events.get(connection, *key)
        if (row is None or row.href is None) and not outbox.unfinished(connection, *key):
            raise DecisionRefused("This is not about an event in your calendar.")


def _effects(planner: Planner, action: Action, *, tell: bool, decision_id: str, now: datetime) -> list[Effect]:
    match action:
        case "accept":
            return planner.accept("ACCEPTED", tell=tell, decision_id=decision_id, now=now)
        case "tentative":
            return planner.accept("TENTATIVE", tell=tell, decision_id=decision_id, now=now)
        case "decline-and-tell":
            return planner.replies("DECLINED", decision_id=decision_id, now=now)
        case "release":
            return planner.release()
        case "decline-silently" | "block":
            return []


def _restore(connection: Connection, decision: Decision, now: str) -> None:
    """Put back what the decision changed; an event or a word that has moved on since stays as it is."""
    before = decision.before
    outcomes.set_state(connection, before.outcomes, "waiting", decided_at=None)
    for event in before.events:
        row = events.get(connection, event.person, event.uid, event.organizer)
        if row is None or row.version != event.version_after:
            continue
        if event.row is None:
            events.forget(connection, event.person, event.uid, event.organizer)
        else:
            events.put_back(connection, event.row, now)
    for address, sender in before.senders.items():
        word = senders.word_of(connection, decision.person, address)
        if word is None or word.since != decision.decided_at:
            continue  # somebody has said another word since
        senders.remove(connection, decision.person, address)
        if sender is not None:
            senders.set_word(connection, decision.person, address, sender.word, from_text(sender.since))
    for domain, since in before.unconfirmed.items():
        if unconfirmed.since(connection, decision.person, domain) != decision.decided_at:
            continue
        unconfirmed.remove(connection, decision.person, domain)
        if since is not None:
            unconfirmed.put(connection, decision.person, domain, from_text(since))
    for calendar in before.pins:
        pins.remove(connection, decision.person, calendar)
