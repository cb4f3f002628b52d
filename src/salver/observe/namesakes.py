"""Names of people as mail shows them: whose words are the same in any order and dress (SPF-04)."""

from __future__ import annotations

import re
from functools import lru_cache

from salver.core.untrusted import as_seen
from salver.observe.skeleton import skeleton

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>")
_LIST = re.compile(r"\s(?:via|per|über|door|par)\s", re.IGNORECASE)
# "Ada Berg | Acme", "Ada Berg - Sales", "Ada Berg at Acme": a name, and something beside it.
_BESIDE = re.compile(r"[|\u2022\u00b7;/@]|\s[-\u2010-\u2015]+\s|\s(?:at|bei|from|von der|chez)\s", re.IGNORECASE)
_TITLES = frozenset(
    {
        *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "herr", "frau", "hr", "fr", "mme", "mlle"),
        *("ing", "dipl", "mag", "msc", "bsc", "ma", "ba", "phd", "mba", "md", "jr", "sr"),
        *("ceo", "cfo", "coo", "cto", "cio", "cmo", "cso", "ciso", "chro", "vp", "evp", "svp", "hr", "president"),
        *("chairman", "chairwoman", "director", "manager", "assistant", "office", "private", "official"),
        *("vorstand", "vorständin", "geschäftsführer", "geschäftsführerin", "geschäftsführung", "pdg", "directeur"),
    }
)
"""Words before and behind a name that are none."""
_FIGURES = str.maketrans({"3": "e", "4": "a", "5": "s"})
"""Figures inside a word that are read as letters, beside those every skeleton knows."""
_SEPARATORS = re.compile(r"[._+-]+")
_MOST = 200
_MOST_READINGS = 6

Words = tuple[str, ...]


def names(text: str | None) -> Words:
    """The words of a display name, as skeletons, sorted; without titles, initials, asides and what a list added."""
    found = readings(text)
    return found[0] if found else ()


@lru_cache(maxsize=8192)
def readings(text: str | None) -> tuple[Words, ...]:
    """The names a reader may find in a display name: the whole of it first, then each piece of ``Ada Berg | Acme``.

    Of each its words as skeletons, sorted. Invisible characters are none. Time: linear in the first 200 characters.
    """
    if not text:
        return ()
    # Lists write "Ada Berg via staff"; directories write "Berg, Ada (Sales)".
    bare = _LIST.split(_ASIDE.sub(" ", as_seen(text, most=_MOST)), maxsplit=1)[0]
    pieces = _BESIDE.split(bare, maxsplit=_MOST_READINGS)
    found = dict.fromkeys(map(_words, (bare, *pieces) if len(pieces) > 1 else (bare,)))
    return tuple(words for words in found if words)


def _words(text: str) -> Words:
    words = (word.casefold() for word in _WORD.findall(text))
    kept = (word for word in words if len(word) > 1 and not word.isdigit() and word not in _TITLES)
    return tuple(sorted(skeleton(word.translate(_FIGURES)) for word in kept))


def same_name(one: str | None, other: str | None, beside: frozenset[str] = frozenset()) -> bool:
    """Whether two display names are one person's: the same two words or more.

    One word alone is no name in this sense: there are too many Annas, and "Support" is nobody. ``beside`` are words,
    as skeletons, that count for nothing: the name of the house in ``Ada Berg Acme``.
    """
    return not _people(one, beside).isdisjoint(_people(other, beside))


def name_in_address(text: str | None, address: str, beside: frozenset[str] = frozenset()) -> bool:
    """Whether the local part of an address is made of exactly the words of this name: ``ada.berg`` of Ada Berg."""
    words = local_words(address)
    return len(words) >= 2 and words in _people(text, beside)


def local_words(address: str) -> Words:
    """What stands before the @, without a subaddress, in words as skeletons, sorted."""
    local = address.rpartition("@")[0].partition("+")[0]
    return tuple(sorted(skeleton(word) for word in _SEPARATORS.split(local) if word))


def _people(text: str | None, beside: frozenset[str]) -> frozenset[Words]:
    """The readings that can be a person's name."""
    found = readings(text)
    if beside:
        found += tuple(tuple(word for word in words if word not in beside) for words in found)
    return frozenset(words for words in found if len(words) >= 2)
