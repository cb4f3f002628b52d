"""The plain and the asyncio driver end a generator in the same way."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from salver.core.limits import Limits
from salver.doors.drive.concurrent import drive_async
from salver.doors.drive.plain import drive
from salver.observe.question import Answer, ContactQuestion, Question, Unavailable
from salver.observe.rounds import Asker, together


def _endless() -> Asker[int]:
    """Asks for ever, until nobody answers."""
    rounds = 0
    while True:
        question = ContactQuestion(None, f"{rounds}@x.test")
        answers = yield frozenset({question})
        answer = answers[question]
        if isinstance(answer, Unavailable):
            # There was somebody to ask: SPF and the rest call this temperror, and not "nobody looked".
            assert answer.kind == "temporary"
            return rounds
        rounds += 1


def _answer(questions: frozenset[Question]) -> Mapping[Question, Answer]:
    return {question: Unavailable("permanent") if question.name.startswith("99") else _yes() for question in questions}


def _yes() -> Answer:
    return Answer()


def test_rounds_are_bounded_and_the_rest_is_temporary() -> None:
    assert drive(_endless(), _answer, Limits(rounds=5)) == 5


def test_the_asyncio_driver_does_the_same() -> None:
    async def answer(questions: frozenset[Question]) -> Mapping[Question, Answer]:
        return _answer(questions)

    assert asyncio.run(drive_async(_endless(), answer, Limits(rounds=5))) == 5


def test_a_generator_that_asks_nothing() -> None:
    assert drive(together([]), _answer, Limits()) == []
