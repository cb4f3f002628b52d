"""``salver serve`` put together: store, gate, mail door, inbox and outbox in one process.

This is the one composition file of the service; nothing here decides anything.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path

import structlog

from salver.act.next_hop import NextHop
from salver.act.outbox import Outbox
from salver.config.compile import policy
from salver.config.derived import authserv_id
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.limits import DEFAULT_LIMITS
from salver.doors.acquaintances import Acquaintances, terms_of
from salver.doors.drive.dns.source import resolver_of
from salver.doors.drive.rates import RateCounter
from salver.doors.drive.service import ServiceAnswers
from salver.doors.gate import Gate
from salver.doors.http.app import create_app
from salver.doors.http.serve import run as run_web
from salver.doors.listen import bind
from salver.doors.live import LiveSettings
from salver.doors.login_mail import login_mailer
from salver.doors.outbound.gate import OutboundGate
from salver.doors.smtp.server import SmtpServer
from salver.store.database import Store, open_store

log = structlog.get_logger("salver.serve")


async def serve(settings: Settings, path: Path | None, reload: Callable[[], Settings]) -> None:
    """Run every configured role until the process is asked to stop. Raises CannotListen and StoreError."""
    store = open_store(settings.store.url)
    people = People(settings)
    stopping = asyncio.Event()
    _on_signals(stopping)
    live = LiveSettings(settings, path, reload)
    doors = [await _start_smtp(settings, live, people, store), await _start_outbound(settings, people, store)]
    tasks = [
        asyncio.create_task(Outbox(store, settings, people).run(), name="outbox"),
        asyncio.create_task(Acquaintances(store, settings, people).run(), name="acquaintances"),
    ]
    if settings.http.listen is not None:
        app = create_app(
            store,
            settings,
            people,
            send_login=login_mailer(store, settings, people),
            observes=lambda: not live.enforces,
        )
        tasks.append(asyncio.create_task(run_web(app, settings), name="inbox"))
    log.info(
        "started",
        mode=settings.gate.mode,
        smtp=settings.smtp.listen,
        outbound=settings.smtp.outbound_listen,
        inbox=settings.http.listen,
    )
    try:
        await _until_stopped(stopping, tasks)
    finally:
        for door in filter(None, doors):
            await door.stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        store.close()
        log.info("stopped")


async def _until_stopped(stopping: asyncio.Event, tasks: list[asyncio.Task[None]]) -> None:
    """Wait for a signal; a role that ends by itself ends the service, with its own error."""
    stop = asyncio.create_task(stopping.wait())
    done, _ = await asyncio.wait([stop, *tasks], return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    for task in done - {stop}:
        await task


def _on_signals(stopping: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)


async def _start_smtp(settings: Settings, live: LiveSettings, people: People, store: Store) -> SmtpServer | None:
    next_hop = settings.smtp.next_hop
    if settings.smtp.listen is None or next_hop is None:
        return None
    listening = bind(settings.smtp.listen, key="smtp.listen", door="The mail door")
    gate = Gate(
        live=live,
        people=people,
        store=store,
        answers=ServiceAnswers(
            store, people, RateCounter(settings.rates), terms=terms_of(settings), own=live.now()[1].trust.own
        ),
        authserv_id=authserv_id(settings.identity),
        dns=resolver_of(settings.dns.resolver, DEFAULT_LIMITS),
    )
    server = SmtpServer(
        gate,
        lambda: NextHop(next_hop, DEFAULT_LIMITS),
        DEFAULT_LIMITS,
        trusted_peers=_peers(settings),
    )
    await server.start(listening)
    return server


async def _start_outbound(settings: Settings, people: People, store: Store) -> SmtpServer | None:
    next_hop = settings.smtp.outbound_next_hop or settings.smtp.next_hop
    if settings.smtp.outbound_listen is None or next_hop is None:
        return None
    listening = bind(settings.smtp.outbound_listen, key="smtp.outbound_listen", door="The door for outbound mail")
    gate = OutboundGate(store, people, policy(settings).trust.own)
    server = SmtpServer(
        gate,
        lambda: NextHop(next_hop, DEFAULT_LIMITS),
        DEFAULT_LIMITS,
        trusted_peers=_peers(settings),
        only_trusted=True,
    )
    await server.start(listening)
    return server


def _peers(settings: Settings) -> tuple[str, ...]:
    return tuple(peer.strip().lower() for peer in settings.smtp.trusted_peers)
