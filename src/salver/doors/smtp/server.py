"""The SMTP server on asyncio: sockets to the machine and back, with a bound on connections, size and silence."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable

import structlog

from salver.act.next_hop import NextHop
from salver.core.limits import Limits
from salver.core.outcome import Condition
from salver.doors.gate import Passing
from salver.doors.smtp.machine import Closed, SmtpMachine, State
from salver.doors.smtp.session import SmtpSession
from salver.observe.authentication.networks import UNIX, ours

log = structlog.get_logger("salver.smtp")

_CHUNK = 65_536


class SmtpServer:
    """Listens, and serves each client until it leaves or is silent for too long.

    ``trusted_peers`` are the networks of servers of ours that may say by XFORWARD where a mail came from;
    ``only_trusted`` turns everybody else away: what goes out through us is told of as our people's own.
    """

    def __init__(
        self,
        gate: Passing,
        connect: Callable[[], NextHop],
        limits: Limits,
        name: str | None = None,
        *,
        trusted_peers: tuple[str, ...] = (),
        only_trusted: bool = False,
    ) -> None:
        self._gate = gate
        self._connect = connect
        self._limits = limits
        self._name = name or socket.gethostname()
        self._trusted_peers = trusted_peers
        self._only_trusted = only_trusted
        self._clients: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self, listening: socket.socket) -> None:
        """Begin to serve on a socket that listens already; it is ours from now on."""
        self._server = await asyncio.start_server(self._client, sock=listening, limit=_CHUNK)

    async def stop(self) -> None:
        """Take no new client and let those in the middle of a message finish for a moment."""
        if self._server is not None:
            self._server.close()
        if self._clients:
            _, late = await asyncio.wait(self._clients, timeout=1.0)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        if len(self._clients) >= self._limits.connections:
            writer.write(Condition.TOO_BUSY.reply.line())
            await _close(writer)
            return
        self._clients.add(task)
        try:
            await self._serve(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            log.info("client-gone")
        finally:
            self._clients.discard(task)
            await _close(writer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        machine = SmtpMachine(self._limits, self._name)
        peer = _peer(writer)
        trusted = ours(peer, self._trusted_peers)
        if self._only_trusted and not trusted:
            log.warning("client-refused", peer=peer)
            writer.write(Condition.NOT_OUR_PEER.reply.line())
            return
        session = SmtpSession(machine, self._gate, self._connect, self._limits, peer, trusted=trusted)
        machine.greet()
        try:
            while machine.state is not State.CLOSED:
                await _send(machine, writer)
                await self._receive(machine, reader)
                while (event := machine.next_event()) is not None:
                    await session.handle(event)
                    await _send(machine, writer)
                    if isinstance(event, Closed):
                        break
            await _send(machine, writer)
        finally:
            await session.close()

    async def _receive(self, machine: SmtpMachine, reader: asyncio.StreamReader) -> None:
        try:
            data = await asyncio.wait_for(reader.read(_CHUNK), self._limits.idle_seconds)
        except TimeoutError:
            machine.hang_up(Condition.IDLE)
            return
        if not data:
            machine.state = State.CLOSED
        machine.receive(data)


def _peer(writer: asyncio.StreamWriter) -> str | None:
    """The address of who speaks to us, ``unix`` for a local socket."""
    connection = writer.get_extra_info("socket")
    if connection is not None and connection.family == socket.AF_UNIX:
        return UNIX
    peer = writer.get_extra_info("peername")
    return str(peer[0]) if peer else None


async def _send(machine: SmtpMachine, writer: asyncio.StreamWriter) -> None:
    out = machine.to_send()
    if out:
        writer.write(out)
        await writer.drain()


async def _close(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        writer.close()
        await writer.wait_closed()
