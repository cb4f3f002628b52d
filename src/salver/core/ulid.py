"""Sortable random identifiers of inspections: 48 bits of milliseconds and 80 random bits, in Crockford's base 32."""

from __future__ import annotations

import secrets
import time

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_ulid(milliseconds: int | None = None) -> str:
    """A new identifier of 26 characters; later ones sort after earlier ones to the millisecond."""
    moment = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    number = (moment & (1 << 48) - 1) << 80 | secrets.randbits(80)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
