"""Where servers of ours are: addresses and networks, none so wide that strangers are among them."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

from salver.config.crosschecks.clash import Clash
from salver.config.schema import Settings

_ALLOWED = 'addresses such as 192.0.2.10, networks such as 192.0.2.0/28, or "unix"'


def networks(settings: Settings) -> Iterator[Clash]:
    """``identity.trusted_networks`` and ``smtp.trusted_peers``."""
    written = {
        ("identity", "trusted_networks"): settings.identity.trusted_networks,
        ("smtp", "trusted_peers"): settings.smtp.trusted_peers,
    }
    for path, values in written.items():
        for value in values:
            fault = _fault(value.strip().lower())
            if fault:
                yield Clash(path, f'"{value}"', fault)


def _fault(word: str) -> str:
    """What should stand there instead; nothing for a network that may. Bits behind the length are passed over."""
    if word == "unix":
        return ""
    try:
        network = ip_network(word, strict=False)
    except ValueError:
        return _ALLOWED
    return "your own servers only: this is the whole Internet" if network.prefixlen == 0 else ""
