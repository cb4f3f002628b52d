"""The resolver for a program that does one thing after the other: the command line."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from salver.doors.drive.dns.resolver import DnsAnswer, Resolver
from salver.observe.question import DnsQuestion


class BlockingResolver:
    """Runs the resolver's loop for as long as a batch takes. Not for use inside another event loop."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._runner = asyncio.Runner()

    def ask(self, questions: Iterable[DnsQuestion], seconds: float) -> dict[DnsQuestion, DnsAnswer]:
        """Answer all of them, in parallel."""
        return self._runner.run(self._resolver.ask(questions, seconds))

    def close(self) -> None:
        """End the loop; what is still on its way is forgotten."""
        self._runner.close()
