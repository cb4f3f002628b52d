"""Fixtures of the inbox tests: a store, two people, a signed-in browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from salver.store.database import Store, open_store
from tests.doors.http.house import House, settings


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    path = tmp_path / "nora.contacts"
    path.write_text("anna.keller@acme.example\nHelena.Brandt@brightwater.example\n")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'salver.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture
def house(store: Store, contacts: Path) -> House:
    return House(store, settings(contacts))
