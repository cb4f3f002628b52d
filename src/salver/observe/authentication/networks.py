"""The networks of our own servers, and whether a host is in one of them."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import NamedTuple

from salver.observe.authentication.spf.client import client

UNIX = "unix"
"""In place of an address: who spoke through a local socket, or handed the message over on the machine itself."""


class _Networks(NamedTuple):
    """(bits of an address, host bits, number without them), and whether local sockets count."""

    blocks: tuple[tuple[int, int, int], ...]
    local: bool


def ours(host: str | None, networks: tuple[str, ...]) -> bool:
    """Whether this host (an address or ``unix``) is one of our own servers. Nobody is where no network is configured.

    ``networks`` are CIDR blocks, single addresses, and ``unix``; what is none of these counts for nothing.
    """
    if host is None or not networks:
        return False
    compiled = _compiled(networks)
    if host == UNIX:
        return compiled.local
    known = client(host)
    if known is None:
        return False
    return any(known.bits == bits and known.number >> free == number for bits, free, number in compiled.blocks)


@lru_cache(maxsize=64)
def _compiled(networks: tuple[str, ...]) -> _Networks:
    blocks = []
    for text in networks:
        try:
            network = ipaddress.ip_network(text, strict=False)
        except ValueError:
            continue
        bits, free = network.max_prefixlen, network.max_prefixlen - network.prefixlen
        blocks.append((bits, free, int(network.network_address) >> free))
    return _Networks(tuple(blocks), UNIX in networks)
