"""The scheduler: several askers side by side, their questions merged, so that a round is one parallel batch."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any, TypeVar, cast

from salver.observe.question import Answer, Question

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")

Questions = frozenset[Question]
Answers = Mapping[Question, Answer]
Asker = Generator[Questions, Answers, T]
"""A generator that yields sets of questions, is sent their answers, and returns what it found out."""


def together(askers: list[Asker[T]]) -> Asker[list[T]]:
    """Run all askers at once; each round yields the union of what they want to know. Results keep the order.

    Every asker is sent the whole mapping and picks its own. An asker that asks nothing more drops out.
    """
    results: dict[int, T] = {}
    running = list(enumerate(askers))
    answers: Any = None
    while True:
        waiting = []
        wanted: Questions = frozenset()
        for index, asker in running:
            try:
                asked = asker.send(answers)
            except StopIteration as stop:
                results[index] = stop.value
            else:
                wanted = wanted | asked if wanted else asked
                waiting.append((index, asker))
        if not waiting:
            return [results[index] for index in range(len(askers))]
        running = waiting
        answers = yield wanted


def both(one: Asker[A], other: Asker[B]) -> Asker[tuple[A, B]]:
    """Two askers that find out different things, in the same rounds."""
    first, second = yield from together(cast("list[Asker[object]]", [one, other]))
    return cast(A, first), cast(B, second)


def ask(question: Question) -> Asker[Answer]:
    """Ask one question."""
    answers = yield frozenset((question,))
    return answers[question]
