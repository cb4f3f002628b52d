"""How one mailbox knows one event's speaker: contacts, the person's word, earlier events (architecture 3.2, 3.4)."""

from __future__ import annotations

from salver.core.envelope import without_detail
from salver.observe.facts import EventFacts, Familiarity, RecipientEvent
from salver.observe.identity import ATTENDEE_METHODS
from salver.observe.question import Answer, Contact, History

_WORDS: dict[str | None, Familiarity] = {
    "contacts": "contact",
    "allowed": "allowed",
    "wrote-to": "wrote-to",
    None: "stranger",
}


def recipient_event(
    event: EventFacts, contact: Answer | None, history: Answer | None, addresses: tuple[str, ...]
) -> RecipientEvent:
    """One event seen from one mailbox. An answer that is missing leaves its fact open, never decided."""
    known: Familiarity = "stranger"
    blocked = False
    if isinstance(contact, Contact):
        known, blocked = _WORDS[contact.known_by], contact.blocked
    elif contact is not None:
        known = "not-asked"
    return RecipientEvent(
        familiarity=known,
        blocked=blocked,
        invited=_invited(event, addresses),
        history=history.events if isinstance(history, History) else None,
    )


def _invited(event: EventFacts, addresses: tuple[str, ...]) -> bool | None:
    """Whether the mailbox is on the guest list; None where that cannot be asked."""
    if not addresses or event.invitation.method in ATTENDEE_METHODS:
        return None
    guests = {attendee.address.lower() for attendee in event.invitation.attendees if attendee.address}
    if not guests:
        return None
    return any(address in guests or without_detail(address) in guests for address in addresses)
