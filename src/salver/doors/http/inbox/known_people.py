"""Whom Salver knows for one person, as rows of the page: what each entry rests on, since when, until when."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from salver.core.untrusted import Untrusted
from salver.doors.http.desk import Desk
from salver.doors.http.inbox.times import day, moment
from salver.store import address_books, correspondents, delegates, pins, senders, sent_folders, unconfirmed
from salver.store.familiarity import ALLOWED, RESTS_ON, allowed_until, wrote_to_after, wrote_to_until
from salver.store.times import from_text

Kind = Literal["word", "unconfirmed", "wrote-to", "delegate", "pin"]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One entry. ``sentence`` leads to ``shown``; ``other`` follows after ``between``. ``value`` and ``second`` are
    what the store knows it by; ``kind`` is None for what cannot be taken away here."""

    sentence: str
    shown: Untrusted
    name: Untrusted | None = None
    between: str = ""
    other: Untrusted | None = None
    facts: str = ""
    kind: Kind | None = None
    value: str = ""
    second: str = ""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """All entries of one sort, as far as the page shows them; ``count`` is how many there are."""

    word: str
    heading: str
    lead: str
    none: str
    count: int
    rows: list[Row]


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where knowledge comes from, and how it stands there."""

    words: str
    state: str
    trouble: str | None = None


class _Clock(msgspec.Struct, frozen=True):
    zone: ZoneInfo
    now: datetime

    def since(self, text: str) -> str:
        return f"Since {moment(from_text(text), self.zone, self.now)}."

    def until(self, at: datetime) -> str:
        here, today = at.astimezone(self.zone).date(), self.now.astimezone(self.zone).date()
        return f"Ends on {day(here, today)}." if at > self.now else f"Ended on {day(here, today)}."


def groups(connection: Connection, desk: Desk, person: str, find: str) -> list[Group]:
    """Everything that is known, shortened to what contains ``find`` where that is given."""
    clock = _Clock(desk.people.time_zone(person), desk.clock())
    wanted = find.strip().lower()
    every = [
        *_words(connection, desk, person, clock),
        _unconfirmed(connection, person, clock),
        _delegates(connection, person, clock),
        _pins(connection, person, clock),
    ]
    found = [_only(group, wanted) for group in every]
    return [*found, _wrote_to(connection, desk, person, clock, wanted), _contacts(connection, desk, person, wanted)]


def _only(group: Group, wanted: str) -> Group:
    rows = [row for row in group.rows if wanted in f"{row.value} {row.second}".lower()]
    return msgspec.structs.replace(group, rows=rows)


def _words(connection: Connection, desk: Desk, person: str, clock: _Clock) -> list[Group]:
    said = senders.listing(connection, person)
    blocked = [
        Row(
            sentence="Everybody at" if one.address.startswith("@") else "The address",
            shown=Untrusted(one.address.removeprefix("@")),
            facts=f"You blocked it. {clock.since(one.since)} No end.",
            kind="word",
            value=one.address,
        )
        for one in said
        if one.word == "blocked"
    ]
    allowed = [
        Row(
            sentence="The address",
            shown=Untrusted(one.address),
            facts=f"{ALLOWED} {clock.since(one.since)} "
            + clock.until(allowed_until(connection, person, one.address, one.since, desk.terms)),
            kind="word",
            value=one.address,
        )
        for one in said
        if one.word == "allowed"
    ]
    return [
        Group(
            word="blocked",
            heading="Blocked",
            lead="What comes confirmed from here is kept out and not shown as news. They learn nothing.",
            none="You have blocked nobody.",
            count=len(blocked),
            rows=blocked,
        ),
        Group(
            word="allowed",
            heading="Allowed from now on",
            lead="They count as known to you, but only when the address is confirmed. "
            "Accepting an invitation of theirs makes it last longer.",
            none="You have allowed nobody. Your contacts are known anyway.",
            count=len(allowed),
            rows=allowed,
        ),
    ]


def _unconfirmed(connection: Connection, person: str, clock: _Clock) -> Group:
    rows = [
        Row(
            sentence="What comes unconfirmed from",
            shown=Untrusted(one.domain),
            facts=f"You blocked something where nobody was confirmed. {clock.since(one.since)} No end.",
            kind="unconfirmed",
            value=one.domain,
        )
        for one in unconfirmed.listing(connection, person)
    ]
    return Group(
        word="unconfirmed",
        heading="Kept out while not confirmed",
        lead="Nobody was confirmed when you blocked these. What comes confirmed from there still reaches you, "
        "so a borrowed name cannot make you block the real one.",
        none="Nothing.",
        count=len(rows),
        rows=rows,
    )


def _delegates(connection: Connection, person: str, clock: _Clock) -> Group:
    rows = [
        Row(
            sentence="",
            shown=Untrusted(one.sent_by),
            between="may send for",
            other=Untrusted(one.organizer),
            facts=f"You said so. {clock.since(one.since)} No end.",
            kind="delegate",
            value=one.sent_by,
            second=one.organizer,
        )
        for one in delegates.listing(connection, person)
    ]
    return Group(
        word="delegates",
        heading="Who may send for whom",
        lead="It counts only when the one who sends is confirmed.",
        none="Nobody. You are asked when somebody says so.",
        count=len(rows),
        rows=rows,
    )


def _pins(connection: Connection, person: str, clock: _Clock) -> Group:
    rows = [
        Row(
            sentence="The calendar",
            shown=Untrusted(one.calendar),
            between="stands for",
            other=Untrusted(one.address),
            facts=f"Its first event that came in was theirs. {clock.since(one.since)} No end.",
            kind="pin",
            value=one.calendar,
            second=one.address,
        )
        for one in pins.listing(connection, person)
    ]
    return Group(
        word="pins",
        heading="Group calendars",
        lead="An event of such a calendar that comes from somebody else waits here.",
        none="None so far.",
        count=len(rows),
        rows=rows,
    )


def _wrote_to(connection: Connection, desk: Desk, person: str, clock: _Clock, wanted: str) -> Group:
    after = wrote_to_after(clock.now, desk.terms)
    found = correspondents.listing(connection, person, after=after, containing=wanted, most=desk.limits.page_rows)
    rows = [
        Row(
            sentence="The address",
            shown=Untrusted(one.address),
            name=Untrusted(one.name) if one.name else None,
            facts=f"{RESTS_ON[one.source]} {clock.since(one.since)} "
            + clock.until(wrote_to_until(one.last_at, desk.terms)),
            kind="wrote-to",
            value=one.address,
        )
        for one in found
    ]
    return Group(
        word="wrote-to",
        heading="People you wrote to",
        lead="They count as known to you, but only when the address is confirmed. Writing again makes it last longer.",
        none="Nobody that we saw.",
        count=correspondents.count(connection, person, after=after),
        rows=rows,
    )


def _contacts(connection: Connection, desk: Desk, person: str, wanted: str) -> Group:
    """Contacts are many and kept elsewhere: only those that were looked for are listed."""
    found: dict[str, Row] = {}
    every: set[str] = set()
    for rests_on, names in desk.contacts.sources(connection, person):
        every |= names.keys()
        for address, name in names.items() if wanted else ():
            if len(found) < desk.limits.page_rows and wanted in f"{address} {(name or '').lower()}":
                shown = Untrusted(name) if name else None
                facts = f"{rests_on} It ends when you take them out there."
                found.setdefault(
                    address, Row(sentence="The address", shown=Untrusted(address), name=shown, facts=facts)
                )
    return Group(
        word="contacts",
        heading="Your contacts",
        lead="They count as known to you, but only when the address is confirmed.",
        none="Nobody of that name." if wanted else "Look somebody up to see their entry." if every else "None.",
        count=len(every),
        rows=sorted(found.values(), key=lambda row: row.shown.raw),
    )


def sources(connection: Connection, desk: Desk, person: str) -> list[Source]:
    """Where Salver looks for people this person knows, and whether that works."""
    clock = _Clock(desk.people.time_zone(person), desk.clock())
    section = desk.people.section(person)
    found = []
    if section is not None and section.contacts_file is not None:
        trouble = desk.contacts.file_trouble(person)
        found.append(Source(words="Your contacts file", state="It is read whenever it changes.", trouble=trouble))
    if section is not None and section.carddav_url is not None:
        found.append(_book(connection, person, section.carddav_url, clock))
    if section is not None and section.sent_folder is not None:
        found.append(_folder(connection, person, clock))
    if desk.settings.smtp.outbound_listen is not None:
        found.append(Source(words="Mail you send", state="Whom you write to is noted as the mail goes out."))
    if desk.terms.colleagues:
        state = f"Whom at least {desk.limits.colleagues} of you know is known to everybody. Nobody is named."
        found.append(Source(words="Your colleagues", state=state))
    return found


def _book(connection: Connection, person: str, url: str, clock: _Clock) -> Source:
    words = f"Your address book at {urlsplit(url).hostname or 'its server'}"
    book = address_books.get(connection, person)
    if book is None or book.url != url:
        return Source(words=words, state="It was not read yet.")
    tried = moment(from_text(book.tried_at), clock.zone, clock.now)
    if book.trouble is None:
        return Source(words=words, state=f"Looked at {tried}.")
    kept = "The copy from before still counts." if book.fetched_at else "Nobody in it is known yet."
    return Source(words=words, state=f"{kept} Last tried {tried}.", trouble=book.trouble)


def _folder(connection: Connection, person: str, clock: _Clock) -> Source:
    folder = sent_folders.get(connection, person)
    if folder is None:
        return Source(words="Your Sent folder", state="It was not read yet.")
    tried = moment(from_text(folder.tried_at), clock.zone, clock.now)
    state = f"Last read {tried}." if folder.trouble is None else f"Last tried {tried}. What is known stays known."
    return Source(words="Your Sent folder", state=state, trouble=folder.trouble)
