"""Answers out of a zone written down in a test: names to types to values, in the form ``DnsRecords`` has them."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from salver.observe.question import Answer, DnsQuestion, DnsRecords, Instant, NowQuestion, Question, Unavailable
from salver.observe.rounds import Asker

T = TypeVar("T")


class Zone:
    """``records`` maps a name to its types and values; ``failing`` names do not answer at all.

    A name without records of its own exists where another one lies below it (RFC 8020). ``rounds`` counts the batches
    of the last asker, ``asked`` are all its questions. Without ``clock`` nobody knows the time.
    """

    def __init__(
        self, records: Mapping[str, Mapping[str, Iterable[str]]], failing: Iterable[str] = (), *, clock: bool = True
    ) -> None:
        self.records = {name.lower().rstrip("."): {k: list(v) for k, v in r.items()} for name, r in records.items()}
        self.failing = {name.lower().rstrip(".") for name in failing}
        self.clock = clock
        self.rounds = 0
        self.asked: list[DnsQuestion] = []

    def answer(self, question: Question) -> Answer:
        if isinstance(question, NowQuestion):
            return Instant("2026-11-24T12:00:00+00:00") if self.clock else Unavailable("not-asked", "not-asked")
        assert isinstance(question, DnsQuestion)
        self.asked.append(question)
        return self._look_up(question.domain, question.type, 0)

    def _look_up(self, name: str, kind: str, links: int) -> Answer:
        if name in self.failing or links > 8:
            return Unavailable("temporary", "timeout")
        found = self.records.get(name, {})
        if "CNAME" in found and kind != "CNAME":
            return self._look_up(found["CNAME"][0], kind, links + 1)
        exists = name in self.records or any(other.endswith("." + name) for other in self.records)
        return DnsRecords(tuple(_plain(value, kind) for value in found.get(kind, ())), exists)

    def run(self, asker: Asker[T]) -> T:
        """Answer every question of an asker and give back what it found."""
        self.rounds, self.asked = 0, []
        answers: Any = None
        try:
            while True:
                questions = asker.send(answers)
                self.rounds += 1
                answers = {question: self.answer(question) for question in questions}
        except StopIteration as stop:
            found: T = stop.value
            return found


def _plain(value: str, kind: str) -> str:
    if kind in ("A", "AAAA"):
        return str(ipaddress.ip_address(value))
    return value if kind == "TXT" else value.lower().rstrip(".")
