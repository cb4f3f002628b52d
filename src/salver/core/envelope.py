"""The SMTP envelope: what was said about a message before its first byte (RFC 5321 2.3.1)."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import msgspec

from salver.core.hostname import a_labels

Direction = Literal["inbound", "outbound", "internal"]


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """Who handed a message over, for whom, and how.

    ``mail_from`` is None when unknown and ``""`` for the null reverse-path (RFC 5321 4.5.5). Addresses are data as
    received, without angle brackets; nothing here has been checked. ``rcpt_to`` is empty when nobody told us.

    ``client_ip`` is the host the message came from, as seen at the border: None when unknown. ``peer`` is the host that
    spoke to our door (``unix`` for a local socket), often a server of ours that passes on for ``client_ip``; None where
    there was no door, as for a file.
    """

    mail_from: str | None = None
    rcpt_to: tuple[str, ...] = ()
    client_ip: str | None = None
    client_name: str | None = None
    peer: str | None = None
    helo: str | None = None
    protocol: str | None = None
    tls: bool = False
    authenticated_as: str | None = None
    direction: Direction = "inbound"


def bare_address(text: str) -> str:
    """Take an envelope address as given: angle brackets go, ``\\0`` stands for NUL, everything else stays."""
    text = text.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    return text.replace("\\0", "\0")


def without_detail(address: str) -> str:
    """The address without its subaddress: ``nora+school@home.example`` is ``nora@home.example`` (RFC 5233 4)."""
    local, at, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


@lru_cache(maxsize=8192)
def mailbox_of(address: str) -> str:
    """What two addresses of one mailbox have in common: lower-case, no subaddress, one spelling of the domain."""
    local, at, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{a_labels(domain)}"


def domain_of(address: str | None) -> str | None:
    """The domain of an address, lower-case and in A-labels (RFC 5890 2.3.2.1); None where there is none."""
    if not address or "@" not in address:
        return None
    return a_labels(address.rpartition("@")[2]).rstrip(".") or None
