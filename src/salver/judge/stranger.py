"""The one check behind ``update-from-stranger`` and ``cancel-from-stranger``: who may speak about an event I have."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from salver.core.hostname import shown_domain
from salver.judge.bound import binding, same_organizer, sent_by_somebody_else
from salver.judge.finding import Finding, finding
from salver.observe.facts import MessageFacts, RecipientFacts
from salver.read.message import Invitation


def from_somebody_else(
    code: str, facts: MessageFacts, recipient: RecipientFacts, concerns: Callable[[Invitation], bool]
) -> Iterator[Finding]:
    """A finding of this code for each bound event that ``concerns`` and that somebody else is proved to have sent."""
    for event, seen in zip(facts.events, recipient.events, strict=True):
        memory = binding(seen, event.identity)
        if memory is None or not concerns(event.invitation):
            continue
        other = sent_by_somebody_else(facts, event, memory)
        if other is None:
            continue
        yield finding(
            code,
            where=f"part {event.invitation.part}, UID",
            variant="" if same_organizer(memory, event.identity) else "other-organizer",
            params={
                "claimed": shown_domain(event.identity.claimed),
                "confirmed": shown_domain(other),
                "bound": shown_domain(memory.organizer),
            },
            organizer=memory.organizer,
            confirmed=(other,),
        )


def cancels(invitation: Invitation) -> bool:
    """CANCEL, or any other method with STATUS:CANCELLED, which programs treat alike (SPF-10)."""
    return invitation.method == "CANCEL" or invitation.status == "CANCELLED"
