"""Taking an address for a door, with one sentence when it cannot be had."""

from __future__ import annotations

import errno
import socket

from salver.config.endpoint import parse_endpoint
from salver.core.errors import SalverError
from salver.core.outcome import Exit

_BACKLOG = 128


class CannotListen(SalverError):
    """An address cannot be taken. ``public`` is one sentence, ``exit`` the status to end with."""

    exit = Exit.UNAVAILABLE

    def __init__(self, public: str, private: str = "") -> None:
        self.public = public
        self.private = private
        super().__init__(public)


def bind(listen: str | None, *, key: str, door: str) -> socket.socket:
    """Take the address ``HOST:PORT`` (port 0: any free one), ready for an event loop.

    ``key`` names the setting and ``door`` the one who wants it ("The inbox"). Raises CannotListen.
    """
    here = parse_endpoint(listen) if listen else None
    if here is None:
        raise CannotListen(f"{key} names no address: HOST:PORT is needed.")
    family = socket.AF_INET6 if ":" in here.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((here.host, here.port))
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise CannotListen(f"{door} cannot listen at {here} ({key}): {_why(error)}.", repr(error)) from error
    listening.setblocking(False)
    return listening


def _why(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "another program uses that port"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "this user may not use that port"
    return error.strerror or type(error).__name__
