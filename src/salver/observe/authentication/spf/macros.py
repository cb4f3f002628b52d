"""Macros in SPF records (RFC 7208 7).

::

    domain-spec      = macro-string domain-end
    domain-end       = ( "." toplabel [ "." ] ) / macro-expand
    macro-string     = *( macro-expand / macro-literal )
    macro-expand     = ( "%{" macro-letter transformers *delimiter "}" ) / "%%" / "%_" / "%-"
    macro-literal    = %x21-24 / %x26-7E
    transformers     = *DIGIT [ "r" ]
    delimiter        = "." / "-" / "+" / "," / "/" / "_" / "="
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from salver.observe.authentication.spf.client import Client

# The letters c, r and t are for explanations only.
# RFC 7208 7.2
_EXPAND = r"%(?:\{{[{letters}][0-9]*+r?+[.\-+,/_=]*+\}}|[%_-])"
_TARGET = re.compile(rf"(?:({_EXPAND.format(letters='slodiphv')})|[!-$&-~])*", re.IGNORECASE)
_ANY = re.compile(rf"(?:{_EXPAND.format(letters='slodiphvcrt')}|[!-$&-~])*+", re.IGNORECASE)
_MACRO = re.compile(r"%(?:([%_-])|\{([a-z])([0-9]*+)(r?+)([.\-+,/_=]*+)\})", re.IGNORECASE)
_ZERO = re.compile(r"%\{[a-z]0++[^1-9]", re.IGNORECASE)
_NAME_MACRO = re.compile(r"%\{p", re.IGNORECASE)
# RFC 7208 7.1
_TOP_LABEL = re.compile(r"[a-z0-9]++(?:-++[a-z0-9]++)*+", re.IGNORECASE)
_ASKABLE = re.compile(r"[ -~]{1,63}")
_SIGNS = {"%": "%", "_": " ", "-": "%20"}
_LONGEST = 253
_ENOUGH = _LONGEST + len("..")
"""Characters from which on a name is too long, with a dot at either end."""


class Speaker(NamedTuple):
    """Who sends: what macros stand for beside the domain that is being checked (RFC 7208 7.2)."""

    client: Client
    local: str
    domain: str
    helo: str


def is_macro_string(text: str) -> bool:
    """Whether the value of an unknown modifier is well-formed."""
    return _ANY.fullmatch(text) is not None and _ZERO.search(text) is None


def is_domain_spec(text: str) -> bool:
    """Whether ``text`` is a domain-spec: macros and letters that end in a macro or in a valid top-level label."""
    match = _TARGET.fullmatch(text)
    if match is None or _ZERO.search(text) is not None:
        return False
    if text and match.end(1) == len(text):
        return True
    _, dot, top = text.removesuffix(".").rpartition(".")
    return bool(dot) and _TOP_LABEL.fullmatch(top) is not None and not top.isdigit()


def names_client(spec: str) -> bool:
    """Whether the macro ``p`` stands in it: then the client's own name must be found out first."""
    return _NAME_MACRO.search(spec) is not None


def expand(spec: str, domain: str, speaker: Speaker, name: str = "unknown") -> str:
    """A well-formed domain-spec with its macros replaced (RFC 7208 7.3).

    ``domain`` is the one whose record this is, ``name`` the validated name of the client. Of a long result only the end
    is made: whatever stands further left is cut off before anybody is asked (DOS-25).
    """
    if "%" not in spec:
        return spec
    pieces: list[str] = []
    length = 0
    for piece in reversed(list(_pieces(spec))):
        text = piece if isinstance(piece, str) else _replaced(domain, speaker, name, piece)
        pieces.append(text)
        length += len(text)
        if length > _ENOUGH:
            break
    return "".join(reversed(pieces))


def _pieces(spec: str) -> Iterator[str | re.Match[str]]:
    """The macros, and the text between them."""
    at = 0
    for macro in _MACRO.finditer(spec):
        if macro.start() > at:
            yield spec[at : macro.start()]
        yield macro
        at = macro.end()
    yield spec[at:]


def _replaced(domain: str, speaker: Speaker, name: str, macro: re.Match[str]) -> str:
    sign, letter, digits, backwards, delimiters = macro.groups()
    if sign:
        return _SIGNS[sign]
    value = _value(letter.lower(), domain, speaker, name)
    if digits or backwards or delimiters:
        for delimiter in delimiters[1:]:
            value = value.replace(delimiter, delimiters[0])
        parts = value.split(delimiters[0] if delimiters else ".")
        if backwards:
            parts.reverse()
        digits = digits.lstrip("0")
        most = len(parts) if not digits or len(digits) > 4 else int(digits)
        value = ".".join(parts[-most:])
    # RFC 7208 7.3
    return quote(value, safe="-._~") if letter.isupper() else value


def _value(letter: str, domain: str, speaker: Speaker, name: str) -> str:
    match letter:
        case "s":
            return f"{speaker.local}@{speaker.domain}"
        case "l":
            return speaker.local
        case "o":
            return speaker.domain
        case "d":
            return domain
        case "i":
            return speaker.client.dotted
        case "p":
            return name
        case "v":
            return speaker.client.family
        case _:
            return speaker.helo


def askable(name: str) -> str | None:
    """The expanded name as it may be looked up: lower-case, without a final dot; None where no question can be made.

    From a name that is too long labels go on the left side. One with letters outside ASCII is never looked up
    (RFC 8616 4).
    """
    name = name.removesuffix(".")
    if len(name) > _LONGEST:
        # RFC 7208 7.3
        cut = name.find(".", len(name) - _LONGEST - 1)
        if cut < 0:
            return None
        name = name[cut + 1 :]
    return _checked(name)


@lru_cache(maxsize=4096)
def _checked(name: str) -> str | None:
    """A name of at most 253 characters: what is remembered stays small, whatever strangers write."""
    name = name.lower()
    return name if all(_ASKABLE.fullmatch(label) for label in name.split(".")) else None
