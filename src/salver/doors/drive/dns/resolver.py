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
from salver.doors.drive.dns.places import Places, Share
from salver.doors.drive.dns.records import Found, name_of, read_response
from salver.doors.drive.dns.servers import Server, Servers
from salver.observe.question import DnsQuestion, DnsRecords, DnsType, Unavailable

_PAYLOAD = 1232
"""Octets of an answer over UDP that no path cuts into fragments (RFC 6891 6.2.5, DNS flag day 2020)."""

DnsAnswer = DnsRecords | Unavailable

_LATE = Unavailable("temporary", "dns: no answer in time")


class _OnTheWire:
    """A question that has been sent, and how many wait for its answer."""

    def __init__(self, task: asyncio.Task[DnsAnswer]) -> None:
        self.task = task
        self.waiting = 0


class Resolver:
    """For one event loop at a time. Two messages that ask the same at once share one question on the wire."""

    def __init__(self, servers: Servers, limits: Limits, cache: Cache | None = None) -> None:
        self._servers = servers
        self._limits = limits
        self._cache = cache if cache is not None else Cache(limits)
        self._running: dict[DnsQuestion, _OnTheWire] = {}
        self._places = Places(limits)
        self.sent = 0

    async def ask(self, questions: Iterable[DnsQuestion], seconds: float) -> dict[DnsQuestion, DnsAnswer]:
        """Answer every question of one message within ``seconds``. What nobody waits for any more is given up."""
        answers: dict[DnsQuestion, DnsAnswer] = {}
        waiting: dict[DnsQuestion, asyncio.Task[DnsAnswer]] = {}
        loop, share = asyncio.get_running_loop(), Share()
        for question in questions:
            known = self._known(question)
            if known is not None:
                answers[question] = known
            elif question not in waiting:
                waiting[question] = loop.create_task(self._find(question, share), name="dns")
        try:
            if waiting:
                await asyncio.wait(waiting.values(), timeout=max(0.0, seconds))
        finally:
            for task in waiting.values():
                task.cancel()
        for question, task in waiting.items():
            answers[question] = task.result() if task.done() else _LATE
        return answers

    def _known(self, question: DnsQuestion) -> DnsAnswer | None:
        if not can_be_asked(question.domain):
            return Unavailable("permanent", "dns: no name that can be asked for")
        return self._cache.get(question)

    async def _find(self, question: DnsQuestion, share: Share) -> DnsAnswer:
        """Join those who wait for it already, or send it as soon as this message may."""
        if question in self._running:
            return await self._joined(question)
        async with self._places.one(share):
            # Others may have found it out meanwhile.
            return self._cache.get(question) or await self._joined(question)

    async def _joined(self, question: DnsQuestion) -> DnsAnswer:
        """Wait for the answer; the last one who goes away takes the question along."""
        sent = self._running.get(question) or self._send(question)
        sent.waiting += 1
        try:
            return await asyncio.shield(sent.task)
        finally:
            sent.waiting -= 1
            if not sent.waiting:
                self._forget(question, sent)
                sent.task.cancel()

    def _send(self, question: DnsQuestion) -> _OnTheWire:
        sent = _OnTheWire(asyncio.get_running_loop().create_task(self._kept(question), name="dns"))
        self._running[question] = sent
        sent.task.add_done_callback(lambda _: self._forget(question, sent))
        return sent

    def _forget(self, question: DnsQuestion, sent: _OnTheWire) -> None:
        if self._running.get(question) is sent:
            del self._running[question]

    async def _kept(self, question: DnsQuestion) -> DnsAnswer:
        """The answer, remembered."""
        try:
            async with asyncio.timeout(self._limits.dns_seconds):
                found = await self._follow(question)
        except TimeoutError:
            found = Found(_LATE, 0.0)
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
        """The servers in turn until one has an answer; a silent one is asked again for as long as there is time."""
        limits = self._limits
        servers = self._servers()
        seconds = limits.dns_seconds if len(servers) == 1 else limits.dns_try_seconds
        given_up: dict[Server, str] = {}
        edns = True
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
