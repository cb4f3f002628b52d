"""Whether one domain could be taken for another, and by what (SPF-34). Pure.

What is compared is the domain somebody registered. A name that looks the same letter for letter is always one; nearly
the same name only where it is long enough that chance is unlikely; another word beside the name only where it is one of
those that are used for that, or beside a name of our own house. An honest firm is never told that it imitates itself:
not its own domain, nor one below it, nor a spelling of its own letters, nor one of the large providers.
"""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import NamedTuple

import msgspec

from salver.observe.question import Resembles
from salver.observe.skeleton import shown, skeleton, spelt_out
from salver.read.links import registrable_domain

SHORTEST_NEAR = 6
"""Letters from which one changed letter is no chance any more."""
_SHORTEST_FAR = 8
"""The same where the ending differs too."""
_SHORTEST_SURE = 9
"""Letters from which one changed letter is hardly ever another honest name."""
SHORTEST_TWO = 13
"""Letters from which two changes count."""
SHORTEST_WORD = 5
"""Letters a name needs before a word beside it means anything: ``ing-group`` is nobody's imitation of ``ing``."""
_SHORTEST_PART = 3
"""Letters a name needs to be seen in another."""


class Resemblance(NamedTuple):
    """A known domain the speaker's could be taken for, and by what."""

    domain: str
    why: Resembles


class World(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``likeness.toml`` says."""

    words: frozenset[str]
    lures: frozenset[str]
    landlords: frozenset[str]
    providers: frozenset[str]
    one_house: tuple[frozenset[str], ...]


@functools.cache
def world() -> World:
    """The words, providers and houses one has to know."""
    text = resources.files(__package__).joinpath("likeness.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), World)


class Name(NamedTuple):
    """A registered domain taken apart. ``label`` is shown in its own script, ``bones`` its skeleton."""

    domain: str
    label: str
    ending: str
    bones: str

    @property
    def joined(self) -> str:
        """How it is written where no full stop may be: ``victim-example``."""
        return self.domain.replace(".", "-")


@functools.lru_cache(maxsize=8192)
def name_of(domain: str) -> Name | None:
    """The registered domain of a host name; None for what is none."""
    registered = registrable_domain(domain)
    if registered is None:
        return None
    label, _, ending = registered.partition(".")
    label = shown(label)
    return Name(registered, label, ending, skeleton(label))


def resemblance(domain: str, name: Name, known: Name, *, mine: bool) -> Resembles | None:
    """Why ``domain``, whose registered name is ``name``, could be taken for the known one, if at all.

    ``mine``: the known one is of our own house, whose people expect each other's mail.
    """
    if _within(domain, name, known):
        return "sub-domain"
    if name.label == known.label:
        return "other-ending" if mine and len(known.label) >= SHORTEST_WORD else None
    if spelt_out(name.label) == spelt_out(known.label):
        return None
    if name.bones == known.bones and (name.ending == known.ending or len(known.bones) >= SHORTEST_WORD):
        return "looks-the-same"
    if name.bones.replace("-", "") == known.bones.replace("-", "") and len(known.bones) >= SHORTEST_NEAR:
        return "looks-the-same"
    return _letters(name, known) or _words(name, known, mine=mine) or _below(domain, name, known)


def _within(domain: str, name: Name, known: Name) -> bool:
    """A whole name in another: ``victim.example.evil.test``, ``victim-example.evil.test``, ``victim-example.test``,
    ``secure-victim-example.test``, ``victim.example-login.test``."""
    if len(known.label) < _SHORTEST_PART:
        return False
    labels = domain[: -len(name.domain) - 1]
    if labels and (f".{known.domain}." in f".{labels}." or f".{known.domain}-" in f".{domain}"):
        return True
    joined = f"-{known.joined}-"
    return any(joined in f"-{label}-" for label in (*labels.split("."), name.domain.partition(".")[0]))


def _below(domain: str, name: Name, known: Name) -> Resembles | None:
    """The known name as a label below another: ``victim.evil.test``. Whoever rents to others does so honestly."""
    if len(known.label) < SHORTEST_NEAR or name.domain in world().landlords or known.label in world().words:
        return None
    if known.domain in world().providers:
        return None
    labels = domain[: -len(name.domain) - 1].split(".")
    return "label-below" if known.domain.partition(".")[0] in labels else None


def _letters(name: Name, known: Name) -> Resembles | None:
    """One changed, missing, added or swapped letter; two in a long name. A figure for another figure does not count."""
    length = len(known.label)
    if length < (SHORTEST_NEAR if name.ending == known.ending else _SHORTEST_FAR):
        return None
    if known.domain in world().providers and name.ending != known.ending:
        return None
    most = 2 if length >= SHORTEST_TWO and name.ending == known.ending else 1
    if abs(len(name.bones) - len(known.bones)) > most or len(set(name.bones) ^ set(known.bones)) > 2 * most:
        return None
    if _without_figures(name.label) == _without_figures(known.label):
        return None
    changes = distance(name.bones, known.bones, most)
    if changes > most:
        return None
    return "one-letter" if changes == 1 and len(known.label.replace("-", "")) >= _SHORTEST_SURE else "few-letters"


def _without_figures(label: str) -> str:
    """``studio54`` and ``studio55`` are two studios."""
    return "".join("#" if character.isdigit() else character for character in label)


def distance(one: str, other: str, most: int) -> int:
    """How many letters were changed, added, left out or swapped with their neighbour; ``most + 1`` for anything above.

    Time: linear in the length for a fixed ``most``; what both begin and end with is left out first.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    one, other = _differing(one, other)
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
        if min(line) > most:
            return far
        before, last = last, line
    return last[-1]


def _differing(one: str, other: str) -> tuple[str, str]:
    """Both without what they begin with together, and then without what they end with together."""
    shorter = min(len(one), len(other))
    begin = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    one, other = one[begin:], other[begin:]
    shorter -= begin
    end = next((at for at in range(shorter) if one[-1 - at] != other[-1 - at]), shorter)
    return one[: len(one) - end], other[: len(other) - end]


def _words(name: Name, known: Name, *, mine: bool) -> Resembles | None:
    """The known name with a word beside it: ``victim-secure``, ``securevictim``; or without one of its own."""
    if len(known.bones) < SHORTEST_WORD or known.domain in world().providers:
        return None
    pieces = name.bones.split("-")
    if known.bones in pieces and len(pieces) > 1:
        others = [piece for piece in name.label.split("-") if skeleton(piece) != known.bones]
        if any(piece in world().lures for piece in others):
            return "lure-added"
        return "word-added" if mine or all(piece in world().words for piece in others) else None
    for rest in (name.label.removeprefix(known.label), name.label.removesuffix(known.label)):
        word = rest.strip("-")
        if rest != name.label and word in world().words:
            # "it" before or behind a name without a hyphen is as often the end of another word.
            return "lure-added" if word in world().lures and (len(word) > 2 or word != rest) else "word-added"
    whole = known.label.split("-")
    if mine and len(whole) > 1 and len(name.label) >= SHORTEST_NEAR and name.label in (whole[0], "".join(whole[:-1])):
        return "word-dropped"
    return None
