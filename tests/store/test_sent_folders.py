"""How far a Sent folder was read."""

from __future__ import annotations

from salver.store import sent_folders
from salver.store.database import Store
from tests.store import made


def test_another_folder_begins_anew(store: Store) -> None:
    far = 1_795_000_000_123_456_789
    with store.begin() as connection:
        assert sent_folders.seen_to(connection, "nora", "/a") == 0
        sent_folders.put(connection, "nora", "/a", far, made.NOW)
        assert sent_folders.seen_to(connection, "nora", "/a") == far
        assert sent_folders.seen_to(connection, "nora", "/b") == 0
        sent_folders.put(connection, "nora", "/a", far, made.NOW, "It cannot be read.")
        found = sent_folders.get(connection, "nora")
    assert found is not None
    assert (found.seen_to, found.trouble) == (far, "It cannot be read.")
