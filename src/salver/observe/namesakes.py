"""Names of people as mail shows them: whose words are the same in any order and dress (SPF-04)."""

from __future__ import annotations

import re

from salver.observe.skeleton import skeleton

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>")
_LIST = re.compile(r"\s(?:via|per|über|door|par)\s", re.IGNORECASE)
_TITLES = frozenset(
    {
        *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "herr", "frau", "hr", "fr", "mme", "mlle"),
        *("ing", "dipl", "mag", "msc", "bsc", "ma", "ba", "phd", "mba", "md", "jr", "sr"),
    }
)
_SEPARATORS = re.compile(r"[._+-]+")
_MOST = 200


def names(text: str | None) -> tuple[str, ...]:
    """The words of a display name, as skeletons, sorted; without titles, initials, asides and what a list added."""
    if not text:
        return ()
    # Lists write "Ada Berg via staff"; directories write "Berg, Ada (Sales)".
    bare = _LIST.split(_ASIDE.sub(" ", text[:_MOST]), maxsplit=1)[0]
    words = (word.casefold() for word in _WORD.findall(bare))
    return tuple(sorted(skeleton(word) for word in words if len(word) > 1 and word not in _TITLES))


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two display names are one person's: the same two words or more.

    One word alone is no name in this sense: there are too many Annas, and "Support" is nobody.
    """
    words = names(one)
    return len(words) >= 2 and words == names(other)


def name_in_address(text: str | None, address: str) -> bool:
    """Whether the local part of an address is made of exactly the words of this name: ``ada.berg`` of Ada Berg."""
    words = names(text)
    local = address.rpartition("@")[0]
    return len(words) >= 2 and words == tuple(sorted(skeleton(word) for word in _SEPARATORS.split(local) if word))
