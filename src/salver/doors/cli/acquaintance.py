"""Whom the mailboxes of ``salver check`` know: the people of ``--contacts``, and what a store remembers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from salver.config.contacts import Names, read_contacts
from salver.observe.question import (
    Answer,
    BlockQuestion,
    Contact,
    ContactQuestion,
    DelegateQuestion,
    Likeness,
    LikenessQuestion,
    PinQuestion,
    Question,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from salver.observe.likeness import Acquaintances

_GIVEN = "They stand in the contacts that were given."


class Acquaintance:
    """``contacts`` are known to every recipient (lower-case address to name); ``own`` are the domains of this house.
    ``connection`` reads a store, where one was named; ``now`` is the moment the check is about."""

    def __init__(
        self,
        contacts: Mapping[str, str | None],
        own: Collection[str],
        now: datetime | None,
        connection: Connection | None,
    ) -> None:
        self._contacts = contacts
        self._own = frozenset(own)
        self._now = now
        self._connection = connection
        self._circles: dict[str, Acquaintances] = {}
        self._alike: dict[LikenessQuestion, Likeness] = {}

    def answer(self, question: Question) -> Answer | None:
        """The answer to a question about acquaintance; None for another one, and where there is nobody to ask."""
        match question:
            case ContactQuestion(person, address):
                return self._contact(person, address.lower())
            case LikenessQuestion():
                return self._likeness(question)
            case DelegateQuestion() | PinQuestion() | BlockQuestion():
                return self._said(question)
        return None

    def _contact(self, person: str | None, address: str) -> Answer:
        if self._connection is None or person is None:
            listed = address in self._contacts
            return Contact("contacts" if listed else None, rests_on=_GIVEN if listed else None)
        from salver.store.familiarity import InContacts, Terms, contact

        def look_up(_: Connection, __: str, wanted: str) -> InContacts:
            return InContacts(_GIVEN if wanted in self._contacts else None)

        now = self._now or datetime.now(UTC)
        return contact(self._connection, person, address, look_up, now=now, terms=Terms())

    def _said(self, question: Question) -> Answer | None:
        if self._connection is None:
            return None
        from salver.store import delegates, pins, unconfirmed

        match question:
            case DelegateQuestion(str() as person, sent_by, organizer):
                return delegates.delegation(self._connection, person, sent_by, organizer)
            case PinQuestion(str() as person, calendar):
                return pins.pin(self._connection, person, calendar)
            case BlockQuestion(str() as person, domain):
                return unconfirmed.block(self._connection, person, domain)
        return None

    def _likeness(self, question: LikenessQuestion) -> Likeness:
        found = self._alike.get(question)
        if found is not None:
            return found
        if not self._contacts and not self._own and self._connection is None:
            return Likeness()
        circle = self._circle(question.person)
        found = self._alike[question] = circle.alike(question.address, question.called, self._own)
        return found

    def _circle(self, person: str | None) -> Acquaintances:
        """Everybody this person knows, themselves left out."""
        from salver.observe.likeness import Acquaintances  # it brings tables of letters: only where they are needed

        key = person or ""
        if key not in self._circles:
            known = dict(self._contacts)
            if self._connection is not None and person is not None:
                from salver.store import acquaintances

                now = self._now or datetime.now(UTC)
                known = acquaintances.names(self._connection, person, now) | known
            known.pop(key, None)
            self._circles[key] = Acquaintances(known)
        return self._circles[key]


def all_contacts(paths: tuple[str, ...]) -> Names:
    """The people of every file by lower-case address. Raises OSError where one cannot be read."""
    found: Names = {}
    for path in paths:
        for address, name in read_contacts(Path(path)).items():
            found[address] = name or found.get(address)
    return found
