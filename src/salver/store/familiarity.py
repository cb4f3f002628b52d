"""How a person knows an address, everything taken together, and what each entry rests on (architecture 3.2).

Contacts come first, then the person's own word, then their own mail, then what colleagues know. What is received never
counts: no invitation makes its sender known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, func, select

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.observe.question import Contact, Unavailable
from salver.store import correspondents, senders
from salver.store.correspondents import Source
from salver.store.schema import events
from salver.store.times import from_text, to_text

RESTS_ON: dict[Source, str] = {
    "outbound": "You wrote to them.",
    "sent-folder": "A mail to them lies in your Sent folder.",
    "removed": "",
}
ALLOWED = "You allowed them from now on."
COLLEAGUES = "Several of your colleagues know them."


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """How long entries count, and whether colleagues do: ``[retention]`` and ``gate.colleagues``."""

    wrote_to_days: int = 400
    allowed_days: int = 400
    colleagues: bool = False


class InContacts(msgspec.Struct, frozen=True):
    """Which of a person's contacts name an address, in one sentence of ours; ``unread`` says in one why they could not
    be looked at."""

    rests_on: str | None = None
    unread: str | None = None


Contacts = Callable[[Connection, str, str], InContacts]
"""Looks an address (last, lower-case) up in the contacts of a person."""


def contact(
    connection: Connection,
    person: str,
    address: str,
    contacts: Contacts,
    *,
    now: datetime,
    terms: Terms,
    everybody: Collection[str] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> Contact | Unavailable:
    """How this person knows this address. ``everybody`` are the people whose contacts are asked for colleagues.

    Where nothing else speaks for the address and the contacts could not be read, nobody can say: not knowing must not
    look like a stranger.
    """
    wanted = address.lower()
    words = senders.words_about(connection, person, wanted)
    listed = contacts(connection, person, wanted)
    if listed.rests_on is not None:
        return Contact("contacts", words.blocked, listed.rests_on)
    found = _by_word(connection, person, wanted, words, now, terms) or _by_mail(connection, person, wanted, now, terms)
    if found is not None:
        return msgspec.structs.replace(found, blocked=words.blocked)
    if listed.unread is not None and not words.blocked:
        return Unavailable("temporary", listed.unread)
    if terms.colleagues and _colleagues(connection, person, wanted, contacts, now, terms, everybody, limits):
        return Contact("colleagues", words.blocked, COLLEAGUES)
    return Contact(None, words.blocked)


def allowed_until(connection: Connection, person: str, address: str, since: str, terms: Terms) -> datetime:
    """When "from now on" ends: so long after it was said, or after the person last accepted something of theirs.

    What comes for an accepted event without another press, changes above all, prolongs nothing.
    """
    query = select(func.max(events.c.accepted_at)).where(events.c.person == person, events.c.organizer == address)
    last = connection.execute(query).scalar_one_or_none()
    return from_text(max(since, last or since)) + timedelta(days=terms.allowed_days)


def wrote_to_after(now: datetime, terms: Terms) -> str:
    """The moment after which a correspondent must have been written to, as text."""
    return to_text(now - timedelta(days=terms.wrote_to_days))


def wrote_to_until(last_at: str, terms: Terms) -> datetime:
    """When an entry that rests on the person's own mail ends."""
    return from_text(last_at) + timedelta(days=terms.wrote_to_days)


def _by_word(
    connection: Connection, person: str, address: str, words: senders.Words, now: datetime, terms: Terms
) -> Contact | None:
    if words.allowed is None:
        return None
    until = allowed_until(connection, person, address, words.allowed, terms)
    if until <= now:
        return None
    return Contact("allowed", rests_on=ALLOWED, since=words.allowed, until=to_text(until))


def _by_mail(connection: Connection, person: str, address: str, now: datetime, terms: Terms) -> Contact | None:
    row = correspondents.find(connection, person, address, after=wrote_to_after(now, terms))
    if row is None:
        return None
    until = to_text(wrote_to_until(row.last_at, terms))
    return Contact("wrote-to", rests_on=RESTS_ON[row.source], since=row.since, until=until)


def _colleagues(
    connection: Connection,
    person: str,
    address: str,
    contacts: Contacts,
    now: datetime,
    terms: Terms,
    everybody: Collection[str],
    limits: Limits,
) -> bool:
    """Whether enough others know it by themselves, and did not block it. Only how many counts, never who."""
    after = wrote_to_after(now, terms)
    candidates = set(correspondents.writers(connection, address, after=after))
    candidates |= senders.who_allowed(connection, address)
    candidates |= {one for one in everybody if contacts(connection, one, address).rests_on is not None}
    alone = msgspec.structs.replace(terms, colleagues=False)
    count = 0
    for one in sorted(candidates - {person}):
        known = contact(connection, one, address, contacts, now=now, terms=alone)
        count += isinstance(known, Contact) and known.known_by is not None and not known.blocked
        if count >= limits.colleagues:
            return True
    return False
