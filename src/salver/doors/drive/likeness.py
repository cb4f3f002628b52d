"""Whom a person could take a speaker for: everybody they know, gathered once in a while, compared by ``observe``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from salver.config.people import People
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.doors.drive.contacts import ContactSources, joined
from salver.observe.likeness import Acquaintances
from salver.observe.question import Likeness, LikenessQuestion
from salver.store import acquaintances
from salver.store.familiarity import Terms
from salver.store.times import utc_now

_ANSWERS = 2_000
"""Answers kept of one gathering: one stranger who writes to many is compared once for each."""


class _Circle:
    """Everybody one person knows, and what was answered about it."""

    def __init__(self, names: Mapping[str, str | None], until: datetime) -> None:
        self.people = Acquaintances(names)
        self.until = until
        self.answers: dict[tuple[str, str | None], Likeness] = {}


class Likenesses:
    """Answers questions of likeness. ``own`` are the domains of this house and its organisation, lower-case.

    A new acquaintance counts after ``limits.likeness_seconds`` at the latest.
    """

    def __init__(
        self,
        people: People,
        contacts: ContactSources,
        terms: Terms,
        own: Collection[str],
        limits: Limits = DEFAULT_LIMITS,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._people = people
        self._contacts = contacts
        self._terms = terms
        self._own = frozenset(own)
        self._limits = limits
        self._now = now
        self._circles: dict[str, _Circle] = {}

    def answer(self, connection: Connection, question: LikenessQuestion) -> Likeness:
        """The known domains and addresses this speaker could be taken for, from what one person and the house know."""
        circle = self._circle(connection, question.person or "")
        key = (question.address, question.called)
        found = circle.answers.get(key)
        if found is None:
            found = circle.people.alike(question.address, question.called, self._own, self._limits)
            if len(circle.answers) < _ANSWERS:
                circle.answers[key] = found
        return found

    def _circle(self, connection: Connection, person: str) -> _Circle:
        circle, now = self._circles.get(person), self._now()
        if circle is not None and circle.until > now:
            return circle
        names, until = self._gathered(connection, person), now + timedelta(seconds=self._limits.likeness_seconds)
        if circle is not None and circle.people.names == names:
            circle.until = until
            return circle
        self._circles[person] = fresh = _Circle(names, until)
        return fresh

    def _gathered(self, connection: Connection, person: str) -> Mapping[str, str | None]:
        """Contacts, and everybody the store remembers; their own addresses are nobody else's."""
        remembered = acquaintances.names(connection, person, self._now(), self._terms)
        names = joined([remembered, self._contacts.names(connection, person)])
        for mine in self._people.addresses(person):
            names.pop(mine, None)
        return names
