"""Signatures that a trusted server verified before us, found again in the message: no key, no question.

That server says that the signature of a domain held when the message came to it. What it cannot say is whether the
calendar lies under it, and what happened to the message since: a list may have added a footer behind it.

Whoever sends the message chooses which signatures it carries, and what we can read of them. So one we cannot read may
be the one that server verified, and where the message has signatures but not that one, the calendar is not covered.
"""

from __future__ import annotations

import msgspec

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.observe.authentication.authenticated import NOT_ASKED_WORD, DkimResult
from salver.observe.authentication.dkim.coverage import Coverage
from salver.observe.authentication.dkim.octets import Octets
from salver.observe.authentication.dkim.signature import Signature, read_dkim
from salver.observe.authentication.dkim.verify import check_bodies, describe
from salver.read.links import same_organisation
from salver.read.message import Message


def match(message: Message, reported: DkimResult, limits: Limits = DEFAULT_LIMITS) -> DkimResult:
    """``reported`` with what its signature in the message adds: coverage, signed fields, times, l= and ``darn=``.

    A signature is found by its domain, and by selector and the beginning of b= where they were reported. ``result``
    stays the reported word. Where several match, the one that proves least counts: anybody can add a field that claims
    more. Where none does, ``covers_calendar`` is None only if the message has no signature at all.
    """
    return match_all(message, (reported,), limits)[0]


def match_all(
    message: Message, reported: tuple[DkimResult, ...], limits: Limits = DEFAULT_LIMITS, author: str | None = None
) -> tuple[DkimResult, ...]:
    """``match`` for all results of one message; the body is hashed once.

    ``author`` is the domain of the author for whom the server reported a DMARC pass, None where it did not. Unless it
    also reported the signature behind that pass, one more result with the word ``not-asked`` comes last if what the
    message has of this organisation leaves the calendar open, or is not quite certain to cover it.
    """
    fields = sum(field.name == "dkim-signature" for field in message.headers)
    silent = author is not None and not any(_aligned(one, author) for one in reported if one.result == "pass")
    if not fields or not (reported or silent):
        return reported
    octets = Octets(message)
    coverage = Coverage(message, octets, limits)
    found = _found(octets, coverage, limits) if fields <= limits.dkim_signatures else []
    missing = DkimResult("pass", covers_calendar=coverage.uncovered, why="not-found" if coverage.asked else None)
    completed = [_completed(one, _weakest([it for it in found if _same(one, it)], missing)) for one in reported]
    if author is not None and silent and coverage.asked:
        own = _weakest([one for one in found if one.domain is None or _may_be_aligned(one.domain, author)], missing)
        if own.why is not None:
            completed.append(msgspec.structs.replace(own, result=NOT_ASKED_WORD, domain=own.domain or author))
    return tuple(completed)


def _aligned(signature: DkimResult, author: str) -> bool:
    """Whether this signature gives a DMARC pass whatever the Organizational Domain is (RFC 9989 4.4)."""
    return signature.domain is not None and f".{author}".endswith(f".{signature.domain}")


def _may_be_aligned(name: str, author: str) -> bool:
    return name == author or f".{name}".endswith(f".{author}") or same_organisation(name, author)


def _found(octets: Octets, coverage: Coverage, limits: Limits) -> list[DkimResult]:
    """Every signature of the message as if it had passed, with what keeps it from covering the calendar."""
    read = [read_dkim(octets.field(field), limits) for field in octets.fields("dkim-signature")]
    found = []
    for signature, held in zip(read, check_bodies(octets, read), strict=True):
        if not isinstance(signature, Signature):
            found.append(DkimResult("pass", signature.domain, signature.selector, coverage.uncovered, signature.why))
            continue
        why: str | None
        covers, why = coverage.of(signature)
        if isinstance(held, str):
            # What was open when it was signed is open still, whatever the body is now.
            why = why if held == "body-hash" and covers is False else held
            covers = coverage.uncovered
        found.append(describe(signature, "pass", why, covers))
    return found


def _weakest(candidates: list[DkimResult], missing: DkimResult) -> DkimResult:
    """The one that proves least. One that leaves the calendar open beats one that no longer fits: a field of that kind
    is quickly added (AUTH-16)."""
    return min(
        candidates, key=lambda one: (one.why is None, one.covers_calendar is True, one.other_body), default=missing
    )


def _completed(reported: DkimResult, found: DkimResult) -> DkimResult:
    passes = reported.result == "pass"
    return msgspec.structs.replace(
        found,
        result=reported.result,
        domain=reported.domain,
        selector=found.selector or reported.selector,
        covers_calendar=found.covers_calendar and passes,
        why=found.why if passes else reported.why,
        identifier=reported.identifier or found.identifier,
        algorithm=found.algorithm or reported.algorithm,
        testing=reported.testing,
        b=found.b or reported.b,
    )


def _same(reported: DkimResult, found: DkimResult) -> bool:
    """Whether ``reported`` can be about this signature (RFC 8601 2.7.1: header.d, header.i, header.s, header.b).

    Some servers report i= alone, which may lie below d=, and some nothing at all. One that could not be read can be
    any.
    """
    if found.domain is None:
        return True
    below = (found.identifier or "").rpartition("@")[2] if reported.identifier else None
    if reported.domain is not None and reported.domain not in (found.domain, below):
        return False
    if reported.selector is not None and reported.selector.lower() != found.selector:
        return False
    # RFC 6008 4
    return not reported.b or found.b is None or found.b.startswith(reported.b[: len(found.b)])
