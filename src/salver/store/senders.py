"""A person's word about senders: allowed from now on, or blocked (an address, or a whole domain ``@evil.example``)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec
from sqlalchemy import Connection, and_, delete, select

from salver.core.envelope import domain_of
from salver.store.schema import senders
from salver.store.times import to_text

Word = Literal["allowed", "blocked"]


class Sender(msgspec.Struct, frozen=True):
    """One word. ``since`` is text as in ``store.times``."""

    address: str
    word: Word
    since: str


class Words(msgspec.Struct, frozen=True):
    """What a person said that touches one address. ``allowed`` is the moment, None where they did not allow it."""

    allowed: str | None = None
    blocked: bool = False


def words_about(connection: Connection, person: str, address: str) -> Words:
    """A blocked domain blocks every address in it, also one that is allowed: a block is the stronger word, and the page
    says so when it is spoken. An allowed domain says nothing: only addresses are allowed.
    """
    wanted = address.lower()
    query = select(senders.c.address, senders.c.word, senders.c.since).where(
        senders.c.person == person, senders.c.address.in_(sorted({wanted, f"@{domain_of(wanted)}"}))
    )
    rows = connection.execute(query).all()
    allowed = next((row.since for row in rows if row.address == wanted and row.word == "allowed"), None)
    return Words(allowed, any(row.word == "blocked" for row in rows))


def who_allowed(connection: Connection, address: str) -> set[str]:
    """The people who allowed this lower-case address."""
    query = select(senders.c.person).where(senders.c.address == address, senders.c.word == "allowed")
    return set(connection.execute(query).scalars())


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
