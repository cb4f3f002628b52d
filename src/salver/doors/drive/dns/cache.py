"""Answers of the DNS that are still good: one memory a process, bounded in octets, oldest use forgotten first.

How long an answer is good is its own TTL within our limits; "there is none" is kept as long as the zone says
(RFC 2308), a failure for a moment (RFC 9520).
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from salver.core.limits import Limits
from salver.observe.question import DnsQuestion, DnsRecords, Unavailable

_COST_OF_ONE = 400
"""About what an entry takes beside its text, in octets: two objects, a tuple, a place in the dictionary."""

_SHARE = 8
"""No single answer takes more than this part of the whole."""


class Kept(NamedTuple):
    """An answer, until when it is good (seconds of the clock), and what it costs (octets)."""

    answer: DnsRecords | Unavailable
    until: float
    cost: int


class Cache:
    """For one event loop or one thread. ``clock`` gives seconds that only grow."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._kept: OrderedDict[DnsQuestion, Kept] = OrderedDict()
        self.octets = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, question: DnsQuestion) -> DnsRecords | Unavailable | None:
        """The answer, while it is good."""
        kept = self._kept.get(question)
        if kept is None:
            return None
        if kept.until <= self._clock():
            self._forget(question)
            return None
        self._kept.move_to_end(question)
        return kept.answer

    def keep(self, question: DnsQuestion, answer: DnsRecords | Unavailable, ttl: float) -> None:
        """Remember an answer for ``ttl`` seconds, at least and at most as long as the limits say."""
        self._forget(question)
        cost = _COST_OF_ONE + len(question.domain)
        if isinstance(answer, DnsRecords):
            cost += sum(len(value) for value in answer.values)
        if cost * _SHARE > self._limits.dns_cache_bytes:
            return
        self._kept[question] = Kept(answer, self._clock() + self._seconds(answer, ttl), cost)
        self.octets += cost
        while self.octets > self._limits.dns_cache_bytes:
            self._forget(next(iter(self._kept)))

    def _seconds(self, answer: DnsRecords | Unavailable, ttl: float) -> float:
        limits = self._limits
        if isinstance(answer, Unavailable):
            return limits.dns_failure_seconds  # RFC 9520 3.2
        most = limits.dns_most_seconds if answer.values else limits.dns_nothing_seconds  # RFC 2308 5
        return min(max(ttl, limits.dns_least_seconds), most)

    def _forget(self, question: DnsQuestion) -> None:
        kept = self._kept.pop(question, None)
        if kept is not None:
            self.octets -= kept.cost
