"""Who vouches for the one who speaks, how strongly, and is there positive evidence of somebody else? (architecture 3)

The set of names somebody proved stands first; the claim is then held against it, in this order: the author himself, a
carrier that signed the person in, a delegate inside our own house, two mailboxes of our own house. What is left is
nobody, and somebody else where another author is proved. EMAIL, CN, SENT-BY and X-properties are claims and prove
nothing.

Two questions are kept apart. ``author_strength`` says how well the From address is confirmed. Whether that counts for
the calendar is asked of each signature: one that leaves bytes of it open vouches for none (AUTH-16, AUTH-17).

An answer that is missing makes a claim ``unknown`` only where it could have made this very claim pass. Whoever sends
mail chooses most of the names that are looked up, and a name of his own that never answers must not excuse him.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from msgspec.structs import replace

from salver.core.envelope import domain_of
from salver.core.untrusted import Untrusted
from salver.observe.authentication.authenticated import (
    NOT_ASKED_WORD,
    UNAVAILABLE_WORD,
    Authentication,
    DkimResult,
    DmarcResult,
    SpfResult,
)
from salver.observe.carriers import Carrier, Match, Spoken, carried, machine, signs_for_some
from salver.observe.facts import Circumstance, Confirmed, Identity, Strength
from salver.observe.other_mailbox import other_mailbox
from salver.observe.several_answers import speaks_for_several
from salver.read.links import same_organisation
from salver.read.message import CalendarAddress, Invitation

ATTENDEE_METHODS = frozenset({"REPLY", "COUNTER", "REFRESH"})
"""Methods an attendee sends (RFC 5546 1.4): there the ATTENDEE is the one who speaks."""

ORGANIZER_METHODS = frozenset({None, "PUBLISH", "REQUEST", "ADD", "CANCEL"})
"""Methods by which an organizer speaks to a mailbox; a calendar without one counts as published (RFC 5546 1.4)."""

_ANSWERED = frozenset({"REQUEST", "ADD"})
"""Methods an answer is due to (RFC 5546 3.2.2, 3.2.4)."""

_UNDECIDED = frozenset({"temperror", UNAVAILABLE_WORD})
_COULD_COUNT = _UNDECIDED | {"pass"}
_ENOUGH: frozenset[Strength] = frozenset({"strong", "moderate"})


class Sender(NamedTuple):
    """What the message says about who sent it. ``author`` is the one address in From, ``author_name`` the
    name before it, ``own`` the domains of our house.

    ``circumstances`` are those of the message; ``relay`` is the row of the list it came through.
    """

    author: str | None
    author_name: Untrusted | None = None
    reply_to: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()
    circumstances: tuple[Circumstance, ...] = ()
    relay: Carrier | None = None


def identify(invitation: Invitation, sender: Sender, authentication: Authentication) -> Identity:
    """The identity behind one invitation."""
    author = sender.author
    role: Literal["organizer", "attendee"] = "attendee" if invitation.method in ATTENDEE_METHODS else "organizer"
    claimed = _attendee(invitation, author) if role == "attendee" else _organizer(invitation, author)
    answer_to = claimed if role == "organizer" and invitation.organizer and invitation.method in _ANSWERED else None
    start = Identity(claimed=claimed, role=role, answer_to=answer_to)
    if not authentication.asked:
        return start
    start = replace(start, strength="none", confirmed=_confirmed(authentication))
    if claimed is None:
        return start
    email = invitation.organizer.email if role == "organizer" and invitation.organizer else None
    if speaks_for_several(invitation):
        return start
    spoken = Spoken(claimed, invitation.method, author, sender.reply_to, email, authentication.dmarc)
    match = carried(spoken, _counting(authentication))
    strength = calendar_strength(author, authentication)
    by_itself = author is not None and _same(claimed, author)
    start = _with_carrier(start, match, sender, vouched=by_itself and strength in _ENOUGH)
    engine = machine(author, _counting(authentication))
    if by_itself and engine is not None and (match is None or match.row.kind == "account"):
        return _by_itself(_of_a_machine(start, engine), strength, None)
    if by_itself:
        return _by_itself(start, strength, match)
    if match is not None:
        return _by_carrier(start, match)
    if author is None or strength not in _ENOUGH:
        return replace(start, strength="unknown") if _still_open(claimed, sender, strength, authentication) else start
    if engine is not None:
        return start
    return _for_another(start, claimed, author, invitation, sender)


def author_strength(author: str | None, authentication: Authentication) -> Strength:
    """How well the From address itself is confirmed (architecture 3.1, threat AUTH-38).

    Strong: DMARC pass with an aligned DKIM signature, moderate where the return path is another mailbox of that domain.
    SPF alone is moderate where MAIL FROM is the From address itself and weak where only the domains agree. An aligned
    signature of a domain without a DMARC policy is moderate, and so is what a sealer whom the operator trusts reported.
    Unknown where nobody could look.
    """
    return _strength(author, authentication, [one for one in authentication.dkim if passes(one)], partial=False)


def calendar_strength(author: str | None, authentication: Authentication) -> Strength:
    """The same for the calendar: a signature that does not cover it, in some reading, does not count.

    One that leaves Content-Type unsigned makes it moderate at most: its bytes may have been a plain text when they were
    signed (AUTH-17). Whoever cuts them anew has to send them himself: from a host that is neither the author's nor a
    signer's they make it weak.
    """
    signatures = [one for one in authentication.dkim if passes(one) or one.result == NOT_ASKED_WORD]
    open_still = sum(one.covers_calendar is False and not _forgiven(one, authentication) for one in signatures)
    counting = _counting(authentication)
    found = _strength(author, authentication, counting, partial=open_still > 0)
    if found not in _ENOUGH or not any(one.uncertain for one in signatures):
        return found
    certain = [one for one in counting if not one.uncertain]
    surely = _strength(author, authentication, certain, partial=True)
    if surely in _ENOUGH:
        return surely
    return "weak" if _sent_on(author, authentication, counting) else "moderate"


def _sent_on(author: str | None, authentication: Authentication, signatures: Iterable[DkimResult]) -> bool:
    """Whether somebody looked, and found no host that the author's domain or a signer's lets send for it."""
    spf = authentication.spf
    if spf.result in (NOT_ASKED_WORD, *_UNDECIDED):
        return False
    if spf.result != "pass" or spf.identity == "helo" or spf.domain is None:
        return True
    names = (domain_of(author), *(one.domain for one in signatures))
    return not any(name is not None and same_organisation(spf.domain, name) for name in names)


def passes(signature: DkimResult) -> bool:
    """Whether a signature verified and its key is not only on trial (RFC 6376 3.6.1, t=y: as if unsigned)."""
    return signature.result == "pass" and not signature.testing


def _counting(authentication: Authentication) -> list[DkimResult]:
    """Those that count for the calendar.

    A trusted server verified the bytes that came to it. Where another body lies here now, a list or relay on our side
    of that server changed it (it adds a footer): that takes nothing from its word, if nothing else speaks against it.
    """
    found = (one for one in authentication.dkim if passes(one))
    return [one for one in found if one.covers_calendar is not False or _forgiven(one, authentication)]


def _forgiven(signature: DkimResult, authentication: Authentication) -> bool:
    return authentication.source == "upstream" and signature.other_body


def _strength(
    author: str | None, authentication: Authentication, signatures: list[DkimResult], *, partial: bool
) -> Strength:
    """``partial``: some passing signatures were left out, so that a DMARC pass may rest on one of those."""
    if not authentication.asked:
        return "unknown"
    domain = domain_of(author)
    if author is None or domain is None or authentication.dmarc.why == "author-ambiguous":
        return "none"
    found = _by_dmarc(author, domain, authentication, signatures, partial=partial)
    if found in _ENOUGH:
        return found
    if _sealed(author, authentication):
        return "moderate"
    return "unknown" if found == "none" and _undecided(domain, authentication) else found


def _by_dmarc(
    author: str, domain: str, authentication: Authentication, signatures: list[DkimResult], *, partial: bool
) -> Strength:
    dmarc, spf = authentication.dmarc, authentication.spf
    signed = any(one.domain is not None and _signs_for(one.domain, domain, dmarc) for one in signatures)
    sent = spf.result == "pass" and spf.identity != "helo" and _sends_for(spf.domain or "", domain, dmarc)
    if dmarc.result == "pass" and dmarc.domain == domain:
        if signed or (not partial and _only_by_signature(spf, sent=sent)):
            return "moderate" if other_mailbox(spf.mailbox, author) else "strong"
        if sent:
            return "moderate" if spf.mailbox == author.lower() else "weak"
        return "none" if partial else "weak"
    about_nobody = dmarc.result == "pass" and dmarc.domain is None
    if about_nobody or dmarc.result in ("none", NOT_ASKED_WORD):  # no policy published: the signature alone speaks
        if signed:
            return "moderate"
        if sent and spf.mailbox == author.lower():
            return "weak"
        return "weak" if about_nobody and not partial else "none"
    if dmarc.result in _UNDECIDED and any(one.domain == domain for one in signatures):
        return "moderate"  # aligned whatever the record says that did not come (RFC 9989 4.4)
    return "none"


def _signs_for(name: str, domain: str, dmarc: DmarcResult) -> bool:
    """Whether a signature of ``name`` is aligned for certain (RFC 9989 4.4).

    Where we looked ourselves, that was worked out from the records. What another server says leaves open how far the
    organisation goes: then only the domain itself and a name above it count, never a neighbour.
    """
    if dmarc.aligned_by:
        return name in dmarc.signers
    if dmarc.result != "pass" and dmarc.organizational is not None and dmarc.domain == domain:
        return name == dmarc.organizational or name.endswith(f".{dmarc.organizational}")
    return name == domain or domain.endswith(f".{name}")


def _sends_for(name: str, domain: str, dmarc: DmarcResult) -> bool:
    """Whether a DMARC pass may rest on SPF for ``name``: where that is not known for certain, it may."""
    if dmarc.aligned_by:
        return "spf" in dmarc.aligned_by
    return name.split(".")[-2:] == domain.split(".")[-2:] or _aligned(name, domain, dmarc)


def _aligned(name: str, domain: str, dmarc: DmarcResult) -> bool:
    """Relaxed alignment (RFC 9989 4.4): by the Organizational Domain that was found, else by registered domain."""
    if dmarc.organizational is not None and dmarc.domain == domain:
        return name == dmarc.organizational or name.endswith(f".{dmarc.organizational}")
    return same_organisation(name, domain)


def _only_by_signature(spf: SpfResult, *, sent: bool) -> bool:
    """Whether a DMARC pass can only have come by an aligned signature: SPF was checked, and did not pass for this
    organisation (RFC 9989 4.4 passes by one of the two)."""
    return spf.result != NOT_ASKED_WORD and not sent


def _sealed(author: str, authentication: Authentication) -> bool:
    """A sealer whom the operator trusts saw DMARC pass for this author (RFC 8617 7.2): custody, not proof."""
    reported = authentication.arc.reported
    if authentication.arc.result != "pass" or reported is None or reported.dmarc.result != "pass":
        return False
    return reported.dmarc.domain == domain_of(author)


def _undecided(domain: str, authentication: Authentication) -> bool:
    """An answer is missing that could have confirmed an author of this domain: then nobody knows (architecture 3.3).

    Only results aligned with the domain could. A policy that did not come matters where one of them passes, or might.
    """
    dmarc, spf = authentication.dmarc, authentication.spf
    if dmarc.result == "fail":
        return False
    could = [one.result for one in authentication.dkim if _aligned(one.domain or "", domain, dmarc)]
    # Where nobody told the return path, SPF could have been about any.
    if spf.identity != "helo" and (spf.domain is None or _aligned(spf.domain, domain, dmarc)):
        could.append(spf.result)
    missing = dmarc.result in _UNDECIDED
    return any(result in (_COULD_COUNT if missing else _UNDECIDED) for result in could)


def _still_open(claimed: str, sender: Sender, strength: Strength, authentication: Authentication) -> bool:
    """Whether a missing answer could have vouched for somebody who is not the author: inside our own house, or by a
    service whose key did not come. Nothing that is looked up for an author elsewhere could."""
    if any(one.result in _UNDECIDED and signs_for_some(one.domain) for one in authentication.dkim):
        return True
    ours = _own(domain_of(sender.author) or "", sender.own) and _own(domain_of(claimed) or "", sender.own)
    return strength == "unknown" and (ours or sender.author is None)


def _confirmed(authentication: Authentication) -> tuple[Confirmed, ...]:
    names = [Confirmed(d.domain, "dkim") for d in authentication.dkim if passes(d) and d.domain]
    if authentication.spf.result == "pass" and authentication.spf.domain:
        names.append(Confirmed(authentication.spf.domain, "spf"))
    if authentication.dmarc.result == "pass" and authentication.dmarc.domain:
        names.append(Confirmed(authentication.dmarc.domain, "dmarc"))
    return tuple(dict.fromkeys(names))


def _with_carrier(start: Identity, match: Match | None, sender: Sender, *, vouched: bool) -> Identity:
    """Name the service or the list, the person behind it, and where it lets an answer go."""
    row = match.row if match is not None else sender.relay if not vouched else None
    if row is None:
        return start
    person = match.person if match is not None else _behind_the_list(sender, row)
    if person is not None and start.claimed is not None and _same(person, start.claimed):
        person = None
    answer_to = start.answer_to if row.answer_to == "organizer" else None
    return replace(start, carrier=row.id, carrier_class=row.kind, person=person, answer_to=answer_to)


def _behind_the_list(sender: Sender, row: Carrier) -> str | None:
    """A list that rewrites From keeps the person in Reply-To."""
    return sender.reply_to[0] if row.person == "reply-to" and len(sender.reply_to) == 1 else None


def _of_a_machine(start: Identity, row: Carrier) -> Identity:
    """A service that speaks in the name of its own machine: nobody can know that, and no answer is read there."""
    return replace(start, carrier=row.id, carrier_class="service", person=None, answer_to=None)


def _by_itself(start: Identity, strength: Strength, match: Match | None) -> Identity:
    """The author speaks for himself; where his own domain is silent, the service that signed him in vouches."""
    if strength in _ENOUGH:
        return replace(start, vouched_by="self", strength=strength)
    if match is not None and match.strength is not None:
        return replace(start, vouched_by="carrier", strength=match.strength)
    if strength == "weak":
        return replace(start, vouched_by="self", strength="weak")
    return replace(start, strength=strength)


def _by_carrier(start: Identity, match: Match) -> Identity:
    """The author is not the one who is claimed, and a service stands between them: never somebody else by itself."""
    if match.strength is not None:
        return replace(start, vouched_by="carrier", strength=match.strength)
    return start


def _for_another(nobody: Identity, claimed: str, author: str, invitation: Invitation, sender: Sender) -> Identity:
    """The author is confirmed and is not the one who is claimed."""
    author_domain, claimed_domain = domain_of(author) or "", domain_of(claimed) or ""
    of_the_house = _own(author_domain, sender.own) and _own(claimed_domain, sender.own)
    sends_for = _names_sender(invitation, claimed, author)
    if of_the_house and sends_for:
        return replace(nobody, vouched_by="delegate", strength="moderate")
    if of_the_house:
        # Two mailboxes of one organisation may be colleagues or strangers who share a provider: only domains of ours
        # or listed ones say which, and then never more than weakly.
        return replace(nobody, vouched_by="same-organisation", strength="weak")
    if sends_for or same_organisation(author_domain, claimed_domain) or _passed_on(sender, author):
        return nobody
    if nobody.role == "organizer" and answers_go_to(sender.reply_to, claimed) and not _own(claimed_domain, sender.own):
        return nobody
    return replace(nobody, contradicted_by=(author_domain,))


def answers_go_to(reply_to: tuple[str, ...], claimed: str) -> bool:
    """Whether Reply-To names the one who is claimed, and nobody else: how booking services and hosted clouds write for
    their users. A claim: it is no proof, and no evidence of a forger either."""
    return len(reply_to) == 1 and _same(reply_to[0], claimed)


def _own(domain: str, own: Iterable[str]) -> bool:
    return any(domain == one or domain.endswith(f".{one}") for one in own)


def _passed_on(sender: Sender, author: str) -> bool:
    """A list that put itself into From, or one who forwards to somebody who is no guest: both say so, and are no
    evidence of a forger. What they pass on is vouched for by nobody all the same."""
    for one in sender.circumstances:
        if one.word == "mailing-list" and one.by == author.lower():
            return True
        if one.word == "forwarded" and one.by in (None, author.lower()):
            return True
    return False


def _names_sender(invitation: Invitation, claimed: str, author: str) -> bool:
    """The claimed one's own line says that this author sends for it: a claim, so neither proof nor contradiction."""
    speakers: list[CalendarAddress] = [invitation.organizer] if invitation.organizer is not None else []
    if invitation.method in ATTENDEE_METHODS:
        speakers = [one for one in invitation.attendees if one.address and _same(one.address, claimed)]
    return any(one.sent_by is not None and _same(one.sent_by, author) for one in speakers)


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
