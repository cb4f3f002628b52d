"""The resolver: questions of a round in parallel, each within its time, every answer remembered while it is good.

It asks a recursive server and does nothing a recursive server does: no walking from the root, no DNSSEC. A failure of
any kind is ``Unavailable("temporary", why)`` and never an exception.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from itertools import cycle

import dns.exception
import dns.message
import dns.name
import dns.rcode

from salver.core.limits import Limits
from salver.doors.drive.dns.cache import Cache
from salver.doors.drive.dns.exchange import exchange
from salver.doors.drive.dns.names import can_be_asked
from salver.doors.drive.dns.records import Found, name_of, read_response
from salver.doors.drive.dns.servers import Server, Servers
from salver.observe.question import DnsQuestion, DnsRecords, DnsType, Unavailable

_PAYLOAD = 1232
"""Octets of an answer over UDP that no path cuts into fragments (RFC 6891 6.2.5, DNS flag day 2020)."""

DnsAnswer = DnsRecords | Unavailable


class Resolver:
    """For one event loop at a time. Two messages that ask the same at once share one question on the wire."""

    def __init__(self, servers: Servers, limits: Limits, cache: Cache | None = None) -> None:
        self._servers = servers
        self._limits = limits
        self._cache = cache if cache is not None else Cache(limits)
        self._running: dict[DnsQuestion, asyncio.Task[DnsAnswer]] = {}
        self._places = asyncio.Semaphore(limits.dns_at_once)
        self.sent = 0

    async def ask(self, questions: Iterable[DnsQuestion], seconds: float) -> dict[DnsQuestion, DnsAnswer]:
        """Answer every question within ``seconds``. What comes later is remembered for the next who asks."""
        answers: dict[DnsQuestion, DnsAnswer] = {}
        waiting: dict[DnsQuestion, asyncio.Task[DnsAnswer]] = {}
        for question in questions:
            known = self._known(question)
            if known is not None:
                answers[question] = known
            else:
                waiting[question] = self._running.get(question) or self._start(question)
        if waiting:
            await asyncio.wait(waiting.values(), timeout=max(0.0, seconds))
        for question, task in waiting.items():
            answers[question] = task.result() if task.done() else Unavailable("temporary", "dns: no answer in time")
        return answers

    def _known(self, question: DnsQuestion) -> DnsAnswer | None:
        if not can_be_asked(question.domain):
            return Unavailable("permanent", "dns: no name that can be asked for")
        return self._cache.get(question)

    def _start(self, question: DnsQuestion) -> asyncio.Task[DnsAnswer]:
        task = asyncio.get_running_loop().create_task(self._find(question), name="dns")
        self._running[question] = task
        task.add_done_callback(lambda _: self._running.pop(question, None))
        return task

    async def _find(self, question: DnsQuestion) -> DnsAnswer:
        async with self._places:
            found = await self._follow(question)
        self._cache.keep(question, found.answer, found.ttl)
        return found.answer

    async def _follow(self, question: DnsQuestion) -> Found:
        """Ask, and go on to the end of a chain of aliases the server did not follow itself (RFC 1034 3.6.2)."""
        name, aliases, ttl = name_of(question.domain), 0, self._limits.dns_most_seconds
        while True:
            found = await self._asked(name, question.type)
            aliases, ttl = aliases + found.aliases, min(ttl, found.ttl)
            if aliases > self._limits.dns_aliases:
                return Found(Unavailable("temporary", "dns: too many aliases"), ttl)
            if found.goes_on is None:
                return found._replace(ttl=ttl)
            name = found.goes_on

    async def _asked(self, name: dns.name.Name, kind: DnsType) -> Found:
        """The servers in turn until one has an answer or the time is over."""
        limits = self._limits
        servers = self._servers()
        seconds = limits.dns_seconds if len(servers) == 1 else limits.dns_try_seconds
        given_up: dict[Server, str] = {}
        edns = True
        try:
            async with asyncio.timeout(limits.dns_seconds):
                for server in cycle(servers):
                    if len(given_up) == len(servers):
                        break
                    if server in given_up:
                        continue
                    response, why = await self._one(name, kind, server, seconds, edns=edns)
                    if response is not None and response.rcode() in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
                        return read_response(response, kind)
                    if response is not None and edns and response.rcode() in (dns.rcode.FORMERR, dns.rcode.NOTIMP):
                        edns = False  # RFC 6891 6.2.2
                    elif why:
                        given_up[server] = why
        except TimeoutError:
            return Found(Unavailable("temporary", "dns: no answer in time"), 0.0)
        return Found(Unavailable("temporary", f"dns: {next(iter(given_up.values()), 'no server')}"), 0.0)

    async def _one(
        self, name: dns.name.Name, kind: DnsType, server: Server, seconds: float, *, edns: bool
    ) -> tuple[dns.message.QueryMessage | None, str]:
        """What one server says, and why it need not be asked again; a silent one may be."""
        query = dns.message.make_query(name, kind, use_edns=0 if edns else False, payload=_PAYLOAD if edns else None)
        self.sent += 1
        try:
            response = await exchange(
                query,
                server,
                seconds=seconds,
                again=self._limits.dns_try_seconds,
                most=self._limits.dns_answer_bytes,
            )
        except TimeoutError:
            return None, ""
        except (OSError, dns.exception.DNSException) as error:
            return None, type(error).__name__
        return response, dns.rcode.to_text(response.rcode()).lower()
