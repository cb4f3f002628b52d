"""A DNS server on a loopback port: answers from a zone, late, cut short, wrongly, or not at all."""

from __future__ import annotations

import asyncio
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import cast

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset
import dns.zonefile

NOTHING_TTL = 60


@dataclass
class DnsStub:
    """``latency`` is in seconds. ``asked`` counts the questions by ``(name, type)``, ``streams`` those over TCP."""

    port: int = 0
    latency: float = 0.0
    silent: bool = False
    rcode: dns.rcode.Rcode | None = None
    cut: bool = False
    forged_first: bool = False
    without_edns: bool = False
    follows: bool = True
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    streams: int = 0
    records: dict[tuple[dns.name.Name, dns.rdatatype.RdataType], dns.rrset.RRset] = field(default_factory=dict)
    names: set[dns.name.Name] = field(default_factory=set)

    def load(self, zone: str) -> None:
        """Take the records of a master file in place of those before."""
        sets = dns.zonefile.read_rrsets(zone, rdclass=None, default_ttl=300)
        self.records = {(one.name, one.rdtype): one for one in sets}
        self.names = set()
        for one in sets:
            name = one.name
            while name != dns.name.root:
                self.names.add(name)
                name = name.parent()

    def answer(self, wire: bytes, *, stream: bool) -> bytes | None:
        query = dns.message.from_wire(wire)
        question = query.question[0]
        self.asked[(question.name.to_text(omit_final_dot=True), question.rdtype.name)] += 1
        self.streams += stream
        if self.silent:
            return None
        response = dns.message.make_response(query, recursion_available=True)
        if self.without_edns and query.edns >= 0:
            response.use_edns(False)
            response.set_rcode(dns.rcode.FORMERR)
        elif self.rcode is not None:
            response.set_rcode(self.rcode)
        elif self.cut and not stream:
            response.flags |= dns.flags.TC
        else:
            self._fill(response, question.name, question.rdtype)
        return response.to_wire(max_size=65_535)

    def _fill(self, response: dns.message.Message, name: dns.name.Name, kind: dns.rdatatype.RdataType) -> None:
        for _ in range(20):
            found = self.records.get((name, kind))
            alias = self.records.get((name, dns.rdatatype.CNAME))
            if found is not None:
                response.answer.append(found)
                return
            if alias is None:
                break
            response.answer.append(alias)
            name = alias[0].target
            if not self.follows:
                return
        if name not in self.names:
            response.set_rcode(dns.rcode.NXDOMAIN)
        soa = f"ns.stub.test. host.stub.test. 1 3600 600 86400 {NOTHING_TTL}"
        response.authority.append(dns.rrset.from_text(name, 3600, "IN", "SOA", soa))


@contextmanager
def dns_stub(zone: str = "", **behaviour: object) -> Iterator[DnsStub]:
    """Run a stub on a free port, UDP and TCP alike."""
    stub = DnsStub(**behaviour)  # type: ignore[arg-type]
    stub.load(zone)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server, transport = asyncio.run_coroutine_threadsafe(_start(stub), loop).result(10)
    try:
        yield stub
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server, transport), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _start(stub: DnsStub) -> tuple[asyncio.Server, asyncio.DatagramTransport]:
    loop = asyncio.get_running_loop()
    while True:
        server = await asyncio.start_server(lambda r, w: _stream(stub, r, w), "127.0.0.1", 0)
        stub.port = server.sockets[0].getsockname()[1]
        try:
            transport, _ = await loop.create_datagram_endpoint(lambda: _Datagrams(stub), ("127.0.0.1", stub.port))
        except OSError:  # the number is taken for datagrams: another one
            server.close()
            continue
        return server, transport


async def _stop(server: asyncio.Server, transport: asyncio.DatagramTransport) -> None:
    server.close()
    transport.close()
    await asyncio.sleep(0)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, stub: DnsStub) -> None:
        self._stub = stub

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        with suppress(dns.exception.DNSException):
            answer = self._stub.answer(data, stream=False)
            if answer is None:
                return
            if self._stub.forged_first:  # the right port, the wrong identifier
                self._transport.sendto(bytes([answer[0] ^ 1]) + answer[1:], addr)
                self._transport.sendto(b"\0", addr)
            asyncio.get_running_loop().call_later(self._stub.latency, self._transport.sendto, answer, addr)


async def _stream(stub: DnsStub, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(asyncio.IncompleteReadError, OSError):
        (length,) = struct.unpack("!H", await reader.readexactly(2))
        answer = stub.answer(await reader.readexactly(length), stream=True)
        if answer is not None:
            await asyncio.sleep(stub.latency)
            writer.write(struct.pack("!H", len(answer)) + answer)
            await writer.drain()
    writer.close()
