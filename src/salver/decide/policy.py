"""``Policy``: everything an inspection depends on beside the message, compiled from the configuration and frozen."""

from __future__ import annotations

from typing import Literal

import msgspec

from salver.core.hostname import a_labels
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.observe.trust import Trust

Preset = Literal["personal", "organisation", "strict"]
Writer = Literal["client", "salver", "server"]


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """How to observe and decide.

    ``preset`` says who judges; ``enforced`` is false in mode observe; ``writer`` is ``calendar.writer``;
    ``opaque_hold`` holds content we cannot read even without an outer sign of scheduling. ``trusted_authserv_ids`` are
    the Authentication-Results we believe (RFC 8601 7.1; empty by default); ``own_domains`` and ``organisations`` are
    lower-case. ``trusted_networks`` are those of our own servers, ``trusted_sealers`` the ARC sealers we believe
    (RFC 8617 9.3; empty by default); ``dns`` says that a resolver is there to be asked.
    """

    preset: Preset = "personal"
    enforced: bool = True
    writer: Writer = "client"
    opaque_hold: bool = False
    trusted_authserv_ids: tuple[str, ...] = ()
    own_domains: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    trusted_networks: tuple[str, ...] = ()
    trusted_sealers: tuple[str, ...] = ()
    dns: bool = False
    limits: Limits = DEFAULT_LIMITS

    @property
    def trust(self) -> Trust:
        """What observe needs to know of it."""
        return Trust(
            authserv_ids=self.trusted_authserv_ids,
            networks=self.trusted_networks,
            sealers=frozenset(self.trusted_sealers),
            dns=self.dns,
            own=frozenset(map(a_labels, (*self.own_domains, *self.organisations))),
            limits=self.limits,
        )
