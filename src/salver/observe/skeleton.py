"""What a name looks like at a glance: two names with one skeleton are taken for each other (UTS 39 4; SPF-34).

The characters come from ``confusables.toml``; on top of them lie the tricks of plain letters, which Unicode does not
know as such because no font is named there: ``rn`` for m, ``vv`` for w, ``cl`` for d, 0 for o, 1 and i for l.
"""

from __future__ import annotations

import functools
import tomllib
import unicodedata
from importlib import resources

_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_SINGLE = str.maketrans({"0": "o", "1": "l", "i": "l"})
_SPELT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe", "þ": "th"}
)


@functools.cache
def _letters() -> dict[int, str]:
    """Each character that is taken for another, and which."""
    rows = tomllib.loads(resources.files(__package__).joinpath("confusables.toml").read_text("utf-8"))
    return {ord(character): plain for plain, characters in rows.items() for character in characters}


@functools.lru_cache(maxsize=8192)
def skeleton(text: str) -> str:
    """The skeleton of one label or word, lower-case: equal for texts that look alike."""
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.casefold()).translate(_letters())
        # A second time for what only the first look brought to light; what then is left over a letter goes.
        text = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    text = text.lower()
    for pair, single in _PAIRS:
        text = text.replace(pair, single)
    return text.translate(_SINGLE)


def spelt_out(text: str) -> str:
    """A label as its owner would write it without its own letters: ``müller`` is ``mueller``. Honest, never a trick."""
    return text.lower().translate(_SPELT)


@functools.lru_cache(maxsize=8192)
def shown(label: str) -> str:
    """The label as a program shows it: an A-label in its own script (RFC 5890 2.3.2.1); as it is where it is none."""
    if not label.lower().startswith("xn--"):
        return label.lower()
    try:
        return label[4:].encode("ascii").decode("punycode").lower()  # RFC 3492 6.2
    except UnicodeError:
        return label.lower()
