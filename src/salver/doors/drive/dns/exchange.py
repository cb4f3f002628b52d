"""One question to one server and back: UDP, and TCP where the answer does not fit (RFC 1035 4.2, RFC 7766).

Every question has a socket of its own with a port the system chooses, connected to the server: what comes from anywhere
else, or bears another identifier or question, is not looked at (RFC 5452 9.1).
"""

from __future__ import annotations

import asyncio
import struct
from typing import cast

import dns.exception
import dns.flags
import dns.message

from salver.doors.drive.dns.servers import Server


class TooLong(OSError):
    """The server has more to say than we look at."""


async def exchange(
    query: dns.message.QueryMessage, server: Server, *, seconds: float, again: float, most: int
) -> dns.message.QueryMessage:
    """Ask, and ask again every ``again`` seconds until ``seconds`` are over; ``most`` is the longest answer in octets.

    Raises TimeoutError, OSError where the server cannot be reached (TooLong is one), DNSException for an answer over
    TCP that is none.
    """
    async with asyncio.timeout(seconds):
        response = await _by_datagrams(query, server, again)
        if response.flags & dns.flags.TC:
            response = await _by_stream(query, server, most)
        return response


class _Listening(asyncio.DatagramProtocol):
    """Waits for the answer to one query, and passes over everything else."""

    def __init__(self, query: dns.message.QueryMessage) -> None:
        self._query = query
        self.response: asyncio.Future[dns.message.QueryMessage] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002
        try:
            response = dns.message.from_wire(data)
        except dns.exception.DNSException:
            return
        if not self.response.done() and self._query.is_response(response):
            self.response.set_result(cast("dns.message.QueryMessage", response))

    def error_received(self, exc: Exception) -> None:
        """Nothing listens there."""
        if not self.response.done():
            self.response.set_exception(exc)


async def _by_datagrams(query: dns.message.QueryMessage, server: Server, again: float) -> dns.message.QueryMessage:
    loop = asyncio.get_running_loop()
    transport, listening = await loop.create_datagram_endpoint(lambda: _Listening(query), remote_addr=server)
    wire = query.to_wire()
    try:
        while True:
            transport.sendto(wire)
            done, _ = await asyncio.wait((listening.response,), timeout=again)
            if done:
                return listening.response.result()
    finally:
        transport.close()


async def _by_stream(query: dns.message.QueryMessage, server: Server, most: int) -> dns.message.QueryMessage:
    reader, writer = await asyncio.open_connection(*server)
    try:
        wire = query.to_wire()
        writer.write(struct.pack("!H", len(wire)) + wire)
        (length,) = struct.unpack("!H", await reader.readexactly(2))
        if length > most:
            raise TooLong(f"an answer of {length} octets")
        response = dns.message.from_wire(await reader.readexactly(length))
    except asyncio.IncompleteReadError as error:
        raise ConnectionResetError("the server hung up") from error
    finally:
        writer.close()
    if not query.is_response(response):
        raise ConnectionResetError("the server answered something else")
    return cast("dns.message.QueryMessage", response)
