"""One calendar job of the outbox: write a safe copy, or take a cancelled event out. Repeating it does no harm."""

from __future__ import annotations

import asyncio
from collections import Counter

from salver.act.caldav import CalDav, PreconditionFailed, file_name
from salver.act.calendar_account import calendar_account
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.errors import CalendarError
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.icalendar import Component, parse, unescape
from salver.store import events, outbox
from salver.store.database import Store
from salver.store.outbox import Job, Payload

WRITE, DELETE = "write", "delete"


def calendar_payload(person: str, uid: str, organizer: str | None, copy: bytes | None) -> Payload:
    """What the job needs: the safe copy to write, or None to take the event out of the calendar."""
    return {
        "do": DELETE if copy is None else WRITE,
        "person": person,
        "uid": uid,
        "organizer": organizer,
        "data": None if copy is None else copy.decode(),
    }


async def run_calendar_job(
    job: Job, store: Store, settings: Settings, people: People, limits: Limits = DEFAULT_LIMITS
) -> bool:
    """Carry the job out and remember where the event lies. Raises CalendarError or StoreError.

    A job that a later one about the same event has overtaken does nothing, and False is returned.
    """
    if await asyncio.to_thread(_overtaken, store, job):
        return False
    person, uid = str(job.payload["person"]), str(job.payload["uid"])
    organizer = job.payload["organizer"]
    name = file_name(person, uid, None if organizer is None else str(organizer))
    key = (person, uid, None if organizer is None else str(organizer))
    account = calendar_account(settings, people, person)
    async with CalDav(account, limits) as calendar:
        if job.payload["do"] == DELETE:
            await calendar.delete(name)
            place: tuple[str | None, str | None] = (None, None)
        else:
            known = await asyncio.to_thread(_known_etag, store, key)
            place = (name, await _write(calendar, name, str(job.payload["data"]).encode(), known))
    await asyncio.to_thread(_remember, store, key, place)
    return True


async def _write(calendar: CalDav, name: str, data: bytes, known: str | None) -> str | None:
    """Put the copy under our name; returns its etag, if the server has one.

    When the server says that something lies there already, it is ours, since the name is: either this very copy, put
    by an attempt that died before it was recorded, or an earlier version. An earlier version is written over, also
    where the person's own program changed it: the person has just accepted the newer one.
    """
    try:
        etag = await calendar.put(name, data, etag=known)
    except PreconditionFailed:
        stored = await calendar.get(name)
        if stored is not None and _says_the_same(stored.data, data):
            return stored.etag
        etag = await calendar.put(name, data, etag=stored.etag if stored else None)
    if etag is None:  # RFC 4791 5.3.4: the server changed the object, so it gave none
        stored = await calendar.get(name)
        if stored is None:
            raise CalendarError("The calendar server lost the event right after taking it.")
        etag = stored.etag
    return etag


def _says_the_same(stored: bytes, ours: bytes) -> bool:
    """Whether two calendars hold the same events, however their lines are ordered, folded and escaped."""
    return _lines(stored) == _lines(ours)


def _lines(data: bytes) -> Counter[tuple[str, str]]:
    lines: Counter[tuple[str, str]] = Counter()
    for outer in parse(data).components:
        for inner in outer.components:
            if inner.name == "VEVENT":
                lines.update(_properties(inner))
    return lines


def _properties(component: Component) -> list[tuple[str, str]]:
    return [(line.name, unescape(line.value).strip()) for line in component.properties]


def _overtaken(store: Store, job: Job) -> bool:
    with store.read() as connection:
        return outbox.overtaken(connection, job)


def _known_etag(store: Store, key: tuple[str, str, str | None]) -> str | None:
    with store.read() as connection:
        row = events.get(connection, *key)
    return row.etag if row else None


def _remember(store: Store, key: tuple[str, str, str | None], place: tuple[str | None, str | None]) -> None:
    with store.begin() as connection:
        events.set_place(connection, *key, href=place[0], etag=place[1])
