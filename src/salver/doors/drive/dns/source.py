"""Who answers for the DNS, in a word: ``off``, ``system``, ``HOST:PORT``, and ``zone:FILE`` for the command line.

What needs the network is imported only when it is wanted, so that ``salver check`` starts in a blink.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from salver.config.endpoint import parse_endpoint
from salver.core.limits import Limits
from salver.doors.drive.dns.allowance import SPENT, Allowance
from salver.doors.drive.plain import AnswerAll
from salver.observe.question import Answer, DnsQuestion, DnsRecords, Question, Unavailable

if TYPE_CHECKING:
    from salver.doors.drive.dns.resolver import Resolver

PLACES = "off, system, HOST:PORT or zone:FILE"


class DnsSource(Protocol):
    """Answers questions one batch after the other, in one thread."""

    def ask(
        self, questions: Iterable[DnsQuestion], seconds: float, /
    ) -> Mapping[DnsQuestion, DnsRecords | Unavailable]:
        """Every question, answered within ``seconds``."""
        ...

    def close(self) -> None:
        """Nothing is asked any more."""
        ...


def source_of(word: str, limits: Limits) -> DnsSource | None:
    """Who answers, by the word of ``--dns``; None for ``off``.

    Raises ValueError for any other word and for a file that is no zone, OSError for one that cannot be read.
    """
    if word == "off":
        return None
    if word.startswith("zone:"):
        from salver.doors.drive.dns.zone_file import read_zone

        return read_zone(Path(word.removeprefix("zone:")), limits)
    resolver = resolver_of(word, limits)
    if resolver is None:
        raise ValueError(f"--dns {word}: {PLACES} is needed")
    from salver.doors.drive.dns.blocking import BlockingResolver

    return BlockingResolver(resolver)


def resolver_of(word: str, limits: Limits) -> Resolver | None:
    """The resolver by the word of ``dns.resolver``; None for ``off`` and for what is no such word."""
    here = parse_endpoint(word)
    if word != "system" and (here is None or here.port == 0):
        return None
    from salver.doors.drive.dns.resolver import Resolver
    from salver.doors.drive.dns.servers import SystemServers, only

    return Resolver(SystemServers() if here is None else only(here.host, here.port), limits)


class WithDns:
    """Answers the rounds of one message: the DNS within this message's allowance, everything else by ``others``."""

    def __init__(self, source: DnsSource, others: AnswerAll, limits: Limits) -> None:
        self._source = source
        self._others = others
        self._allowance = Allowance(limits)

    def __call__(self, questions: frozenset[Question]) -> Mapping[Question, Answer]:
        names = [question for question in questions if isinstance(question, DnsQuestion)]
        answers: dict[Question, Answer] = dict(self._others(questions.difference(names)))
        if names:
            granted = self._allowance.granted(names)
            answers |= dict.fromkeys(names, SPENT)
            with self._allowance.waiting() as seconds:
                answers.update(self._source.ask(granted, seconds).items())
        return answers
