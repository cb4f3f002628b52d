"""Does an identifier that passed belong to the domain in From, and what is wished where none does (RFC 9989 4.10)?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from salver.core.limits import Limits
from salver.observe.authentication.authenticated import UNAVAILABLE_WORD, DmarcResult
from salver.observe.authentication.dmarc.record import DmarcRecord
from salver.observe.authentication.dmarc.walk import Found, organizational, targets

_NOTHING: frozenset[str] = frozenset()


class Identifier(NamedTuple):
    """A domain a check speaks of (RFC 9989 4.4).

    ``state`` is ``pass`` for an authenticated identifier. ``temperror`` and ``unavailable`` are those that might have
    passed and could not be checked: nothing may be held against the message for want of them. ``domain`` is None where
    it is not even known.
    """

    by: Literal["dkim", "spf"]
    domain: str | None
    state: Literal["pass", "temperror", "unavailable"] = "pass"


class _Author(NamedTuple):
    """The Author Domain, its Organizational Domain (None: a name did not answer) and what its record says."""

    domain: str
    organization: str | None
    record: DmarcRecord
    policy: str | None


def evaluate(
    author: str, known: Found, exists: bool | None, identifiers: Iterable[Identifier], limits: Limits
) -> DmarcResult:
    """The result for one Author Domain (lower-case A-labels).

    ``known`` holds the records of its walk and of the walks of identifiers that could be aligned; ``exists`` says
    whether the Author Domain itself exists, None where nobody could say.
    """
    if author not in known:
        return DmarcResult("temperror", author, why="dns")
    home = organizational(author, known, limits)
    record, policy = known[author], None
    if record is not None:
        policy = record.policy
    elif home is None:
        return DmarcResult("temperror", author, why="dns")
    elif home[1] is None:
        return DmarcResult("none", author, organizational=home[0], why="no-record")
    else:
        record = known[home[1]] or DmarcRecord()
        policy = _for_subdomain(record, exists)
    organization = home[0] if home is not None else None
    if record.broken is not None:
        # RFC 9989 4.10.1
        return DmarcResult("permerror", author, organizational=organization, why=record.broken)
    applied = record.applied(policy) if policy is not None else None
    return _judged(_Author(author, organization, record, applied), known, tuple(identifiers), limits)


def wanted(author: str, known: Found, identifiers: Iterable[Identifier], limits: Limits) -> frozenset[str]:
    """The names whose records are not known and needed to say whether an identifier is aligned; mostly none."""
    others = [one for one in identifiers if one.domain and one.domain != author and may_share(one.domain, author)]
    home = organizational(author, known, limits) if others and author in known else None
    if home is None or home[1] is None:
        return _NOTHING
    record = known[author] or known[home[1]] or DmarcRecord()
    names = {
        one.domain
        for one in others
        if one.domain and within(one.domain, home[0])
        if not (record.strict_dkim if one.by == "dkim" else record.strict_spf)
    }
    return frozenset(step for name in names for step in targets(name, limits.dmarc_lookups) if step not in known)


def _for_subdomain(record: DmarcRecord, exists: bool | None) -> str | None:
    """The policy for a name below; None where it depends on whether the name exists and nobody could say."""
    yes, no = record.for_subdomain(exists=True), record.for_subdomain(exists=False)
    if exists is None:
        return yes if yes == no else None
    return yes if exists else no


def _judged(author: _Author, known: Found, identifiers: tuple[Identifier, ...], limits: Limits) -> DmarcResult:
    aligned: list[Identifier] = []
    doubts: list[str] = []
    for identifier in identifiers:
        belongs = _aligned(author, identifier, known, limits)
        if identifier.state == "pass" and belongs:
            aligned.append(identifier)
        elif belongs is not False:
            # RFC 9989 5.3.6
            doubts.append("temperror" if identifier.state == "pass" else identifier.state)
    if aligned:
        by = tuple(dict.fromkeys(one.by for one in aligned))
        signers = tuple(dict.fromkeys(one.domain for one in aligned if one.by == "dkim" and one.domain))
        return DmarcResult("pass", author.domain, author.policy, author.organization, by, signers=signers)
    if author.policy is None or "temperror" in doubts:
        return DmarcResult("temperror", author.domain, author.policy, author.organization, why="dns")
    if doubts:
        return DmarcResult(
            UNAVAILABLE_WORD, author.domain, author.policy, author.organization, why="identifier-unavailable"
        )
    return DmarcResult("fail", author.domain, author.policy, author.organization, why="nothing-aligned")


def _aligned(author: _Author, identifier: Identifier, known: Found, limits: Limits) -> bool | None:
    """RFC 9989 4.4: strict wants the same name, relaxed the same Organizational Domain. None: nobody could say."""
    domain = identifier.domain
    if domain is None:
        return None
    # No walk is needed for the same name.
    # RFC 9989 4.10.2
    if domain == author.domain:
        return True
    if author.record.strict_dkim if identifier.by == "dkim" else author.record.strict_spf:
        return False
    if not may_share(domain, author.domain):
        return False
    if author.organization is None:
        return None
    if not within(domain, author.organization):
        return False
    home = organizational(domain, known, limits)
    return None if home is None else home[0] == author.organization


def within(domain: str, organization: str) -> bool:
    """Whether a domain is this one or lies below it."""
    return domain == organization or domain.endswith("." + organization)


def may_share(one: str, other: str) -> bool:
    """Whether two domains could belong to one organisation at all: their top-level labels agree."""
    return one.rpartition(".")[2] == other.rpartition(".")[2]
