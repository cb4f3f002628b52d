"""Signatures that a trusted server verified before us, found again in the message: no key, no question.

That server says that the signature of a domain held when the message came to it. What it cannot say is whether the
calendar lies under it, and what happened to the message since: a list may have added a footer behind it.
"""

from __future__ import annotations

import msgspec

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.observe.authentication.authenticated import DkimResult
from salver.observe.authentication.dkim.coverage import Coverage
from salver.observe.authentication.dkim.octets import Octets
from salver.observe.authentication.dkim.signature import Signature, read_dkim
from salver.observe.authentication.dkim.verify import check_bodies, describe
from salver.read.message import Message


def match(message: Message, reported: DkimResult, limits: Limits = DEFAULT_LIMITS) -> DkimResult:
    """``reported`` with what its signature in the message adds: coverage, signed fields, times, l= and ``darn=``.

    A signature is found by its domain, and by selector and the beginning of b= where they were reported. ``result``
    stays the reported word. Without a match ``covers_calendar`` is None. Where several match, the one that proves least
    counts: anybody can add a field that claims more.
    """
    return match_all(message, (reported,), limits)[0]


def match_all(
    message: Message, reported: tuple[DkimResult, ...], limits: Limits = DEFAULT_LIMITS
) -> tuple[DkimResult, ...]:
    """``match`` for all results of one message; the body is hashed once."""
    if not reported:
        return ()
    octets = Octets(message)
    fields = octets.fields("dkim-signature")
    read = [read_dkim(octets.field(field), limits) for field in fields[: limits.dkim_signatures]]
    checked = check_bodies(octets, read)
    coverage = Coverage(message, octets, limits)
    found = []
    for signature, held in zip(read, checked, strict=True):
        if isinstance(signature, Signature):
            why = held if isinstance(held, str) else _gap(signature, octets, coverage)
            found.append(describe(signature, "pass", why, coverage))
        else:
            covers = False if coverage.asked else None
            found.append(DkimResult("pass", signature.domain, signature.selector, covers, signature.why))
    whole = len(fields) <= limits.dkim_signatures
    return tuple(_completed(result, found if whole else []) for result in reported)


def _gap(signature: Signature, octets: Octets, coverage: Coverage) -> str | None:
    if not coverage.asked:
        return None
    return coverage.gap(signature.signed, len(octets.body(signature.body_form)), signature.length)


def _completed(reported: DkimResult, found: list[DkimResult]) -> DkimResult:
    candidates = [one for one in found if _same(reported, one)]
    if not candidates:
        return msgspec.structs.replace(reported, covers_calendar=None)
    # One that leaves the calendar open beats one that no longer fits: a field of that kind is quickly added (AUTH-16).
    weakest = min(candidates, key=lambda one: (one.why is None, one.why == "body-hash"))
    passes = reported.result == "pass"
    return msgspec.structs.replace(
        weakest,
        result=reported.result,
        domain=reported.domain,
        covers_calendar=weakest.covers_calendar and passes,
        why=weakest.why if passes else reported.why,
        identifier=reported.identifier or weakest.identifier,
        algorithm=weakest.algorithm or reported.algorithm,
        testing=reported.testing,
    )


def _same(reported: DkimResult, found: DkimResult) -> bool:
    """Whether ``reported`` can be about this signature (RFC 8601 2.7.1: header.d, header.i, header.s, header.b).

    Some servers report i= alone, which may lie below d=.
    """
    below = (found.identifier or "").rpartition("@")[2] if reported.identifier else None
    if reported.domain is None or reported.domain not in (found.domain, below):
        return False
    if reported.selector is not None and reported.selector.lower() != found.selector:
        return False
    # RFC 6008 4
    return not reported.b or found.b is None or found.b.startswith(reported.b[: len(found.b)])
