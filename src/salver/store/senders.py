"""A person's word about senders: allowed from now on, or blocked (an address, or a whole domain ``@evil.example``)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Literal

import msgspec
from sqlalchemy import Connection, and_, delete, select

from salver.core.envelope import domain_of
from salver.observe.question import Contact
from salver.store.schema import senders
from salver.store.times import to_text

Word = Literal["allowed", "blocked"]


class Sender(msgspec.Struct, frozen=True):
    """One word. ``since`` is text as in ``store.times``."""

    address: str
    word: Word
    since: str


def contact(connection: Connection, person: str, addresses: Collection[str], address: str) -> Contact:
    """How this person knows an address: ``addresses`` are the lower-case contacts of their file.

    A blocked domain blocks every address in it, also one that is allowed or a contact: a block is the later, stronger
    word, and the page says so when it is spoken.
    """
    wanted = address.lower()
    names = {wanted, f"@{domain_of(wanted)}"}
    query = select(senders.c.address, senders.c.word).where(
        senders.c.person == person, senders.c.address.in_(sorted(names))
    )
    words = {row.address: row.word for row in connection.execute(query)}
    known_by: Literal["contacts", "allowed", None] = None
    if wanted in addresses:
        known_by = "contacts"
    elif words.get(wanted) == "allowed":
        known_by = "allowed"
    return Contact(known_by=known_by, blocked="blocked" in words.values())


def word_of(connection: Connection, person: str, address: str) -> Sender | None:
    """The word about exactly this address or ``@domain``."""
    row = connection.execute(
        select(senders.c.address, senders.c.word, senders.c.since).where(
            senders.c.person == person, senders.c.address == address.lower()
        )
    ).first()
    return None if row is None else Sender(row.address, row.word, row.since)


def set_word(connection: Connection, person: str, address: str, word: Word, now: datetime) -> None:
    """Say a word about an address or ``@domain``; an earlier one about it is replaced."""
    remove(connection, person, address)
    row = {"person": person, "address": address.lower(), "word": word, "since": to_text(now)}
    connection.execute(senders.insert().values(row))


def remove(connection: Connection, person: str, address: str) -> None:
    """Take a word back."""
    connection.execute(delete(senders).where(and_(senders.c.person == person, senders.c.address == address.lower())))


def listing(connection: Connection, person: str) -> list[Sender]:
    """All words of a person, by address."""
    query = select(senders.c.address, senders.c.word, senders.c.since).where(senders.c.person == person)
    return [Sender(row.address, row.word, row.since) for row in connection.execute(query.order_by(senders.c.address))]
