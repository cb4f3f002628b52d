"""Who answers in a running service: the clock, the configuration's people, the store, the counters."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection

from salver.config.people import People
from salver.core.errors import StoreError
from salver.doors.drive.contacts import ContactSources
from salver.doors.drive.likeness import Likenesses
from salver.doors.drive.rates import RateCounter
from salver.observe.question import (
    Answer,
    BlockQuestion,
    ContactQuestion,
    DelegateQuestion,
    HistoryQuestion,
    Instant,
    LikenessQuestion,
    NowQuestion,
    PersonQuestion,
    PinQuestion,
    Question,
    RateQuestion,
    Unavailable,
)
from salver.store import delegates, events, pins, unconfirmed
from salver.store.database import Store
from salver.store.familiarity import Terms, contact
from salver.store.times import utc_now


class ServiceAnswers:
    """Answers a round at once; store questions in one thread with one view of the database."""

    def __init__(
        self,
        store: Store,
        people: People,
        rates: RateCounter,
        *,
        terms: Terms | None = None,
        own: Collection[str] = (),
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """``terms`` say how long people count as known, ``own`` are the domains of this house, lower-case."""
        self._clock = clock
        self._store = store
        self._people = people
        self._rates = rates
        self._terms = terms or Terms()
        self._contacts = ContactSources(people)
        self._likenesses = Likenesses(people, self._contacts, self._terms, own, now=clock)

    async def __call__(self, questions: frozenset[Question]) -> Mapping[Question, Answer]:
        answers: dict[Question, Answer] = {}
        for question in questions:
            answer = self._plain(question)
            if answer is not None:
                answers[question] = answer
        stored = questions - answers.keys()
        if stored:
            answers.update(await asyncio.to_thread(self._from_store, stored))
        return answers

    def _plain(self, question: Question) -> Answer | None:
        match question:
            case NowQuestion():
                return Instant(self._clock().isoformat())
            case PersonQuestion(address):
                return self._people.person_of(address)
            case RateQuestion():
                return self._rates.count(question)
        return None

    def _from_store(self, questions: frozenset[Question]) -> dict[Question, Answer]:
        """History and familiarity; a store that cannot be read makes them unavailable, never empty."""
        try:
            with self._store.read() as connection:
                return {question: self._stored(connection, question) for question in questions}
        except StoreError as error:
            return dict.fromkeys(questions, Unavailable("temporary", error.public))

    def _stored(self, connection: Connection, question: Question) -> Answer:
        match question:
            case HistoryQuestion(str() as person, uid):
                return events.history(connection, person, uid)
            case ContactQuestion(str() as person, address):
                return self._contact(connection, person, address)
            case LikenessQuestion(person=str()):
                return self._likenesses.answer(connection, question)
            case DelegateQuestion(str() as person, sent_by, organizer):
                return delegates.delegation(connection, person, sent_by, organizer)
            case PinQuestion(str() as person, calendar):
                return pins.pin(connection, person, calendar)
            case BlockQuestion(str() as person, domain):
                return unconfirmed.block(connection, person, domain)
        return Unavailable("not-asked", "not-asked")

    def _contact(self, connection: Connection, person: str, address: str) -> Answer:
        return contact(
            connection,
            person,
            address,
            self._contacts.look_up,
            now=self._clock(),
            terms=self._terms,
            everybody=self._contacts.everybody,
        )
