"""Whom a stranger could be taken for: look-alike domains and borrowed names (SPF-04, SPF-34). Pure.

``resemblance`` compares two domains, ``namesakes`` two names; here a speaker is compared with everybody one person
knows, and with the domains of the house.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from salver.core.envelope import domain_of
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.observe.acquainted_domains import AcquaintedDomains
from salver.observe.namesakes import local_words, name_in_address, readings, same_name
from salver.observe.question import SURE, Likeness
from salver.observe.resemblance import Resemblance, name_of, resemblance, world


class Acquaintances:
    """Everybody one person knows, by address and name, kept so that one speaker is compared with few of them.

    ``names`` are lower-case addresses with their names, where known; never the person's own.
    """

    def __init__(self, names: Mapping[str, str | None]) -> None:
        self.names = names

    def alike(self, address: str, called: str | None, own: Iterable[str], limits: Limits = DEFAULT_LIMITS) -> Likeness:
        """What these people, and the domains of the house, have in common with a speaker's looks.

        ``address`` is the speaker's, ``called`` the name before it. Time: the length of both, and the number of those
        who share two words of the name or a form of the domain.
        """
        address = address.lower()
        if address in self.names:
            return Likeness()
        domain = domain_of(address)
        addresses = [one for one in self._with_words_of(called) if _namesake(one, self.names[one], called, address)]
        alike = list(_resembling(domain, self._domains, own)) if domain else []
        if domain:
            known = {found.domain for found in alike}
            others = self._other_endings(domain, addresses, address)
            alike += [Resemblance(one, "other-ending") for one in others if one not in known]
        alike = sorted(alike, key=lambda found: found.why not in SURE)[: limits.lookalikes]
        return Likeness(
            domains=tuple(found.domain for found in alike),
            addresses=tuple(sorted(addresses)[: limits.lookalikes]),
            reasons=tuple(found.why for found in alike),
        )

    @cached_property
    def _domains(self) -> AcquaintedDomains:
        return AcquaintedDomains(one for one in map(domain_of, self.names) if one)

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        """Addresses by every word of their names and of what stands before the @."""
        found: dict[str, list[str]] = {}
        for address, name in self.names.items():
            words = {word for reading in readings(name) for word in reading}
            for word in words.union(local_words(address)):
                found.setdefault(word, []).append(address)
        return found

    @cached_property
    def _by_local(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for address in self.names:
            found.setdefault(address.rpartition("@")[0], []).append(address)
        return found

    def _with_words_of(self, called: str | None) -> list[str]:
        """Those who share two words with this name, in any reading: no other is a namesake."""
        found = readings(called)
        words = {word for reading in found for word in reading}
        # "Ali Ali" has but one.
        least = 1 if any(len(set(reading)) < len(reading) for reading in found) else 2
        if len(words) < least:
            return []
        count = Counter(address for word in words for address in self._by_word.get(word, ()))
        return [address for address, shared in count.items() if shared >= least]

    def _other_endings(self, domain: str, namesakes: Iterable[str], address: str) -> tuple[str, ...]:
        """Known domains that differ in the ending alone, where the person is the same in name or address as well.

        Many firms have several endings; one who knows ``ada@firm.example`` meets ``bob@firm.test`` without harm.
        """
        name = name_of(domain)
        if name is None or name.domain in world().providers or len(name.label) < 4:
            return ()
        same = {*namesakes, *self._by_local.get(address.rpartition("@")[0], ())}
        others = (name_of(domain_of(one) or "") for one in sorted(same))
        return tuple(
            dict.fromkeys(one.domain for one in others if one and one.label == name.label and one.domain != name.domain)
        )


def likeness(
    address: str,
    called: str | None,
    known_addresses: Mapping[str, str | None] | Iterable[str],
    own_domains: Iterable[str] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> Likeness:
    """The same, once. ``known_addresses`` are those this person knows (with their names, where known), never the
    person's own; ``own_domains`` those of this house."""
    named = known_addresses if isinstance(known_addresses, Mapping) else dict.fromkeys(known_addresses)
    return Acquaintances(named).alike(address, called, own_domains, limits)


def resembles(domain: str, known: Iterable[str], own: Iterable[str] = ()) -> tuple[Resemblance, ...]:
    """The known domains that this one could be taken for, each once, our own first."""
    return _resembling(domain, AcquaintedDomains(known), own)


def _resembling(domain: str, known: AcquaintedDomains, own: Iterable[str]) -> tuple[Resemblance, ...]:
    name = name_of(domain)
    if name is None or name.domain in world().providers:
        return ()
    ours = {one.domain: one for one in map(name_of, own) if one}
    if name.domain in ours or name.domain in known.names:
        return ()
    family = frozenset[str]().union(*(house for house in world().one_house if name.domain in house))
    found = []
    theirs = (other for other in known.candidates(domain, name) if other.domain not in ours)
    for one in (*ours.values(), *theirs):
        if one.domain in family:
            continue
        why = resemblance(domain, name, one, mine=one.domain in ours)
        if why is not None:
            found.append(Resemblance(one.domain, why))
    return tuple(found)


def _namesake(known: str, name: str | None, called: str | None, address: str) -> bool:
    """Whether a known address bears the speaker's name, and belongs to another house or to a provider of mailboxes."""
    theirs, hers = name_of(domain_of(known) or ""), name_of(domain_of(address) or "")
    house = frozenset(theirs.bones.split("-")) if theirs is not None else frozenset[str]()
    if not called or not (same_name(called, name, house) or name_in_address(called, known, house)):
        return False
    return theirs is None or hers is None or theirs.domain != hers.domain or theirs.domain in world().providers
