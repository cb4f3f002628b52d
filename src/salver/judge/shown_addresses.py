"""Addresses that stand in a name, where a reader takes them for the address behind it (SPF-04)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from salver.core.hostname import plain_host
from salver.core.untrusted import Untrusted, as_seen

_AT = "@\uff20\ufe6b"
"""The at sign, and what becomes one in its plain form."""
_EDGES = ".!?*/\\-_~=&+#%$^{|}'`"
_MOST = 500
"""Characters that are seen of a name and looked at; no program shows more of it."""
_MOST_SIGNS = 100
"""At signs looked at: on a screen the first addresses are seen, and the last ones cut off."""
_BEFORE, _BEHIND = 64, 255
"""Characters before and behind an at sign that are looked at (RFC 5321 4.5.3.1)."""


@lru_cache(maxsize=128)
def shown_addresses(name: Untrusted | None, *, apart: bool = False) -> tuple[str, ...]:
    """Every mail address a reader sees in this name, lower-case, in plain letters where that is possible.

    Signs that look like an at sign or a full stop count as such, and invisible characters do not separate: a reader
    sees neither. What stands behind the longest valid host is no part of it. ``yoga@home`` is no address. With
    ``apart``, blanks around the at sign and before a full stop are allowed: ``ceo @ bank.example``.
    """
    if not name or not any(sign in name.raw for sign in _AT):
        return ()
    text = as_seen(name.raw, most=_MOST)
    found: dict[str, None] = {}
    at = text.find("@")
    for _ in range(_MOST_SIGNS):
        if at < 0:
            break
        address = _address(text[max(at - _BEFORE, 0) : at], text[at + 1 : at + 1 + _BEHIND], apart=apart)
        if address is not None:
            found[address] = None
        at = text.find("@", at + 1)
    return tuple(found)


class _Shapes(NamedTuple):
    """What stands before an at sign, and behind it, without blanks and with them."""

    local: re.Pattern[str]
    host: re.Pattern[str]
    host_apart: re.Pattern[str]


@cache
def _shapes() -> _Shapes:
    """Made when the first name holds an at sign: few do, and it takes a while."""
    # Letters and figures of any script, with the marks that are written onto them.
    letter = r"[\w\u0300-\u036f\u0900-\u0fff]"
    label = rf"{letter}(?:(?:{letter}|-){{0,80}}{letter})?"
    return _Shapes(
        local=re.compile(rf"(?:{letter}|[!#$%&'\u2019*+/=?^`{{|}}~.-])+\Z"),
        host=re.compile(rf"{label}(?:[.\u3002]{label})+"),
        host_apart=re.compile(rf"\s{{0,3}}{label}(?:\s{{0,3}}[.\u3002]{label})+"),
    )


def _address(before: str, behind: str, *, apart: bool) -> str | None:
    shapes = _shapes()
    local = shapes.local.search(before.rstrip() if apart else before)
    host = (shapes.host_apart if apart else shapes.host).match(behind)
    if local is None or host is None:
        return None
    name, domain = local[0].replace("\u2019", "'").lstrip(_EDGES), _longest("".join(host[0].split()))
    return f"{name.lower()}@{domain}" if name and domain else None


def _longest(host: str) -> str | None:
    """The host up to the last label that can end one: ``bank.example.5`` reads as ``bank.example``."""
    labels = host.replace("\u3002", ".").split(".")
    while len(labels) > 1:
        found = plain_host(".".join(labels))
        if found is not None and not labels[-1].isdigit():
            return found
        labels.pop()
    return None
