"""The plain driver: one thread, one batch of questions after the other. For the command line and the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from salver.core.limits import Limits
from salver.observe.question import Answer, Question, Unavailable
from salver.observe.rounds import Asker

T = TypeVar("T")

AnswerAll = Callable[[frozenset[Question]], Mapping[Question, Answer]]
"""Answers a whole round. What is missing from its result counts as not asked."""


TOO_MANY_ROUNDS = Unavailable("temporary", "too many rounds of questions for one message")
"""Somebody was there to be asked, so this is not the same as nobody having been."""


def drive(asker: Asker[T], answer_all: AnswerAll, limits: Limits) -> T:
    """Run the generator to its end. What it asks after ``limits.rounds`` rounds has no answer for now."""
    rounds = 0
    try:
        questions = next(asker)
        while True:
            rounds += 1
            answers = answer_all(questions) if rounds <= limits.rounds else dict.fromkeys(questions, TOO_MANY_ROUNDS)
            questions = asker.send(complete(questions, answers))
    except StopIteration as stop:
        result: T = stop.value
        return result


def from_mapping(known: Mapping[Question, Answer]) -> AnswerAll:
    """Answers from what is known already, and from nothing else."""

    def answer_all(questions: frozenset[Question]) -> Mapping[Question, Answer]:
        return {question: known[question] for question in questions if question in known}

    return answer_all


def complete(questions: frozenset[Question], answers: Mapping[Question, Answer]) -> dict[Question, Answer]:
    """Every question with an answer; a missing one is ``Unavailable("not-asked")``."""
    return {question: answers.get(question, Unavailable("not-asked", "not-asked")) for question in questions}
