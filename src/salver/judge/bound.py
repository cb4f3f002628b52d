"""What an event in the history binds: architecture 3.4, threats SPF-09, SPF-10, SPF-19.

Only an event that was delivered or accepted, from an organizer vouched at least moderately, binds its UID. These are
questions about facts, shared by the rules that ask them.
"""

from __future__ import annotations

from salver.judge.delegated import ENOUGH, approved_delegate
from salver.judge.group_calendar import same_person
from salver.judge.passage import by_known_hand
from salver.judge.speaker import by_service
from salver.observe.facts import EventFacts, Identity, MessageFacts, RecipientEvent, RecipientFacts
from salver.observe.identity import author_strength
from salver.observe.question import EventMemory


def binding(seen: RecipientEvent, identity: Identity) -> EventMemory | None:
    """The event of this UID that binds, if any: the claimed organizer's own before anybody else's."""
    binds = [event for event in seen.history or () if event.binds]
    return next((event for event in binds if same_organizer(event, identity)), binds[0] if binds else None)


def same_organizer(memory: EventMemory, identity: Identity) -> bool:
    """Whether the message claims the organizer the event was bound to."""
    return bool(identity.claimed and memory.organizer and identity.claimed.lower() == memory.organizer.lower())


def bound_to_speaker(identity: Identity, seen: RecipientEvent) -> bool:
    """The event is bound to exactly the one who speaks, and he is vouched for as well as then."""
    memory = binding(seen, identity)
    if memory is None or not same_organizer(memory, identity) or not identity.vouched:
        return False
    return not weaker_than_bound(identity, seen)


def weaker_than_bound(identity: Identity, seen: RecipientEvent) -> bool:
    """Whether the speaker is vouched for less strongly than when this very event was bound (report.md)."""
    memory = binding(seen, identity)
    return (
        memory is not None
        and same_organizer(memory, identity)
        and memory.strength == "strong"
        and identity.strength != "strong"
    )


def sent_by_somebody_else(
    facts: MessageFacts, recipient: RecipientFacts, event: EventFacts, seen: RecipientEvent, memory: EventMemory
) -> str | None:
    """The name with positive evidence of being somebody other than the event's organizer, or None.

    Somebody else is: an author confirmed under another address (a fellow guest of the same domain counts), or another
    organizer who is vouched for. Merely weaker or missing evidence is not (architecture 3.3), and neither is a service
    that sends for people, a list or forwarder this person knows, a colleague who says that he sends for the organizer,
    nor somebody this person lets send for him.
    """
    identity = event.identity
    if not same_organizer(memory, identity):
        if same_person(facts, event, memory):
            return None
        return identity.claimed if identity.vouched else (identity.contradicted_by or (None,))[0]
    if identity.contradicted_by:
        return identity.contradicted_by[0]
    if by_service(identity) or identity.vouched_by == "delegate" or approved_delegate(facts, event, seen):
        return None
    if by_known_hand(facts, recipient, memory.organizer):
        return None
    author = facts.author
    if author and memory.organizer and author.lower() != memory.organizer.lower() and _confirmed(facts, event):
        return author
    return None


def _confirmed(facts: MessageFacts, event: EventFacts) -> bool:
    """Whether the author is confirmed, as far as his domain goes."""
    if any(name.by == "dmarc" for name in event.identity.confirmed):
        return True
    return author_strength(facts.author, facts.authentication) in ENOUGH
