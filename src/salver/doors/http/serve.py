"""Serving the inbox with uvicorn, in the process of the other doors: no signals, no access lines, no tokens in logs."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from litestar import Litestar

from salver.config.schema import Settings
from salver.doors.listen import bind

_STOP_SECONDS = 5
"""How long open connections may finish when the service stops."""


async def run(app: Litestar, settings: Settings) -> None:
    """Serve until cancelled. Raises CannotListen when ``http.listen`` cannot be taken, for instance a port in use."""
    with bind(settings.http.listen, key="http.listen", door="The inbox") as listening:
        await serve_on(app, listening)


async def serve_on(app: Litestar, listening: socket.socket) -> None:
    """Serve on a socket that is bound already, until cancelled."""
    server = _Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_STOP_SECONDS,
        )
    )
    task = asyncio.ensure_future(server.serve(sockets=[listening]))
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        server.should_exit = True
        await task
        raise


class _Server(uvicorn.Server):
    """uvicorn, but signals stay with whoever runs all the doors."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
