"""The asyncio driver of the doors: a round is awaited as one batch, the store answers in a thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from salver.core.limits import Limits
from salver.doors.drive.plain import TOO_MANY_ROUNDS, complete
from salver.observe.question import Answer, Question
from salver.observe.rounds import Asker

T = TypeVar("T")

AnswerAllAsync = Callable[[frozenset[Question]], Awaitable[Mapping[Question, Answer]]]


async def drive_async(asker: Asker[T], answer_all: AnswerAllAsync, limits: Limits) -> T:
    """Run the generator to its end, awaiting each round; after ``limits.rounds`` of them as the plain driver does."""
    rounds = 0
    try:
        questions = next(asker)
        while True:
            rounds += 1
            if rounds <= limits.rounds:
                questions = asker.send(complete(questions, await answer_all(questions)))
            else:
                questions = asker.send(dict.fromkeys(questions, TOO_MANY_ROUNDS))
    except StopIteration as stop:
        result: T = stop.value
        return result
