"""The header key is made once."""

from __future__ import annotations

from salver.store.database import Store
from salver.store.secrets import header_key


def test_the_key_is_made_once_and_kept(store: Store) -> None:
    with store.begin() as connection:
        first = header_key(connection)
    with store.begin() as connection:
        assert header_key(connection) == first
    assert len(first) == 32
