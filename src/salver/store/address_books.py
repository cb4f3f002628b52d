"""The last good copy of each person's CardDAV address book: used while the server is down, replaced when it answers."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlalchemy import Connection, and_, delete, select, update

from salver.store.schema import address_books
from salver.store.times import to_text

People = Mapping[str, str | None]
"""Lower-case address to display name."""


class Card(msgspec.Struct, frozen=True):
    """What is kept of one vCard: the server's ``etag`` for it, its name and its lower-case addresses."""

    etag: str
    name: str | None
    addresses: tuple[str, ...]


Cards = dict[str, Card]
"""Cards by the path the server gives them."""

_decoder = msgspec.json.Decoder(Cards)


class AddressBook(msgspec.Struct, frozen=True, kw_only=True):
    """How a person's address book stands. ``fetched_at`` is when it last changed here, None where it was never read;
    ``tried_at`` the last attempt, ``trouble`` why that failed, in one sentence. Moments are text as in ``store.times``.
    """

    url: str
    token: str | None
    fetched_at: str | None
    tried_at: str
    trouble: str | None


def get(connection: Connection, person: str) -> AddressBook | None:
    """The state of a person's address book, without the cards."""
    columns = [address_books.c[name] for name in AddressBook.__struct_fields__]
    row = connection.execute(select(*columns).where(address_books.c.person == person)).first()
    return None if row is None else AddressBook(**row._mapping)


def cards(connection: Connection, person: str) -> Cards:
    """The kept cards; none where there was never a good copy."""
    query = select(address_books.c.cards).where(address_books.c.person == person)
    packed = connection.execute(query).scalar_one_or_none()
    return {} if packed is None else _decoder.decode(zlib.decompress(packed))


def keep(connection: Connection, person: str, url: str, token: str | None, found: Cards, now: datetime) -> None:
    """A good copy: it takes the place of the one before."""
    packed = zlib.compress(msgspec.json.encode(found))
    moment = to_text(now)
    connection.execute(delete(address_books).where(address_books.c.person == person))
    row = {"person": person, "url": url, "token": token, "cards": packed, "trouble": None}
    connection.execute(address_books.insert().values(row | {"fetched_at": moment, "tried_at": moment}))


def unchanged(connection: Connection, person: str, now: datetime) -> None:
    """The server says that the copy is still good."""
    values = {"tried_at": to_text(now), "trouble": None}
    connection.execute(update(address_books).where(address_books.c.person == person).values(values))


def failed(connection: Connection, person: str, url: str, trouble: str, now: datetime) -> None:
    """The attempt failed: what is known stays known."""
    values = {"tried_at": to_text(now), "trouble": trouble}
    same = and_(address_books.c.person == person, address_books.c.url == url)
    if connection.execute(update(address_books).where(same).values(values)).rowcount == 0:
        connection.execute(delete(address_books).where(address_books.c.person == person))
        connection.execute(address_books.insert().values({"person": person, "url": url, **values}))


def remove(connection: Connection, person: str) -> None:
    """Forget the book of somebody who has none any more."""
    connection.execute(delete(address_books).where(address_books.c.person == person))


class AddressBooks:
    """The people in the kept books, unpacked once a version. ``urls`` are the configured addresses by person: a copy of
    another address counts for nothing."""

    def __init__(self, urls: Mapping[str, str]) -> None:
        self._urls = urls
        self._unpacked: dict[str, tuple[str | None, People]] = {}

    def people(self, connection: Connection, person: str) -> People | None:
        """Whom this person's book names; empty without a book, None where there is one that was never read."""
        url = self._urls.get(person)
        if url is None:
            return {}
        book = get(connection, person)
        if book is None or book.url != url or book.fetched_at is None:
            return None
        kept = self._unpacked.get(person)
        if kept is None or kept[0] != book.fetched_at:
            found = {address: card.name for card in cards(connection, person).values() for address in card.addresses}
            kept = self._unpacked[person] = (book.fetched_at, found)
        return kept[1]
