"""One SPF record (RFC 7208 4.5, 4.6, 5, 6): found among other texts, and parsed as a whole.

::

    record      = version terms *SP
    terms       = *( 1*SP ( directive / modifier ) )
    directive   = [ "+" / "-" / "?" / "~" ] mechanism
    mechanism   = all / include / a / mx / ptr / ip4 / ip6 / exists
    modifier    = redirect / explanation / unknown-modifier
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import Literal, NamedTuple

from salver.observe.authentication.spf.macros import is_domain_spec, is_macro_string

_VERSION = "v=spf1"
_SHORT = 600
"""Characters of all texts of a name up to which its record is remembered: parsed it takes fifty times as much."""
# RFC 7208 4.6.2
_RESULTS = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral", "": "pass"}
_DIRECTIVE = re.compile(r"([-+?~]?)([a-z0-9]++)([:/].*+)?", re.IGNORECASE)
# RFC 7208 4.6.1
_MODIFIER = re.compile(r"([a-z][a-z0-9_.-]*+)=(.*+)", re.IGNORECASE)
# RFC 7208 5.6
_LENGTH4 = re.compile(r"0|[1-9][0-9]?")
_LENGTH6 = re.compile(r"0|[1-9][0-9]{0,2}")
_LENGTHS = re.compile(r"(.*?)(?:/([0-9]++))?(?://([0-9]++))?")


class Term(NamedTuple):
    """One directive. ``result`` is what a match means, ``target`` a domain-spec or None for the domain itself.

    ``prefix4`` and ``prefix6`` are the lengths after the slashes. For ip4 and ip6 ``network`` is the network's number
    without its host bits.
    """

    result: str
    mechanism: str
    target: str | None = None
    prefix4: int = 32
    prefix6: int = 128
    network: int = 0


class Record(NamedTuple):
    """A whole record; ``redirect`` is the domain-spec of that modifier."""

    terms: tuple[Term, ...] = ()
    redirect: str | None = None


Fault = Literal["no-record", "several-records", "record-too-long", "record-syntax"]
"""Why a name has no record that could be used."""


def only_record(texts: tuple[str, ...], most: int) -> Record | Fault:
    """The one SPF record among the TXT records of a name (RFC 7208 4.5), of at most so many characters, parsed."""
    return (_remembered if sum(map(len, texts)) <= _SHORT else _only_record)(texts, most)


def _only_record(texts: tuple[str, ...], most: int) -> Record | Fault:
    # RFC 7208 4.5
    records = [text for text in texts if text[:6].lower() == _VERSION and text[6:7] in ("", " ")]
    if not records:
        return "no-record"
    if len(records) > 1:
        return "several-records"
    if len(records[0]) > most:
        return "record-too-long"
    return parse(records[0]) or "record-syntax"


_remembered = lru_cache(maxsize=512)(_only_record)


def parse(text: str) -> Record | None:
    """Parse a text that begins with the version. None where anything in it breaks the grammar (RFC 7208 4.6)."""
    terms: list[Term] = []
    modifiers: dict[str, str] = {}
    for word in text[len(_VERSION) :].split(" "):
        if not word:
            continue
        modifier = _MODIFIER.fullmatch(word)
        if modifier is not None:
            if not _modify(modifiers, modifier[1].lower(), modifier[2]):
                return None
            continue
        term = _directive(word)
        if term is None:
            return None
        terms.append(term)
    return Record(tuple(terms), modifiers.get("redirect"))


def _modify(modifiers: dict[str, str], name: str, value: str) -> bool:
    """Whether this modifier may stand there; ``redirect`` and ``exp`` only once (RFC 7208 6)."""
    if name not in ("redirect", "exp"):
        return is_macro_string(value)
    # RFC 7208 6
    if name in modifiers or not is_domain_spec(value):
        return False
    modifiers[name] = value
    return True


def _directive(word: str) -> Term | None:
    match = _DIRECTIVE.fullmatch(word)
    if match is None:
        return None
    sign, name, rest = match.groups(default="")
    result, name = _RESULTS[sign], name.lower()
    if name == "all":
        return Term(result, name) if not rest else None
    if name in ("include", "exists"):
        return Term(result, name, rest[1:]) if rest[:1] == ":" and is_domain_spec(rest[1:]) else None
    if name == "ptr":
        if not rest:
            return Term(result, name)
        return Term(result, name, rest[1:]) if rest[0] == ":" and is_domain_spec(rest[1:]) else None
    if name in ("a", "mx"):
        return _hosts(result, name, rest)
    if name in ("ip4", "ip6"):
        return _network(result, name, rest)
    return None


def _hosts(result: str, name: str, rest: str) -> Term | None:
    """``a`` and ``mx``: an optional domain-spec, which may hold slashes, and an optional dual-cidr-length."""
    match = _LENGTHS.fullmatch(rest)
    if match is None:
        return None
    target, length4, length6 = match.groups()
    if target and not (target[0] == ":" and is_domain_spec(target[1:])):
        return None
    prefix4, prefix6 = _length(length4, 32), _length(length6, 128)
    if prefix4 is None or prefix6 is None:
        return None
    return Term(result, name, target[1:] or None, prefix4, prefix6)


def _length(text: str | None, most: int) -> int | None:
    """The number after a slash; without one the whole address counts. None where it is no such number."""
    if text is None:
        return most
    shape = _LENGTH4 if most == 32 else _LENGTH6
    return int(text) if shape.fullmatch(text) and int(text) <= most else None


def _network(result: str, name: str, rest: str) -> Term | None:
    """``ip4:192.0.2.0/24``, ``ip6:2001:db8::/32``."""
    if rest[:1] != ":":
        return None
    text, slash, digits = rest[1:].partition("/")
    length = _length(digits if slash else None, 32 if name == "ip4" else 128)
    # RFC 7208 5.6
    if length is None or "%" in text:
        return None
    try:
        if name == "ip4":
            return Term(result, name, None, length, 0, int(ipaddress.IPv4Address(text)) >> (32 - length))
        return Term(result, name, None, 0, length, int(ipaddress.IPv6Address(text)) >> (128 - length))
    except ValueError:
        return None
