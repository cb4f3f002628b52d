"""Askers side by side share their rounds."""

from __future__ import annotations

import pytest

from salver.observe.question import Contact, ContactQuestion, NowQuestion
from salver.observe.rounds import Asker, ask, together


def _two_steps(address: str) -> Asker[str]:
    yield frozenset({ContactQuestion(None, address)})
    answers = yield frozenset({ContactQuestion(None, f"again-{address}")})
    return f"{address} {len(answers)}"


def _nothing() -> Asker[str]:
    yield from ()
    return "nothing"


def test_a_round_is_the_union_and_results_keep_their_order() -> None:
    asker = together([_two_steps("a@x.test"), _nothing(), _two_steps("b@x.test")])
    first = next(asker)
    assert first == {ContactQuestion(None, "a@x.test"), ContactQuestion(None, "b@x.test")}
    second = asker.send(dict.fromkeys(first, Contact()))
    assert second == {ContactQuestion(None, "again-a@x.test"), ContactQuestion(None, "again-b@x.test")}
    with pytest.raises(StopIteration) as stop:
        asker.send(dict.fromkeys(second, Contact()))
    assert stop.value.value == ["a@x.test 2", "nothing", "b@x.test 2"]


def test_one_question() -> None:
    asker = ask(NowQuestion())
    assert next(asker) == {NowQuestion()}
    with pytest.raises(StopIteration) as stop:
        asker.send({NowQuestion(): Contact("contacts")})
    assert stop.value.value == Contact("contacts")
