"""Whom a person's word binds to: the one who was confirmed, never a name that was only borrowed (PRIV-18)."""

from __future__ import annotations

from salver.core.envelope import domain_of
from salver.decide.report import Report
from salver.observe.authentication.authenticated import DkimResult
from salver.observe.carriers import machine
from salver.read.links import same_organisation

VOUCHED = frozenset({"strong", "moderate"})
"""Strengths that bind an event to its organizer (architecture 3.4)."""


def whom_to_block(report: Report) -> str | None:
    """The address a block hits, lower-case; None when nobody was confirmed: see ``domain_to_block``.

    A forged invitation in the name of somebody real must not block the real one. Where the confirmed sender contradicts
    the organizer, or sends for one who did not confirm it, the block hits that sender.
    """
    sender = _sends_for_another(report)
    if sender is None and _vouched(report):
        return _lower(report.identity.claimed)
    return sender or _contradicting_author(report)


def domain_to_block(report: Report, envelope_domain: str | None) -> str | None:
    """The envelope domain a block keeps out while it is not confirmed, where nobody was confirmed; None otherwise.

    SPF must have passed for that domain: otherwise a forger writes the envelope of somebody whom the block would hit.
    Without such a domain (a bounce, nobody told us, nobody looked) only the invitation itself is blocked.
    """
    spf = report.authentication.spf
    if envelope_domain is None or whom_to_block(report) is not None:
        return None
    # RFC 7208 2.4
    proved = spf.result == "pass" and spf.identity == "mailfrom" and _lower(spf.domain) == envelope_domain.lower()
    return envelope_domain if proved else None


def whom_to_allow(report: Report) -> str | None:
    """The address "from now on" allows, lower-case; the confirmed author where there is a contradiction, or where he
    sends for somebody else."""
    if report.identity.carrier_class == "service":  # a machine that everybody can make write
        return None
    sender = _sends_for_another(report)
    if sender is not None:
        return sender
    if report.level == "contradiction" or report.identity.contradicted_by:
        return _contradicting_author(report)
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


def _sends_for_another(report: Report) -> str | None:
    """The confirmed author, where he is not the one who is claimed: a colleague, or somebody who names himself in
    SENT-BY (RFC 6047 2.2.1). None where it is the claimed one's own mail, and where a service or a list sent it: all
    its other customers use the same address.
    """
    author, identity = _author(report), report.identity
    if author is None or author == _lower(identity.claimed) or identity.carrier is not None:
        return None
    signatures = [DkimResult(one.result, one.domain) for one in report.authentication.dkim if one.result == "pass"]
    if machine(author, signatures) is not None:
        return None
    if identity.vouched_by in ("delegate", "same-organisation"):
        return author
    names_himself = any(_lower(one.sent_by) == author for one in report.objects if not one.nested)
    return author if names_himself and _confirmed(report, domain_of(author)) else None


def _contradicting_author(report: Report) -> str | None:
    author = _author(report)
    names = {name.lower() for name in report.identity.contradicted_by}
    return author if author is not None and {author, domain_of(author)} & names else None


def _confirmed(report: Report, domain: str | None) -> bool:
    """Whether the domain of an author is confirmed for this calendar: signed by it, or sent by its own server.

    A signature that leaves the calendar open would let a stranger add one to an honest mail (AUTH-16).
    """
    if domain is None:
        return False
    covering = {one.domain for one in report.authentication.dkim if one.covers_calendar is not False}
    by: dict[str, set[str]] = {"dkim": set(), "spf": set(), "dmarc": set()}
    for one in report.identity.confirmed:
        by.setdefault(one.get("by", ""), set()).add(one.get("name", ""))
    if any(name in covering and same_organisation(name, domain) for name in by["dkim"]):
        return True
    return domain in by["dmarc"] and any(same_organisation(name, domain) for name in by["spf"])


def _author(report: Report) -> str | None:
    return report.from_[0].lower() if len(report.from_) == 1 else None


def _lower(address: str | None) -> str | None:
    return address.lower() if address else None
