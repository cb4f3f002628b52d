"""Contacts wherever they lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from salver.config.people import People
from salver.config.schema import PersonSection, Settings
from salver.doors.drive.contacts import IN_BOOK, IN_FILE, ContactSources
from salver.store import address_books
from salver.store.address_books import Card
from salver.store.database import Store, open_store
from salver.store.familiarity import InContacts
from tests.store import made

URL = "https://dav.example/nora/"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'salver.sqlite3'}")
    yield opened
    opened.close()


def sources(file: Path | None, url: str | None = URL) -> ContactSources:
    nora = PersonSection(addresses=("nora@home.example",), contacts_file=str(file) if file else None, carddav_url=url)
    return ContactSources(People(Settings(people={"nora": nora})))


def test_file_and_book_together(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "contacts"
    file.write_text("ann@acme.example\nboth@acme.example\n")
    found = sources(file)
    cards = {"/1": Card("1", "Ben", ("ben@acme.example", "both@acme.example"))}
    with store.begin() as connection:
        assert found.look_up(connection, "nora", "ann@acme.example") == InContacts(IN_FILE)
        assert found.look_up(connection, "nora", "x@y.test") == InContacts(unread="The address book was never read.")
        address_books.keep(connection, "nora", URL, None, cards, made.NOW)
        assert found.look_up(connection, "nora", "ben@acme.example") == InContacts(IN_BOOK)
        assert found.look_up(connection, "nora", "x@y.test") == InContacts()
        assert found.names(connection, "nora") == {
            "ann@acme.example": None,
            "both@acme.example": "Ben",
            "ben@acme.example": "Ben",
        }
        assert [rests_on for rests_on, _ in found.sources(connection, "nora")] == [IN_FILE, IN_BOOK]
        file.unlink()
        assert found.look_up(connection, "nora", "ben@acme.example").rests_on == IN_BOOK
        assert found.look_up(connection, "nora", "ann@acme.example").unread == "The contacts file cannot be read."


def test_a_person_without_contacts_has_none(store: Store) -> None:
    with store.read() as connection:
        assert sources(None, None).look_up(connection, "nora", "x@y.test") == InContacts()
        assert sources(None, None).look_up(connection, "guest@home.example", "x@y.test") == InContacts()
        assert sources(None).everybody == ("nora",)
