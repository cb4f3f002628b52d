"""The host that sent a message, and addresses it is compared with."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import NamedTuple


class Client(NamedTuple):
    """One address. ``number`` is its value, ``bits`` 32 or 128, ``dotted`` the macro ``i`` (RFC 7208 7.3)."""

    text: str
    number: int
    bits: int
    dotted: str

    @property
    def family(self) -> str:
        """The macro ``v``: the domain under which the address is looked up backwards."""
        return "in-addr" if self.bits == 32 else "ip6"  # RFC 7208 7.3

    @property
    def backwards(self) -> str:
        """The name of its PTR records (RFC 1035 3.5, RFC 3596 2.5)."""
        return ".".join(reversed(self.dotted.split("."))) + f".{self.family}.arpa"


@lru_cache(maxsize=4096)
def client(text: str) -> Client | None:
    """An IPv4 or IPv6 address; None for anything else. An IPv4 address in IPv6 clothes is taken as IPv4."""
    try:
        address: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return None
        # RFC 7208 5
        address = address.ipv4_mapped or address
    if isinstance(address, ipaddress.IPv4Address):
        return Client(str(address), int(address), 32, str(address))
    return Client(str(address), int(address), 128, ".".join(address.exploded.replace(":", "")))


@lru_cache(maxsize=8192)
def value_of(text: str) -> int | None:
    """The number of an address that stands in the DNS; None where it is none."""
    try:
        return int(ipaddress.ip_address(text))
    except ValueError:
        return None
