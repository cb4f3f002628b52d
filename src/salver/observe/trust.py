"""Whose word observe believes: the part of the policy that identity needs."""

from __future__ import annotations

import msgspec

from salver.core.limits import DEFAULT_LIMITS, Limits


class Trust(msgspec.Struct, frozen=True, kw_only=True):
    """``authserv_ids`` whose Authentication-Results count; ``own`` domains of this house and its organisation.

    ``networks`` are those of our own servers (CIDR or a single address, ``unix`` for a local socket): what they say
    about where a message came from is believed. ``sealers`` are the domains whose ARC seals count (RFC 8617 9.3).
    ``dns`` is false where no resolver is there to be asked: then no question about the DNS is put.
    """

    authserv_ids: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    sealers: frozenset[str] = frozenset()
    dns: bool = False
    own: frozenset[str] = frozenset()
    limits: Limits = DEFAULT_LIMITS
