"""Who answers for ``salver check``: the clock, a file of contacts, and a store if one is named. No network."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from salver.config.contacts import read_contacts
from salver.observe.question import (
    Answer,
    Contact,
    ContactQuestion,
    HistoryQuestion,
    Instant,
    NowQuestion,
    Person,
    PersonQuestion,
    Question,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Answers:
    """Answers rounds of questions. ``contacts`` are lower-case addresses known to every recipient."""

    def __init__(self, *, contacts: frozenset[str], now: datetime | None, store: str | None) -> None:
        self._contacts = contacts
        self._now = now
        self._stack = ExitStack()
        self._connection: Connection | None = None
        if store is not None:
            from salver.store.database import open_existing

            self._connection = self._stack.enter_context(open_existing(store))

    def close(self) -> None:
        self._stack.close()

    def __call__(self, questions: frozenset[Question]) -> Mapping[Question, Answer]:
        answers = {question: self._answer(question) for question in questions}
        return {question: answer for question, answer in answers.items() if answer is not None}

    def _answer(self, question: Question) -> Answer | None:
        match question:
            case NowQuestion():
                return Instant((self._now or datetime.now(UTC)).isoformat())
            case PersonQuestion(address):
                return Person(address.lower() if self._connection else None, (address.lower(),))
            case ContactQuestion(person, address):
                return self._contact(person, address)
            case HistoryQuestion(person, uid) if self._connection is not None and person is not None:
                from salver.store.events import history

                return history(self._connection, person, uid)
        return None

    def _contact(self, person: str | None, address: str) -> Contact:
        if self._connection is not None and person is not None:
            from salver.store.senders import contact

            return contact(self._connection, person, self._contacts, address)
        return Contact("contacts" if address.lower() in self._contacts else None)


def all_contacts(paths: tuple[str, ...]) -> frozenset[str]:
    """The addresses of every file, lower-case. Raises OSError where one cannot be read."""
    return frozenset().union(*(read_contacts(Path(path)) for path in paths))
