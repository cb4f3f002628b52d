"""The DNS beside the store: a round of a running service, both asked at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from salver.core.limits import Limits
from salver.doors.drive.concurrent import AnswerAllAsync
from salver.doors.drive.dns.allowance import SPENT, Allowance
from salver.doors.drive.dns.resolver import Resolver
from salver.observe.question import Answer, DnsQuestion, Question


class BesideDns:
    """Answers the rounds of one message: the DNS within this message's allowance, everything else by ``others``."""

    def __init__(self, resolver: Resolver, others: AnswerAllAsync, limits: Limits) -> None:
        self._resolver = resolver
        self._others = others
        self._allowance = Allowance(limits)

    async def __call__(self, questions: frozenset[Question]) -> Mapping[Question, Answer]:
        names = [question for question in questions if isinstance(question, DnsQuestion)]
        if not names:
            return await self._others(questions)
        rest = questions.difference(names)
        if not rest:
            return await self._from_dns(names)
        answers, others = await asyncio.gather(self._from_dns(names), self._others(rest))
        return {**others, **answers}

    async def _from_dns(self, names: list[DnsQuestion]) -> dict[Question, Answer]:
        granted = self._allowance.granted(names)
        answers: dict[Question, Answer] = dict.fromkeys(names, SPENT)
        with self._allowance.waiting() as seconds:
            answers.update((await self._resolver.ask(granted, seconds)).items())
        return answers
