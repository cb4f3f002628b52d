"""A person's contacts wherever they lie: a file, and the kept copy of an address book at a CardDAV server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import structlog
from sqlalchemy import Connection

from salver.config.people import People
from salver.store.address_books import AddressBooks
from salver.store.familiarity import InContacts

log = structlog.get_logger("salver.contacts")

IN_FILE = "They stand in your contacts file."
IN_BOOK = "They stand in your address book."
_NO_FILE = "The contacts file cannot be read."
_NO_BOOK = "The address book was never read."

Names = Mapping[str, str | None]
"""Lower-case address to display name."""


class ContactSources:
    """Looks contacts up. Files are read again when they change, kept books unpacked when they do."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._books = AddressBooks(people.address_books)

    @property
    def everybody(self) -> tuple[str, ...]:
        """The people who may have contacts."""
        return self._people.ids

    def look_up(self, connection: Connection, person: str, address: str) -> InContacts:
        """Which contacts of this person name the lower-case address."""
        unread = None
        names = self._file(person)
        if names is None:
            unread = _NO_FILE
        elif address in names:
            return InContacts(IN_FILE)
        book = self._books.people(connection, person)
        if book is None:
            return InContacts(unread=unread or _NO_BOOK)
        return InContacts(IN_BOOK if address in book else None, unread)

    def names(self, connection: Connection, person: str) -> dict[str, str | None]:
        """Everybody in this person's contacts, as far as they can be read."""
        return joined([self._books.people(connection, person) or {}, self._file(person) or {}])

    def sources(self, connection: Connection, person: str) -> list[tuple[str, Names]]:
        """Each source of contacts that can be read: what entries rest on, and the entries."""
        found = [(IN_FILE, self._file(person)), (IN_BOOK, self._books.people(connection, person))]
        return [(rests_on, names) for rests_on, names in found if names]

    def file_trouble(self, person: str) -> str | None:
        """Why this person's contacts file cannot be read, in one sentence; None where nothing is wrong with it."""
        return None if self._file(person) is not None else _NO_FILE

    def _file(self, person: str) -> Names | None:
        try:
            return self._people.contacts(person)
        except OSError as error:
            log.warning("contacts-unread", person=person, why=error.strerror)
            return None


def joined(sources: Iterable[Names]) -> dict[str, str | None]:
    """All addresses; a name that is known beats none."""
    found: dict[str, str | None] = {}
    for names in sources:
        for address, name in names.items():
            found[address] = name or found.get(address)
    return found
