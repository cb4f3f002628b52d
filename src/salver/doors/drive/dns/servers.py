"""Which servers are asked: one that was named, or those of the system, read anew when the file changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

_PORT = 53
_MOST = 3
"""resolv.conf(5): no more are looked at."""


class Server(NamedTuple):
    """A resolver: an address or a name, and a port."""

    host: str
    port: int = _PORT


Servers = Callable[[], tuple[Server, ...]]
"""Asked before every question that goes out."""


def only(host: str, port: int) -> Servers:
    """This server and no other."""
    server = (Server(host, port),)
    return lambda: server


class SystemServers:
    """The servers of ``/etc/resolv.conf``; where it names none, this machine (resolv.conf(5))."""

    def __init__(self, path: Path = Path("/etc/resolv.conf")) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._servers: tuple[Server, ...] = (Server("127.0.0.1"),)

    def __call__(self) -> tuple[Server, ...]:
        """A file that cannot be read changes nothing."""
        try:
            found = self._path.stat()
            stamp = found.st_mtime_ns, found.st_size
            if stamp != self._seen:
                self._servers = servers_in(self._path.read_text("utf-8", "replace"))
                self._seen = stamp
        except OSError:
            self._seen = None
        return self._servers


def servers_in(text: str) -> tuple[Server, ...]:
    """The ``nameserver`` lines of a resolv.conf, the first three."""
    words = (line.split() for line in text.splitlines())
    named = [found[1] for found in words if len(found) > 1 and found[0] == "nameserver"]
    return tuple(Server(host) for host in named[:_MOST]) or (Server("127.0.0.1"),)
