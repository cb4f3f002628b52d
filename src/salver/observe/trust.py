"""Whose word observe believes: the part of the policy that identity needs."""

from __future__ import annotations

import msgspec

from salver.core.limits import DEFAULT_LIMITS, Limits


class Trust(msgspec.Struct, frozen=True, kw_only=True):
    """``authserv_ids`` whose Authentication-Results count; ``own`` domains of this house and its organisation."""

    authserv_ids: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()
    limits: Limits = DEFAULT_LIMITS
