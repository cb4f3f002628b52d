"""Keys Salver makes for itself."""

from __future__ import annotations

import secrets as random

from sqlalchemy import Connection, select

from salver.store.schema import secrets

_HEADER_KEY = "header-key"
_KEY_BYTES = 32  # as long as the output of SHA-256, which RFC 2104 3 recommends as the least


def header_key(connection: Connection) -> bytes:
    """The key of the mac in our header; made at the first call, which therefore needs a write transaction."""
    query = select(secrets.c.value).where(secrets.c.name == _HEADER_KEY)
    found: bytes | None = connection.execute(query).scalar_one_or_none()
    if found is not None:
        return found
    key = random.token_bytes(_KEY_BYTES)
    connection.execute(secrets.insert().values(name=_HEADER_KEY, value=key))
    return key
