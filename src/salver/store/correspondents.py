"""Whom a person wrote to: seen in mail they sent, by a door or in their Sent folder (architecture 3.2, 3.13).

An entry ends when they have not written for long enough (``[retention]``). What is received never makes one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, select, update

from salver.store.schema import correspondents
from salver.store.times import to_text

Source = Literal["outbound", "sent-folder", "removed"]
"""``removed`` stays in the place of an entry that the person took away: only a later mail of theirs makes it anew."""


class Correspondent(msgspec.Struct, frozen=True, kw_only=True):
    """One address a person wrote to. Moments are text as in ``store.times``; ``name`` is what that mail called them."""

    address: str
    name: str | None
    source: Source
    since: str
    last_at: str


def wrote_to(
    connection: Connection,
    person: str,
    addresses: Mapping[str, str | None],
    *,
    at: datetime,
    source: Source,
    most: int,
) -> None:
    """Remember that a person wrote to these lower-case addresses (with the names the mail gave them) at a moment.

    An older mail never takes anything from a newer one. Past ``most`` entries the ones not used for longest go.
    """
    moment = to_text(at)
    for address, name in addresses.items():
        key = _is(person, address)
        row = connection.execute(select(correspondents).where(key)).first()
        if row is None:
            values = {"person": person, "address": address, "name": name, "source": source}
            connection.execute(correspondents.insert().values(values | {"since": moment, "last_at": moment}))
            continue
        newer = moment > row.last_at
        if row.source == "removed":
            if newer:
                fresh = {"name": name, "source": source, "since": moment, "last_at": moment}
                connection.execute(update(correspondents).where(key).values(fresh))
            continue
        values = {
            "name": (name if newer else None) or row.name or name,
            "source": source if newer else row.source,
            "since": min(row.since, moment),
            "last_at": max(row.last_at, moment),
        }
        connection.execute(update(correspondents).where(key).values(values))
    _let_go(connection, person, most)


def find(connection: Connection, person: str, address: str, *, after: str) -> Correspondent | None:
    """The entry for exactly this lower-case address, if it was used after a moment."""
    query = select(correspondents).where(_counts(after), _is(person, address))
    row = connection.execute(query).first()
    return None if row is None else _of(row)


def listing(
    connection: Connection, person: str, *, after: str, containing: str = "", most: int | None = None
) -> list[Correspondent]:
    """All entries used after a moment, by address; ``containing`` must stand in the address or the name."""
    query = select(correspondents).where(_counts(after), correspondents.c.person == person)
    if containing:
        wanted = containing.lower()
        query = query.where(
            correspondents.c.address.contains(wanted, autoescape=True)
            | func.lower(correspondents.c.name).contains(wanted, autoescape=True)
        )
    rows = connection.execute(query.order_by(correspondents.c.address).limit(most))
    return [_of(row) for row in rows]


def count(connection: Connection, person: str, *, after: str) -> int:
    """How many entries were used after a moment."""
    query = select(func.count()).where(_counts(after), correspondents.c.person == person)
    return int(connection.execute(query).scalar_one())


def writers(connection: Connection, address: str, *, after: str) -> Collection[str]:
    """The people who wrote to this lower-case address after a moment."""
    query = select(correspondents.c.person).where(_counts(after), correspondents.c.address == address)
    return set(connection.execute(query).scalars())


def remove(connection: Connection, person: str, address: str, now: datetime) -> None:
    """Take one away; a mail that is written to it later makes it anew, one that is only found later does not."""
    values = {"source": "removed", "name": None, "last_at": to_text(now)}
    connection.execute(update(correspondents).where(_is(person, address.lower())).values(values))


def drop_unused(connection: Connection, *, before: str) -> int:
    """Let go of what nobody used since a moment, for all people; returns how many."""
    return connection.execute(delete(correspondents).where(correspondents.c.last_at <= before)).rowcount


def _let_go(connection: Connection, person: str, most: int) -> None:
    every = int(connection.execute(select(func.count()).where(correspondents.c.person == person)).scalar_one())
    if every <= most:
        return
    oldest = (
        select(correspondents.c.address)
        .where(correspondents.c.person == person)
        .order_by(correspondents.c.last_at, correspondents.c.address)
        .limit(every - most)
    )
    addresses = list(connection.execute(oldest).scalars())
    key = and_(correspondents.c.person == person, correspondents.c.address.in_(addresses))
    connection.execute(delete(correspondents).where(key))


def _is(person: str, address: str) -> ColumnElement[bool]:
    return and_(correspondents.c.person == person, correspondents.c.address == address)


def _counts(after: str) -> ColumnElement[bool]:
    return and_(correspondents.c.last_at > after, correspondents.c.source != "removed")


def _of(row: Row[tuple[object, ...]]) -> Correspondent:
    return Correspondent(**{name: getattr(row, name) for name in Correspondent.__struct_fields__})
