"""Whom a group calendar stands for: kept once, when a person's first event of it is delivered or accepted."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, select

from salver.observe.question import Pin
from salver.store.schema import pins
from salver.store.times import to_text


class Pinned(msgspec.Struct, frozen=True):
    """One calendar and the address it stands for, lower-case. ``since`` is text as in ``store.times``."""

    calendar: str
    address: str
    since: str


def pin(connection: Connection, person: str, calendar: str) -> Pin:
    """Whom this calendar stood for when the person first met it."""
    return Pin(connection.execute(select(pins.c.address).where(_is(person, calendar))).scalar_one_or_none())


def keep(connection: Connection, person: str, calendar: str, address: str, now: datetime) -> bool:
    """Pin a calendar to an address; False where it is pinned already: the first one stays."""
    if pin(connection, person, calendar).address is not None:
        return False
    row = {"person": person, "calendar": calendar.lower(), "address": address.lower(), "since": to_text(now)}
    connection.execute(pins.insert().values(row))
    return True


def remove(connection: Connection, person: str, calendar: str) -> None:
    """Forget it: the next event that is let in pins the calendar anew."""
    connection.execute(delete(pins).where(_is(person, calendar)))


def listing(connection: Connection, person: str) -> list[Pinned]:
    """All pinned calendars of a person, by the address they stand for."""
    query = select(pins).where(pins.c.person == person).order_by(pins.c.address, pins.c.calendar)
    return [Pinned(row.calendar, row.address, row.since) for row in connection.execute(query)]


def _is(person: str, calendar: str) -> ColumnElement[bool]:
    return and_(pins.c.person == person, pins.c.calendar == calendar.lower())
