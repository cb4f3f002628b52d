"""Who answers for ``salver check``: the clock, a file of contacts, and a store if one is named. No network."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from salver.doors.cli.acquaintance import Acquaintance
from salver.observe.question import (
    Answer,
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
    """Answers rounds of questions. ``contacts`` are people known to every recipient, ``own`` the house's domains."""

    def __init__(
        self,
        *,
        contacts: Mapping[str, str | None],
        now: datetime | None,
        store: str | None,
        own: Collection[str] = (),
    ) -> None:
        self._now = now
        self._stack = ExitStack()
        self._connection: Connection | None = None
        if store is not None:
            from salver.store.database import open_existing

            self._connection = self._stack.enter_context(open_existing(store))
        self._acquaintance = Acquaintance(contacts, own, now, self._connection)

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
            case HistoryQuestion(person, uid) if self._connection is not None and person is not None:
                from salver.store.events import history

                return history(self._connection, person, uid)
        return self._acquaintance.answer(question)
