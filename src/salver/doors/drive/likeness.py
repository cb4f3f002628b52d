"""Whom a person could take a speaker for: everybody they know, gathered once in a while, compared by ``observe``."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import Connection

from salver.config.people import People
from salver.core.envelope import domain_of
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.doors.drive.contacts import ContactSources, joined
from salver.observe import namesakes
from salver.observe.likeness import likeness
from salver.observe.question import Likeness, LikenessQuestion
from salver.observe.skeleton import skeleton
from salver.read.links import registrable_domain
from salver.store import acquaintances
from salver.store.familiarity import Terms
from salver.store.times import utc_now

_ANSWERS = 2_000
"""Answers kept of one gathering: one stranger who writes to many is compared once for each."""
_SEPARATORS = re.compile(r"[\W_]+")


class _Circle:
    """Everybody one person knows, and what was answered about it.

    Each domain need be compared once only, and names only where one word of theirs is among the speaker's: so of
    thousands of acquaintances a handful is handed on, with the same result.
    """

    def __init__(self, names: Mapping[str, str | None], until: datetime) -> None:
        self.names = names
        self.until = until
        self.answers: dict[tuple[str, str | None], Likeness] = {}
        self._of_domains = {domain_of(address): address for address in names}.values()

    def alike(self, address: str, called: str | None, own: frozenset[str], limits: Limits) -> Likeness:
        """What ``observe`` finds when it compares one speaker with everybody."""
        if address in self.names:
            return Likeness()
        local = address.rpartition("@")[0]
        houses = likeness(address, None, self._chosen(self._of_domains, self._by_local.get(local, ())), own, limits)
        words = namesakes.names(called)
        if not words:
            return houses
        # Those of the speaker's own house go along: who sits among the known imitates none of them.
        house = self._of_houses.get(registrable_domain(domain_of(address) or ""), ())
        named = likeness(address, called, self._chosen(house, self._by_word.get(words[0], ())), own, limits)
        domains = tuple(dict.fromkeys((*houses.domains, *named.domains)))
        return Likeness(domains[: limits.lookalikes], named.addresses)

    def _chosen(self, *addresses: Iterable[str]) -> dict[str, str | None]:
        return {one: self.names[one] for some in addresses for one in some}

    @cached_property
    def _of_houses(self) -> dict[str | None, list[str]]:
        """One address of every domain, by the domain that was registered."""
        found: dict[str | None, list[str]] = {}
        for address in self._of_domains:
            found.setdefault(registrable_domain(domain_of(address) or ""), []).append(address)
        return found

    @cached_property
    def _by_local(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for address in self.names:
            found.setdefault(address.rpartition("@")[0], []).append(address)
        return found

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        """Addresses by every word of their names and of what stands before the @, as skeletons."""
        found: dict[str, list[str]] = {}
        for address, name in self.names.items():
            pieces = _SEPARATORS.split(address.rpartition("@")[0])
            for word in {*namesakes.names(name), *map(skeleton, filter(None, pieces))}:
                found.setdefault(word, []).append(address)
        return found


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
            found = circle.alike(question.address, question.called, self._own, self._limits)
            if len(circle.answers) < _ANSWERS:
                circle.answers[key] = found
        return found

    def _circle(self, connection: Connection, person: str) -> _Circle:
        circle, now = self._circles.get(person), self._now()
        if circle is not None and circle.until > now:
            return circle
        names, until = self._gathered(connection, person), now + timedelta(seconds=self._limits.likeness_seconds)
        if circle is not None and circle.names == names:
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
