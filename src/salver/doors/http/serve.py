"""Serving the inbox with uvicorn, in the process of the other doors: no signals, no access lines, no tokens in logs."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
from collections.abc import Iterator

import uvicorn
from litestar import Litestar

from salver.config.endpoint import parse_endpoint
from salver.config.schema import Settings
from salver.core.errors import SalverError
from salver.core.outcome import Exit

_BACKLOG = 128
_STOP_SECONDS = 5
"""How long open connections may finish when the service stops."""


class CannotListen(SalverError):
    """The address of the inbox cannot be taken. ``public`` is one sentence, ``exit`` the status to end with."""

    exit = Exit.UNAVAILABLE

    def __init__(self, public: str, private: str = "") -> None:
        self.public = public
        self.private = private
        super().__init__(public)


async def run(app: Litestar, settings: Settings) -> None:
    """Serve until cancelled. Raises CannotListen when ``http.listen`` cannot be taken, for instance a port in use."""
    with bind(settings.http.listen) as listening:
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


def bind(listen: str | None) -> socket.socket:
    """Take the address ``HOST:PORT`` (port 0: any free one). Raises CannotListen with one sentence that names it."""
    here = parse_endpoint(listen) if listen else None
    if here is None:
        raise CannotListen("http.listen names no address for the inbox: HOST:PORT is needed.")
    family = socket.AF_INET6 if ":" in here.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((here.host, here.port))
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise CannotListen(_sentence(str(here), error), repr(error)) from error
    listening.setblocking(False)
    return listening


def _sentence(where: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"The inbox cannot listen at {where}: another program uses that port."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"The inbox cannot listen at {where}: this user may not use that port."
    return f"The inbox cannot listen at {where}: {error.strerror or error}."


class _Server(uvicorn.Server):
    """uvicorn, but signals stay with whoever runs all the doors."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
