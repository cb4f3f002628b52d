"""A person's word that somebody may send for an organizer (RFC 6047 2.2.1, threat SPF-06, M25)."""

from __future__ import annotations

from salver.judge.organisations import same_mailbox
from salver.observe.facts import EventFacts, MessageFacts, RecipientEvent
from salver.observe.identity import author_strength

ENOUGH = ("strong", "moderate")
"""Strengths that count as vouched for (architecture 3.4)."""


def sent_for(event: EventFacts) -> str | None:
    """The address that says it sends for the organizer (SENT-BY), where it is another one than the organizer's."""
    organizer = event.invitation.organizer
    if event.identity.role != "organizer" or organizer is None or organizer.sent_by is None:
        return None
    if event.identity.claimed is not None and same_mailbox(organizer.sent_by, event.identity.claimed):
        return None
    return organizer.sent_by


def approved_delegate(facts: MessageFacts, event: EventFacts, seen: RecipientEvent) -> bool:
    """This person approved the pair, and the one who sends for the organizer is the confirmed author.

    The approval says that he may; only authentication says that it is he. Inside our own house no approval is needed
    for an event that is new. For one that is there it is: who sends for a colleague there says so himself.
    """
    if event.identity.vouched_by == "delegate" and event.identity.vouched and not bound(seen):
        return True
    sender = sent_for(event)  # RFC 6047 2.3
    if not seen.delegate_approved or sender is None or facts.author is None:
        return False
    return same_mailbox(sender, facts.author) and author_strength(facts.author, facts.authentication) in ENOUGH


def vouched_for(facts: MessageFacts, event: EventFacts, seen: RecipientEvent) -> bool:
    """Vouched for at least moderately, by itself or by somebody this person lets send for it.

    Two mailboxes of one house are never enough (architecture 3.1): they are asked about.
    """
    if event.identity.vouched_by in ("same-organisation", "delegate"):
        return approved_delegate(facts, event, seen)
    return event.identity.vouched or approved_delegate(facts, event, seen)


def bound(seen: RecipientEvent) -> bool:
    """Whether an event of this UID is there that binds it (architecture 3.4)."""
    return any(memory.binds for memory in seen.history or ())
