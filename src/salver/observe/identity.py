"""Who vouches for the one who speaks, how strongly, and is there positive evidence of somebody else? (architecture 3)

The set of names somebody proved stands first; the claim is then held against it. EMAIL, CN, SENT-BY and X-properties
are claims and prove nothing. Delegates, signatures and carriers that vouch join the set in later versions; here a known
carrier only stands in the way of a false accusation.
"""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from salver.core.envelope import domain_of
from salver.observe.authentication.authenticated import NOT_ASKED_WORD, Authentication, SpfResult
from salver.observe.carriers import carrier_of
from salver.observe.facts import Confirmed, Identity, Strength
from salver.read.links import same_organisation
from salver.read.message import Invitation

ATTENDEE_METHODS = frozenset({"REPLY", "COUNTER", "REFRESH"})
"""Methods an attendee sends (RFC 5546 1.4): there the ATTENDEE is the one who speaks."""

ORGANIZER_METHODS = frozenset({None, "PUBLISH", "REQUEST", "ADD", "CANCEL"})
"""Methods by which an organizer speaks to a mailbox; a calendar without one counts as published (RFC 5546 1.4)."""


def identify(
    invitation: Invitation,
    author: str | None,
    authentication: Authentication,
    *,
    own: frozenset[str] = frozenset(),
) -> Identity:
    """The identity behind one invitation.

    ``author`` is the one address in From; ``own`` the domains of this house and its organisation, lower-case.
    """
    role: Literal["organizer", "attendee"] = "attendee" if invitation.method in ATTENDEE_METHODS else "organizer"
    claimed = _attendee(invitation, author) if role == "attendee" else _organizer(invitation, author)
    if not authentication.asked:
        return Identity(claimed=claimed, role=role)
    nobody = Identity(claimed=claimed, role=role, strength="none", confirmed=_confirmed(authentication))
    strength = author_strength(author, authentication)
    if claimed is None or author is None or strength == "none":
        return nobody
    if _same(claimed, author):
        return replace(nobody, vouched_by="self", strength=strength)
    if strength == "weak":
        return nobody
    carrier = carrier_of(authentication.dkim, domain_of(claimed) or "")
    if carrier is not None:
        return replace(nobody, carrier=carrier)
    return _for_another(nobody, claimed, author, invitation, own)


def author_strength(author: str | None, authentication: Authentication) -> Strength:
    """How well the From address itself is confirmed (architecture 3.1, threat AUTH-38).

    Strong: DMARC pass with an aligned DKIM signature. SPF alone is moderate where MAIL FROM is the From address itself
    and weak where only the domains agree. An aligned signature of a domain without a DMARC policy is moderate.
    """
    domain = domain_of(author)
    if author is None or domain is None or not authentication.asked:
        return "unknown" if not authentication.asked else "none"
    signed = any(
        dkim.result == "pass" and dkim.domain is not None and same_organisation(dkim.domain, domain)
        for dkim in authentication.dkim
    )
    dmarc = authentication.dmarc
    if dmarc.result == "pass" and (dmarc.domain is None or dmarc.domain == domain):
        if signed or _only_by_signature(authentication.spf, domain):
            return "strong"
        return "moderate" if authentication.spf.mailbox == author.lower() else "weak"
    if dmarc.result in ("none", "not-asked") and signed:  # no policy published: the signature alone speaks
        return "moderate"
    return "none"


def _only_by_signature(spf: SpfResult, domain: str) -> bool:
    """Whether a DMARC pass can only have come by an aligned signature: SPF was checked, and did not pass for this
    organisation (RFC 9989 passes by one of the two)."""
    if spf.result == NOT_ASKED_WORD:
        return False
    return not (spf.result == "pass" and spf.domain is not None and same_organisation(spf.domain, domain))


def _confirmed(authentication: Authentication) -> tuple[Confirmed, ...]:
    names = [Confirmed(d.domain, "dkim") for d in authentication.dkim if d.result == "pass" and d.domain]
    if authentication.spf.result == "pass" and authentication.spf.domain:
        names.append(Confirmed(authentication.spf.domain, "spf"))
    if authentication.dmarc.result == "pass" and authentication.dmarc.domain:
        names.append(Confirmed(authentication.dmarc.domain, "dmarc"))
    return tuple(dict.fromkeys(names))


def _for_another(nobody: Identity, claimed: str, author: str, invitation: Invitation, own: frozenset[str]) -> Identity:
    """The author is confirmed and is not the one who is claimed."""
    author_domain, claimed_domain = domain_of(author) or "", domain_of(claimed) or ""
    if same_organisation(author_domain, claimed_domain):
        # Two mailboxes of one organisation may be colleagues or strangers who share a provider: only domains of ours
        # or listed ones say which, and then never more than weakly.
        if author_domain in own and claimed_domain in own:
            return replace(nobody, vouched_by="same-organisation", strength="weak")
        return nobody
    if _names_sender(invitation, author):
        return nobody
    return replace(nobody, contradicted_by=(author_domain,))


def _names_sender(invitation: Invitation, author: str) -> bool:
    """The organizer's own line says that this author sends for it: a claim, so neither proof nor contradiction."""
    speaker = invitation.organizer
    return speaker is not None and speaker.sent_by is not None and _same(speaker.sent_by, author)


def _organizer(invitation: Invitation, author: str | None) -> str | None:
    """The ORGANIZER; where a PUBLISH or a plain calendar names none, the author speaks for himself."""
    if invitation.organizer is not None:
        return invitation.organizer.address
    return author if invitation.method in (None, "PUBLISH") else None


def _attendee(invitation: Invitation, author: str | None) -> str | None:
    """The one ATTENDEE of an answer; a delegation answer may carry two, then the author is looked for."""
    addresses = [attendee.address for attendee in invitation.attendees if attendee.address]
    if author is not None and any(_same(address, author) for address in addresses):
        return author
    return addresses[0] if addresses else None


def _same(one: str, other: str) -> bool:
    return one.lower() == other.lower()
