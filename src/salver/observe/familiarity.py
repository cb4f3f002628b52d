"""How one mailbox knows one event's speaker: contacts, the person's word, earlier events (architecture 3.2, 3.4).

Familiarity belongs to the person who speaks, never to the service that carries the mail: who once wrote to a booking
service knows none of its customers. And receiving an invitation makes nobody known.
"""

from __future__ import annotations

from typing import NamedTuple

from salver.core.envelope import domain_of, mailbox_of
from salver.observe.facts import EventFacts, Familiarity, RecipientEvent
from salver.observe.identity import ATTENDEE_METHODS
from salver.observe.question import Answer, Contact, Delegation, History, Likeness, Pin

_WORDS: dict[str | None, Familiarity] = {
    "contacts": "contact",
    "allowed": "allowed",
    "wrote-to": "wrote-to",
    "colleagues": "colleagues",
    None: "stranger",
}


class Heard(NamedTuple):
    """The answers about one event for one mailbox; None where the question was not put.

    ``claimed`` is about the address that speaks, ``person`` about the person a service named for it.
    """

    claimed: Answer | None = None
    person: Answer | None = None
    history: Answer | None = None
    delegation: Answer | None = None
    likeness: Answer | None = None
    pin: Answer | None = None


def recipient_event(
    event: EventFacts, heard: Heard, addresses: tuple[str, ...], own: frozenset[str] = frozenset()
) -> RecipientEvent:
    """One event seen from one mailbox. An answer that is missing leaves its fact open, never decided."""
    pinned = heard.pin.address if isinstance(heard.pin, Pin) else None
    answer = _about_the_speaker(event, heard, pinned)
    familiarity: Familiarity = "stranger"
    if isinstance(answer, Contact):
        familiarity = _WORDS[answer.known_by]
    elif answer is not None:
        familiarity = "not-asked"
    if familiarity in ("stranger", "not-asked") and _of_the_house(event, own):
        familiarity = "organisation"
    alike = heard.likeness if isinstance(heard.likeness, Likeness) else Likeness()
    return RecipientEvent(
        familiarity=familiarity,
        blocked=any(isinstance(one, Contact) and one.blocked for one in (heard.claimed, heard.person, answer)),
        invited=_invited(event, addresses),
        history=heard.history.events if isinstance(heard.history, History) else None,
        contact=answer if isinstance(answer, Contact) else None,
        delegate_approved=_approved(event, heard.delegation),
        lookalikes=alike.domains,
        resemblances=alike.reasons,
        namesakes=alike.addresses,
        pinned=pinned,
    )


def _about_the_speaker(event: EventFacts, heard: Heard, pinned: str | None) -> Answer | None:
    """The answer that says how the speaker is known.

    A service that names nobody is known to nobody, whatever stands in an address book about its machine. A calendar
    or token counts as the person it is vouched to stand for, at least moderately; a calendar only for the person it
    stood for at first.
    """
    identity = event.identity
    if identity.carrier_class == "service":
        blocked = isinstance(heard.claimed, Contact) and heard.claimed.blocked
        return Contact(blocked=blocked) if isinstance(heard.claimed, Contact) else heard.claimed
    if identity.vouched_by != "carrier" or not identity.vouched or identity.person is None:
        return heard.claimed
    if pinned is not None and pinned.lower() != identity.person.lower():
        return Contact(blocked=isinstance(heard.person, Contact) and heard.person.blocked)
    known = isinstance(heard.claimed, Contact) and heard.claimed.known_by is not None
    return heard.claimed if known or heard.person is None else heard.person


def _of_the_house(event: EventFacts, own: frozenset[str]) -> bool:
    """A confirmed colleague: the address lies in a domain of ours, and it speaks for itself or by its delegate."""
    identity = event.identity
    if not identity.vouched or identity.vouched_by not in ("self", "signature", "delegate"):
        return False
    domain = domain_of(identity.claimed) or ""
    return any(domain == one or domain.endswith(f".{one}") for one in own)


def _approved(event: EventFacts, delegation: Answer | None) -> bool:
    """The person approved the pair, and it is proved that this delegate sent it (RFC 6047 2.2.1)."""
    approved = isinstance(delegation, Delegation) and delegation.approved
    return approved and any(one.word == "delegate" and one.proved for one in event.circumstances)


def _invited(event: EventFacts, addresses: tuple[str, ...]) -> bool | None:
    """Whether the mailbox is on the guest list; None where that cannot be asked."""
    if not addresses or event.invitation.method in ATTENDEE_METHODS:
        return None
    guests = {mailbox_of(attendee.address) for attendee in event.invitation.attendees if attendee.address}
    if not guests:
        return None
    return any(mailbox_of(address) in guests for address in addresses)
