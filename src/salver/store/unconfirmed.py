"""Whom a person keeps out where nobody is confirmed: what comes from an envelope domain without proof (PRIV-18).

What comes confirmed from there is not touched: a forged name cannot make anybody block the real person.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, select

from salver.observe.question import Block
from salver.store.schema import unconfirmed_blocks
from salver.store.times import to_text


class UnconfirmedBlock(msgspec.Struct, frozen=True):
    """One domain of the envelope, lower-case. ``since`` is text as in ``store.times``."""

    domain: str
    since: str


def block(connection: Connection, person: str, domain: str) -> Block:
    """Whether this person keeps out what comes unconfirmed from this domain."""
    return Block(since(connection, person, domain) is not None)


def since(connection: Connection, person: str, domain: str) -> str | None:
    """Since when; None where it is not kept out."""
    return connection.execute(select(unconfirmed_blocks.c.since).where(_is(person, domain))).scalar_one_or_none()


def put(connection: Connection, person: str, domain: str, now: datetime) -> None:
    """Keep it out from now on; the date of an earlier word is replaced."""
    remove(connection, person, domain)
    row = {"person": person, "domain": domain.lower(), "since": to_text(now)}
    connection.execute(unconfirmed_blocks.insert().values(row))


def remove(connection: Connection, person: str, domain: str) -> None:
    """Let it in again."""
    connection.execute(delete(unconfirmed_blocks).where(_is(person, domain)))


def listing(connection: Connection, person: str) -> list[UnconfirmedBlock]:
    """All of a person, by domain."""
    query = select(unconfirmed_blocks).where(unconfirmed_blocks.c.person == person)
    rows = connection.execute(query.order_by(unconfirmed_blocks.c.domain))
    return [UnconfirmedBlock(row.domain, row.since) for row in rows]


def _is(person: str, domain: str) -> ColumnElement[bool]:
    return and_(unconfirmed_blocks.c.person == person, unconfirmed_blocks.c.domain == domain.lower())
