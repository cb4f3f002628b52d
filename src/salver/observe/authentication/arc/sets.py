"""The sets of a chain (RFC 8617 3.9): one ARC-Authentication-Results, one signature and one seal for each instance."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from salver.core.limits import Limits
from salver.observe.authentication.dkim.octets import Octets
from salver.observe.authentication.dkim.tag_list import parse_tags

RESULTS, SIGNATURE, SEAL = "arc-authentication-results", "arc-message-signature", "arc-seal"

_CFWS = rb"(?:[ \t\r\n]++|\([^()\\]*+\))*+"
# instance = [CFWS] %s"i" [CFWS] "=" [CFWS] 1*2DIGIT [CFWS], and then a semicolon.
# RFC 8617 4.2.1
_RESULTS_INSTANCE = re.compile(rb"%bi%b=%b([0-9]{1,2})%b;" % (_CFWS, _CFWS, _CFWS, _CFWS))
_INSTANCE = re.compile(rb"[0-9]{1,2}\Z")


class ArcSet(NamedTuple):
    """One instance: the three fields (``Name: value``), the word of cv=, and what stands behind ``i=N;``."""

    results: bytes
    signature: bytes
    seal: bytes
    verdict: str
    reported: bytes


Fault = Literal["too-many", "structure", "seal-syntax"]


def arc_sets(octets: Octets, limits: Limits) -> tuple[ArcSet, ...] | Fault:
    """Instance 1 first; empty when the message has no ARC fields at all; the reason when they make no chain.

    There must be each instance from 1 on once, without a gap (RFC 8617 5.2, step 3).
    """
    counts = {len(octets.fields(name)) for name in (RESULTS, SIGNATURE, SEAL)}
    if counts == {0}:
        return ()
    if max(counts) > limits.arc_sets:
        return "too-many"  # RFC 8617 5.1
    if len(counts) != 1:
        return "structure"
    results, signatures, seals = (_numbered(octets, name) for name in (RESULTS, SIGNATURE, SEAL))
    sets = []
    for instance in range(1, counts.pop() + 1):
        if not (instance in results and instance in signatures and instance in seals):
            return "structure"  # RFC 8617 5.2
        seal = seals[instance]
        listed = parse_tags(seal.partition(b":")[2])
        verdict = listed.tags.get(b"cv", b"").decode("latin-1").lower() if listed else ""
        begun = _RESULTS_INSTANCE.match(results[instance].partition(b":")[2])
        assert begun is not None
        reported = results[instance].partition(b":")[2][begun.end() :]
        sets.append(ArcSet(results[instance], signatures[instance], seal, verdict, reported))
    return tuple(sets)


def _numbered(octets: Octets, name: str) -> dict[int, bytes]:
    """The fields of this name by their instance. One that has none, or shares it, is missing elsewhere."""
    found: dict[int, bytes] = {}
    for field in octets.fields(name):
        text = octets.field(field)
        number = _instance(text.partition(b":")[2], name)
        if number:
            found[number] = text
    return found


def _instance(value: bytes, name: str) -> int:
    """i= of a field; 0 where there is none."""
    if name == RESULTS:
        begun = _RESULTS_INSTANCE.match(value)
        return int(begun[1]) if begun else 0
    listed = parse_tags(value)
    number = listed.tags.get(b"i", b"") if listed else b""
    return int(number) if _INSTANCE.match(number) else 0


def may_follow(sets: tuple[ArcSet, ...]) -> bool:
    """Whether every cv= is what it must be: ``none`` in the first, ``pass`` in all others (RFC 8617 5.2, step 3)."""
    # RFC 8617 5.2
    return all(one.verdict == ("pass" if index else "none") for index, one in enumerate(sets))
