"""What one decision changes here: outcomes, events and words, and what undo needs to put them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import Connection

from salver.act.identity_words import VOUCHED, domain_to_block, strength_for, whom_to_allow, whom_to_block
from salver.act.order import key_of, newer_than, refusal, superseded
from salver.act.plan import ORGANIZER_SPEAKS, Event
from salver.act.waiting import Waiting
from salver.observe.question import EventState
from salver.store import events, outcomes, pins, senders, unconfirmed
from salver.store.decisions import Action, Before, EventBefore
from salver.store.events import EventRow
from salver.store.outcomes import Outcome, OutcomeState
from salver.store.senders import Sender, Word
from salver.store.times import to_text

STATES: dict[Action, OutcomeState] = {
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
_ACCEPTS = frozenset({"accept", "tentative"})
_DECLINES = frozenset({"decline-silently", "decline-and-tell"})


class _Order(msgspec.Struct, frozen=True):
    """The order an event gets; what is unset stays as it is in the row."""

    sequence: int | UnsetType | None = UNSET
    dtstamp: str | UnsetType | None = UNSET


_KEPT = _Order()
_NO_ORDER = _Order(None, None)


class Recorder:
    """Changes everything for one decision in the caller's transaction, and keeps how things stood.

    Several decisions of one sweep share a loaded ``waiting``.
    """

    def __init__(
        self,
        connection: Connection,
        outcome: Outcome,
        person: str,
        action: Action,
        now: datetime,
        waiting: Waiting | None = None,
    ) -> None:
        self._connection = connection
        self._outcome = outcome
        self._person = person
        self._action = action
        self._now = now
        self._waiting = waiting or Waiting(connection, person)
        self._outcomes: list[str] = []
        self._events: dict[tuple[str, str], EventBefore] = {}
        self._senders: dict[str, Sender | None] = {}
        self._unconfirmed: dict[str, str | None] = {}
        self._pins: list[str] = []

    def before(self) -> Before:
        """How things stood."""
        return Before(
            outcomes=tuple(self._outcomes),
            events=tuple(self._events.values()),
            senders=self._senders,
            unconfirmed=self._unconfirmed,
            pins=tuple(self._pins),
        )

    def record(self, found: Sequence[Event], *, remember: bool) -> None:
        """Everything the decision means here. ``found`` are the events of the message."""
        accepts = self._action in _ACCEPTS or self._action == "release"
        if accepts:
            for event in found:
                self._accept(event)
        self._settle(self._outcome)
        if self._action in _ACCEPTS | _DECLINES:
            self._settle_older(found)
        report = self._outcome.report
        if self._action == "block":
            self._block(whom_to_block(report))
            self._keep_out(domain_to_block(report, self._outcome.envelope_domain))
        elif remember and accepts:
            self._say(whom_to_allow(report), "allowed")

    def _settle(self, outcome: Outcome) -> None:
        """The outcome waits no more. Of its events only those that waited with it are declined: what a person has in
        the calendar is not touched by saying no to a message about it."""
        self._outcomes.append(outcome.id)
        self._waiting.settled(outcome)
        outcomes.set_state(self._connection, [outcome.id], STATES[self._action], decided_at=to_text(self._now))
        for row in events.of_outcome(self._connection, outcome.id):
            if row.state == "waiting":
                self._move(row.uid, row.organizer, _EVENT_STATES[self._action])

    def _settle_older(self, found: Sequence[Event]) -> None:
        """The answer counts for the older messages about the same event too.

        Not where a message nobody vouches for would speak about one somebody vouches for, and saying no to it speaks
        about nothing else: it may be a forgery, and the genuine invitation would go with it.
        """
        report = self._outcome.report
        vouched = {key_of(one): one for one in found if strength_for(report, one.organizer) in VOUCHED}
        every = {key_of(one): one for one in found} if self._action in _ACCEPTS else vouched
        for other in self._waiting.about({one.uid for one in found}):
            by = vouched if other.report.identity.strength in VOUCHED else every
            if superseded(other.report, by):
                self._settle(other)

    def _accept(self, event: Event) -> None:
        """The event is the person's now, with the strength of this message and of no other (architecture 3.4).

        An older message is handed on without a trace in history: what came since stays the newest word. So is the
        cancellation of one date: the series goes on.
        """
        if event.method not in ORGANIZER_SPEAKS or (event.single and event.cancelled):
            return
        row = events.get(self._connection, self._person, event.uid, event.organizer)
        strength = strength_for(self._outcome.report, event.organizer)
        if refusal(row, event, vouched=strength in VOUCHED) is not None:
            return
        state: EventState = "cancelled" if event.cancelled else _EVENT_STATES[self._action]
        order = _order(event, row, vouched=strength in VOUCHED)
        said_yes = self._action in _ACCEPTS and not event.cancelled and strength in VOUCHED
        self._move(
            event.uid,
            event.organizer,
            state,
            strength=strength,
            order=order,
            outcome_id=self._outcome.id,
            accepted_at=to_text(self._now) if said_yes else UNSET,
        )
        self._pin(row)

    def _pin(self, row: EventRow | None) -> None:
        """The first event of a group calendar that the person let in says whom it stands for, once and for all."""
        if row is None or row.stands_for is None or row.outcome_id != self._outcome.id:
            return
        if row.strength in ("none", "unknown"):
            return
        if pins.keep(self._connection, self._person, row.organizer, row.stands_for, self._now):
            self._pins.append(row.organizer)

    def _move(
        self,
        uid: str,
        organizer: str | None,
        state: EventState,
        *,
        strength: str | None = None,
        order: _Order = _KEPT,
        outcome_id: str | UnsetType = UNSET,
        accepted_at: str | UnsetType = UNSET,
    ) -> None:
        key = (uid, (organizer or "").lower())
        row = events.get(self._connection, self._person, uid, organizer)
        version = events.set_state(
            self._connection,
            self._person,
            uid,
            organizer,
            state,
            now=to_text(self._now),
            strength=strength,
            sequence=order.sequence,
            dtstamp=order.dtstamp,
            outcome_id=outcome_id,
            accepted_at=accepted_at,
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
        for other in self._waiting.from_sender(address):
            self._settle(other)

    def _keep_out(self, domain: str | None) -> None:
        """Nobody was confirmed: what comes unconfirmed from this envelope domain is kept out from now on (PRIV-18)."""
        if domain is None:
            return
        self._unconfirmed[domain] = unconfirmed.since(self._connection, self._person, domain)
        unconfirmed.put(self._connection, self._person, domain, self._now)
        for other in self._waiting.unconfirmed_from(domain):
            self._settle(other)

    def _say(self, address: str | None, word: Word) -> None:
        if address is None:
            return
        self._senders[address] = senders.word_of(self._connection, self._person, address)
        senders.set_word(self._connection, self._person, address, word, self._now)


def _order(event: Event, row: EventRow | None, *, vouched: bool) -> _Order:
    """The order history keeps of an accepted event: only a message somebody vouches for sets one.

    A forgery must not make the genuine changes after it look old, so its own order, also one that came into the row
    while it waited, is forgotten.
    """
    if vouched and not event.single:
        return _KEPT if newer_than(row, event) else _Order(event.sequence, event.dtstamp)
    forgotten = row is None or (row.state == "waiting" and row.strength not in VOUCHED)
    return _NO_ORDER if forgotten else _KEPT
