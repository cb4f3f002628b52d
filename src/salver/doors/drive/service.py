"""Who answers in a running service: the clock, the configuration's people, the store, the counters."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection

from salver.config.people import People
from salver.core.errors import StoreError
from salver.doors.drive.rates import RateCounter
from salver.observe.question import (
    Answer,
    ContactQuestion,
    HistoryQuestion,
    Instant,
    NowQuestion,
    PersonQuestion,
    Question,
    RateQuestion,
    Unavailable,
)
from salver.store import events, senders
from salver.store.database import Store


class ServiceAnswers:
    """Answers a round at once; store questions in one thread with one view of the database."""

    def __init__(self, store: Store, people: People, rates: RateCounter) -> None:
        self._store = store
        self._people = people
        self._rates = rates

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
                return Instant(datetime.now(UTC).isoformat())
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
                try:
                    contacts = self._people.contacts(person)
                except OSError as error:
                    return Unavailable("temporary", f"contacts: {error.strerror}")
                return senders.contact(connection, person, contacts, address)
        return Unavailable("not-asked", "not-asked")
