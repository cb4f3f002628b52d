"""Whom a person's word binds to: the one who was confirmed, never a name that was only borrowed (PRIV-18)."""

from __future__ import annotations

from salver.core.envelope import domain_of
from salver.decide.report import Report

VOUCHED = frozenset({"strong", "moderate"})
"""Strengths that bind an event to its organizer (architecture 3.4)."""


def whom_to_block(report: Report) -> str | None:
    """The address a block hits, lower-case; None when nobody was confirmed: see ``domain_to_block``.

    A forged invitation in the name of somebody real must not block the real one. Where the confirmed sender contradicts
    the organizer, the block hits that sender.
    """
    if _vouched(report):
        return _lower(report.identity.claimed)
    return _confirmed_author(report)


def domain_to_block(report: Report, envelope_domain: str | None) -> str | None:
    """The envelope domain a block keeps out while it is not confirmed, where nobody was confirmed; None otherwise.

    Without a domain in the envelope (a bounce, or nobody told us) only the invitation itself is blocked.
    """
    return envelope_domain if whom_to_block(report) is None else None


def whom_to_allow(report: Report) -> str | None:
    """The address "from now on" allows, lower-case; the confirmed author where there is a contradiction."""
    if report.level == "contradiction" or report.identity.contradicted_by:
        return _confirmed_author(report)
    return _lower(report.identity.claimed)


def strength_for(report: Report, organizer: str | None) -> str:
    """How well this message's own evidence vouches for the organizer of one of its events.

    A report names one identity, the weakest of its message. Where that is somebody else, nothing is known to speak for
    this organizer.
    """
    identity = report.identity
    if identity.strength == "unknown" or _lower(identity.claimed) == _lower(organizer):
        return identity.strength
    return "none"


def _vouched(report: Report) -> bool:
    return report.identity.strength in VOUCHED and report.identity.vouched_by != "nobody"


def _confirmed_author(report: Report) -> str | None:
    author = report.from_[0] if len(report.from_) == 1 else None
    names = {name.lower() for name in report.identity.contradicted_by}
    if author is None or not ({author.lower(), domain_of(author) or ""} & names):
        return None
    return author.lower()


def _lower(address: str | None) -> str | None:
    return address.lower() if address else None
