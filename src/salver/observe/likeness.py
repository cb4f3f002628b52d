"""Whom a stranger could be taken for: look-alike domains and borrowed names (SPF-04, SPF-34). Pure.

What is compared is the domain somebody registered. A name that looks the same letter for letter is always one; nearly
the same name only where it is long enough that chance is unlikely; another word beside the name only where it is one of
those that are used for that, or beside a name of our own house. An honest firm is never told that it imitates itself:
not its own domain, nor one below it, nor a spelling of its own letters, nor one of the large providers.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Literal, NamedTuple

import msgspec

from salver.core.envelope import domain_of
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.observe.namesakes import name_in_address, same_name
from salver.observe.question import Likeness
from salver.observe.skeleton import shown, skeleton, spelt_out
from salver.read.links import registrable_domain

Why = Literal["looks-the-same", "few-letters", "word-added", "word-dropped", "sub-domain", "other-ending"]

_SHORTEST_NEAR = 6
"""Letters from which one changed letter is no chance any more."""
_SHORTEST_FAR = 8
"""The same where the ending differs too."""
_SHORTEST_TWO = 13
"""The same for two changes."""
_SHORTEST_WORD = 5
"""Letters a name needs before a word beside it means anything: ``ing-group`` is nobody's imitation of ``ing``."""


class Resemblance(NamedTuple):
    """A known domain the speaker's could be taken for, and by what."""

    domain: str
    why: Why


class _World(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: frozenset[str]
    providers: frozenset[str]
    one_house: tuple[frozenset[str], ...]


@functools.cache
def _world() -> _World:
    text = resources.files(__package__).joinpath("likeness.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _World)


class _Name(NamedTuple):
    """A registered domain taken apart. ``label`` is shown in its own script, ``bones`` its skeleton."""

    domain: str
    label: str
    ending: str
    bones: str


@functools.lru_cache(maxsize=8192)
def _name(domain: str) -> _Name | None:
    registered = registrable_domain(domain)
    if registered is None:
        return None
    label, _, ending = registered.partition(".")
    label = shown(label)
    return _Name(registered, label, ending, skeleton(label))


def likeness(
    address: str,
    called: str | None,
    known_addresses: Mapping[str, str | None] | Iterable[str],
    own_domains: Iterable[str] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> Likeness:
    """What one person's acquaintances have in common with a speaker's looks.

    ``address`` is the speaker's; ``called`` the name before it. ``known_addresses`` are those this person knows (with
    their names, where known), never the person's own; ``own_domains`` those of this house.
    """
    address = address.lower()
    named = known_addresses if isinstance(known_addresses, Mapping) else dict.fromkeys(known_addresses)
    own = frozenset(own_domains)
    if address in named or not (named or own):
        return Likeness()
    domain = domain_of(address)
    known = {one for one in map(domain_of, named) if one}
    alike = resembles(domain, known, own) if domain else ()
    domains = [found.domain for found in alike]
    addresses = [one for one, name in named.items() if _namesake(one, name, called, address)]
    if domain:
        domains += [d for d in _other_endings(domain, addresses, named, address) if d not in domains]
    return Likeness(tuple(domains[: limits.lookalikes]), tuple(sorted(addresses)[: limits.lookalikes]))


def resembles(domain: str, known: Iterable[str], own: Iterable[str] = ()) -> tuple[Resemblance, ...]:
    """The known domains that this one could be taken for, each once, our own first."""
    world, name = _world(), _name(domain)
    if name is None or name.domain in world.providers:
        return ()
    ours = {one.domain: one for one in map(_name, own) if one}
    theirs = {one.domain: one for one in map(_name, known) if one}
    if name.domain in ours or name.domain in theirs:
        return ()
    family = frozenset[str]().union(*(house for house in world.one_house if name.domain in house))
    found = []
    for one in (*ours.values(), *(other for other in theirs.values() if other.domain not in ours)):
        if one.domain in family:
            continue
        why = _likeness(domain, name, one, mine=one.domain in ours)
        if why is not None:
            found.append(Resemblance(one.domain, why))
    return tuple(found)


def _likeness(domain: str, name: _Name, known: _Name, *, mine: bool) -> Why | None:
    """Why one could be taken for the other, if at all."""
    if _below(domain, name, known):
        return "sub-domain"
    if name.label == known.label:
        return "other-ending" if mine and len(known.label) >= _SHORTEST_WORD else None
    if spelt_out(name.label) == spelt_out(known.label):
        return None
    if name.bones == known.bones and (name.ending == known.ending or len(known.bones) >= _SHORTEST_WORD):
        return "looks-the-same"
    if name.bones.replace("-", "") == known.bones.replace("-", "") and len(known.bones) >= _SHORTEST_NEAR:
        return "looks-the-same"
    if _few_letters(name, known):
        return "few-letters"
    return _words(name, known, mine=mine)


def _below(domain: str, name: _Name, known: _Name) -> bool:
    """A whole name in another: ``victim.example.evil.test``, ``victim-example.evil.test``, ``victim-example.test``."""
    whole = known.domain
    if len(known.label) < 3:
        return False
    labels = domain[: -len(name.domain) - 1]
    if labels and f".{whole}." in f".{labels}.":
        return True
    joined = whole.replace(".", "-")
    return joined in labels.split(".") or name.label == joined


def _few_letters(name: _Name, known: _Name) -> bool:
    """One changed, missing, added or swapped letter; two in a long name. A figure for another figure does not count."""
    length = len(known.label)
    if length < (_SHORTEST_NEAR if name.ending == known.ending else _SHORTEST_FAR):
        return False
    if known.domain in _world().providers and name.ending != known.ending:
        return False
    most = 2 if length >= _SHORTEST_TWO and name.ending == known.ending else 1
    if abs(len(name.bones) - len(known.bones)) > most or len(set(name.bones) ^ set(known.bones)) > 2 * most:
        return False
    if _without_figures(name.label) == _without_figures(known.label):
        return False
    return distance(name.bones, known.bones, most) <= most


def _without_figures(label: str) -> str:
    """``studio54`` and ``studio55`` are two studios."""
    return "".join("#" if character.isdigit() else character for character in label)


def distance(one: str, other: str, most: int) -> int:
    """How many letters were changed, added, left out or swapped with their neighbour; ``most + 1`` for anything above.

    Time: linear in the length for a fixed ``most``.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    far = most + 1
    before: list[int] = []
    last = [column if column <= most else far for column in range(len(other) + 1)]
    for row in range(1, len(one) + 1):
        line = [far] * (len(other) + 1)
        line[0] = min(row, far)
        for column in range(max(1, row - most), min(len(other), row + most) + 1):
            same = one[row - 1] == other[column - 1]
            best = min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (not same))
            if row > 1 and column > 1 and one[row - 1] == other[column - 2] and one[row - 2] == other[column - 1]:
                best = min(best, before[column - 2] + 1)
            line[column] = min(best, far)
        before, last = last, line
    return last[-1]


def _words(name: _Name, known: _Name, *, mine: bool) -> Why | None:
    """The known name with a word beside it: ``victim-secure``, ``securevictim``; or without one of its own."""
    if len(known.bones) < _SHORTEST_WORD or known.domain in _world().providers:
        return None
    pieces = name.bones.split("-")
    if known.bones in pieces and len(pieces) > 1:
        others = [piece for piece in name.label.split("-") if skeleton(piece) != known.bones]
        return "word-added" if mine or all(piece in _world().words for piece in others) else None
    for rest in (name.label.removeprefix(known.label), name.label.removesuffix(known.label)):
        if rest != name.label and rest.strip("-") in _world().words:
            return "word-added"
    whole = known.label.split("-")
    if mine and len(whole) > 1 and len(name.label) >= _SHORTEST_NEAR and name.label in (whole[0], "".join(whole[:-1])):
        return "word-dropped"
    return None


def _namesake(known: str, name: str | None, called: str | None, address: str) -> bool:
    """Whether a known address bears the speaker's name, and belongs to another house or to a provider of mailboxes."""
    if not called or not (same_name(called, name) or name_in_address(called, known)):
        return False
    theirs, hers = _name(domain_of(known) or ""), _name(domain_of(address) or "")
    return theirs is None or hers is None or theirs.domain != hers.domain or theirs.domain in _world().providers


def _other_endings(
    domain: str, namesakes: Iterable[str], named: Mapping[str, str | None], address: str
) -> tuple[str, ...]:
    """Known domains that differ in the ending alone, where the person is the same in name or address as well.

    Many firms have several endings; one who knows ``ada@firm.example`` meets ``bob@firm.test`` without harm.
    """
    name = _name(domain)
    if name is None or name.domain in _world().providers or len(name.label) < 4:
        return ()
    local = address.rpartition("@")[0]
    same = {*namesakes, *(one for one in named if one.rpartition("@")[0] == local)}
    others = (_name(domain_of(one) or "") for one in sorted(same))
    return tuple(
        dict.fromkeys(one.domain for one in others if one and one.label == name.label and one.domain != name.domain)
    )
