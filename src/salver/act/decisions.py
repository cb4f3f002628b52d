"""A person's decision: recorded in one transaction with everything it changes here; all it does elsewhere is queued.

For ``limits.undo_seconds`` nothing leaves, and the decision can be taken back without a trace.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from salver.act.identity_words import whom_to_allow, whom_to_block
from salver.act.plan import Effect, Event, Planner
from salver.act.refused import DecisionRefused
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.core.ulid import new_ulid
from salver.observe.question import EventState
from salver.store import decisions, events, outbox, outcomes, senders
from salver.store.database import Store
from salver.store.decisions import Action, Before, Decision, EventBefore
from salver.store.outbox import Kind
from salver.store.outcomes import Outcome, OutcomeState
from salver.store.senders import Sender, Word
from salver.store.times import from_text, to_text

_STATES: dict[Action, OutcomeState] = {
    "accept": "accepted",
    "tentative": "accepted",
    "decline-silently": "declined",
    "decline-and-tell": "declined",
    "release": "released",
    "block": "blocked",
}
_EVENT_STATES: dict[Action, EventState] = {
    "accept": "accepted",
    "tentative": "accepted",
    "decline-silently": "declined",
    "decline-and-tell": "declined",
    "release": "delivered",
    "block": "declined",
}


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
        if any(effect.kind == "calendar" for effect in effects):
            _need_whole(connection, person, planner.events)
        recorder = _Recorder(connection, outcome, person, action, now)
        recorder.record(planner.events, remember=remember)
        decision = Decision(
            id=decision_id,
            outcome_id=outcome_id,
            person=person,
            action=action,
            decided_at=to_text(now),
            undone_at=None,
            before=recorder.before(),
        )
        decisions.put(connection, decision)
        for effect in effects:
            outbox.put(connection, effect.kind, effect.payload, due_at, decision_id=decision_id, person=person)
    return Decided(
        decision_id=decision_id,
        action=action,
        state=_STATES[action],
        jobs=tuple(effect.kind for effect in effects),
        due_at=due_at,
        blocked=whom_to_block(outcome.report) if action == "block" else None,
    )


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


def _waiting(connection: Connection, person: str, outcome_id: str) -> Outcome:
    outcome = outcomes.get(connection, person, outcome_id)
    if outcome is None:
        raise DecisionRefused("There is no such invitation.")
    if outcome.state != "waiting":
        raise DecisionRefused("This was answered already.")
    return outcome


def _need_whole(connection: Connection, person: str, found: tuple[Event, ...]) -> None:
    """Single dates of a series would take the place of the whole series we wrote earlier."""
    for event in found:
        row = events.get(connection, person, event.uid, event.organizer)
        if event.single and row is not None and row.href is not None:
            raise DecisionRefused("This changes one date of a series. Hand the mail on, and change it there.")


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


class _Recorder:
    """Changes outcomes, events and words for one decision, and keeps what undo needs."""

    def __init__(self, connection: Connection, outcome: Outcome, person: str, action: Action, now: datetime) -> None:
        self._connection = connection
        self._outcome = outcome
        self._person = person
        self._action = action
        self._now = now
        self._outcomes: list[str] = []
        self._events: dict[tuple[str, str], EventBefore] = {}
        self._senders: dict[str, Sender | None] = {}

    def before(self) -> Before:
        """How things stood."""
        return Before(outcomes=tuple(self._outcomes), events=tuple(self._events.values()), senders=self._senders)

    def record(self, found: tuple[Event, ...], *, remember: bool) -> None:
        """Everything the decision means here."""
        self._settle(self._outcome)
        accepts = self._action in ("accept", "tentative", "release")
        if accepts:
            for event in found:
                self._accept(event)
        report = self._outcome.report
        if self._action == "block":
            self._block(whom_to_block(report))
        elif remember and accepts:
            self._say(whom_to_allow(report), "allowed")

    def _settle(self, outcome: Outcome) -> None:
        """The outcome waits no more. Of its events only those that waited with it are declined: what a person has in
        the calendar is not touched by saying no to a message about it."""
        self._outcomes.append(outcome.id)
        outcomes.set_state(self._connection, [outcome.id], _STATES[self._action], decided_at=to_text(self._now))
        for row in events.of_outcome(self._connection, outcome.id):
            if row.state == "waiting":
                self._move(row.uid, row.organizer, _EVENT_STATES[self._action])

    def _accept(self, event: Event) -> None:
        """The event is the person's now, with the strength it had; a new row takes the strength of this message."""
        row = events.get(self._connection, self._person, event.uid, event.organizer)
        state: EventState = "cancelled" if event.method == "CANCEL" else _EVENT_STATES[self._action]
        older = row is not None and (row.sequence or 0) > (event.sequence or 0)
        self._move(event.uid, event.organizer, state, None if older else event)

    def _move(self, uid: str, organizer: str | None, state: EventState, event: Event | None = None) -> None:
        key = (uid, (organizer or "").lower())
        row = events.get(self._connection, self._person, uid, organizer)
        version = events.set_state(
            self._connection,
            self._person,
            uid,
            organizer,
            state,
            now=to_text(self._now),
            strength=None if row else self._outcome.report.identity.strength,
            sequence=event.sequence if event else msgspec.UNSET,
            dtstamp=event.dtstamp if event else msgspec.UNSET,
            outcome_id=self._outcome.id if event else msgspec.UNSET,
        )
        first = self._events.get(key)
        self._events[key] = EventBefore(
            person=self._person,
            uid=uid,
            organizer=key[1],
            row=first.row if first else row,
            version_after=version,
        )

    def _block(self, address: str | None) -> None:
        """Say the word, and settle everything else that waits from the same confirmed sender."""
        if address is None:
            return
        self._say(address, "blocked")
        for other in outcomes.listing(self._connection, self._person, "waiting"):
            if whom_to_block(other.report) == address:
                self._settle(other)

    def _say(self, address: str | None, word: Word) -> None:
        if address is None:
            return
        self._senders[address] = senders.word_of(self._connection, self._person, address)
        senders.set_word(self._connection, self._person, address, word, self._now)


def _restore(connection: Connection, decision: Decision, now: str) -> None:
    """Put back what the decision changed; an event that has moved on since keeps its newer state."""
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
        senders.remove(connection, decision.person, address)
        if sender is not None:
            senders.set_word(connection, decision.person, address, sender.word, from_text(sender.since))
