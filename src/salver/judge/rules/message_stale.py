"""The message is older than what this mailbox already has of the event, or comes after its cancellation.

Why it matters: mail is sent again by accident and on purpose. A replayed invitation must not bring a moved or cancelled
meeting back to where it was (SPF-22); order is SEQUENCE, then DTSTAMP (RFC 5546 2.1.5).

When it is wrong: programs that never raise SEQUENCE and set their clock back. Only an event whose organizer was vouched
for sets the order, so nobody can block later changes by a huge number.

What to do: nothing. Your calendar stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.bound import binding, same_organizer
from salver.judge.finding import Finding, finding
from salver.judge.rule import recipient_rule
from salver.observe.facts import MessageFacts, RecipientFacts
from salver.observe.identity import ORGANIZER_METHODS
from salver.observe.question import EventMemory
from salver.read.message import Invitation


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    for event, seen in zip(facts.events, recipient.events, strict=True):
        memory = binding(seen, event.identity)
        if memory is None or not same_organizer(memory, event.identity):
            continue
        if event.invitation.method in ORGANIZER_METHODS and _stale(event.invitation, memory):
            yield finding(
                "message-stale",
                where=f"part {event.invitation.part}, SEQUENCE",
                sequence=event.invitation.sequence or 0,
                had=memory.sequence or 0,
            )
            return


def _stale(invitation: Invitation, memory: EventMemory) -> bool:
    """Older by SEQUENCE, then by DTSTAMP; instances of a series have an order of their own."""
    if invitation.recurrence_id is not None:
        return False
    now = (invitation.sequence or 0, invitation.dtstamp or "")
    had = (memory.sequence or 0, memory.dtstamp or "")
    if now < had:  # RFC 5546 2.1.5
        return True
    return memory.state == "cancelled" and invitation.method != "CANCEL" and now <= had


RULE = recipient_rule("message-stale", __doc__, reads=("events",), check=check)
