"""What one message may still ask of the DNS: so many questions, so much waiting (DOS-25, DOS-28)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from salver.core.limits import Limits
from salver.observe.question import DnsQuestion, Unavailable

SPENT = Unavailable("temporary", "dns: too much asked for one message")


class Allowance:
    """For one message. Only time spent waiting for the DNS counts."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.questions = limits.dns_questions
        self.seconds = limits.dns_message_seconds

    def granted(self, questions: Iterable[DnsQuestion]) -> list[DnsQuestion]:
        """As many of these as may still be asked, in a stable order; none when the time is over."""
        if self.seconds <= 0:
            return []
        chosen = sorted(questions, key=lambda question: (question.domain, question.type))[: self.questions]
        self.questions -= len(chosen)
        return chosen

    @contextmanager
    def waiting(self) -> Iterator[float]:
        """Take the time the block needs from what is left; gives how much that is, in seconds."""
        start = self._clock()
        try:
            yield self.seconds
        finally:
            self.seconds -= self._clock() - start
