"""The one check behind ``update-from-stranger`` and ``cancel-from-stranger``: who may speak about an event I have."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from salver.core.hostname import shown_domain
from salver.judge.bound import binding, same_organizer, sent_by_somebody_else
from salver.judge.finding import Finding, finding
from salver.judge.organisations import together
from salver.observe.facts import EventFacts, MessageFacts, RecipientFacts
from salver.observe.question import EventMemory
from salver.read.message import Invitation


def from_somebody_else(
    code: str, facts: MessageFacts, recipient: RecipientFacts, concerns: Callable[[Invitation], bool]
) -> Iterator[Finding]:
    """A finding of this code for each bound event that ``concerns`` and that somebody else is proved to have sent."""
    for event, seen in zip(facts.events, recipient.events, strict=True):
        memory = binding(seen, event.identity)
        if memory is None or not concerns(event.invitation):
            continue
        other = sent_by_somebody_else(facts, recipient, event, seen, memory)
        if other is None or _changed_hands(event, memory):
            continue
        yield finding(
            code,
            where=f"part {event.invitation.part}, UID",
            variant=_variant(event, memory),
            params={
                "claimed": shown_domain(event.identity.claimed),
                "confirmed": shown_domain(other),
                "bound": shown_domain(memory.organizer),
            },
            organizer=memory.organizer,
            confirmed=(other,),
        )


def _variant(event: EventFacts, memory: EventMemory) -> str:
    """The sentence: his name was used, or another organizer's, who may even sit in the same house."""
    if same_organizer(memory, event.identity):
        return ""
    return "other-mailbox" if together(memory.organizer, event.identity.claimed) else "other-organizer"


def _changed_hands(event: EventFacts, memory: EventMemory) -> bool:
    """Another organizer in his own, confirmed name: ``organizer-changed`` asks about it (SPF-23, report.md). That he
    cancels what another one organizes is never his to do."""
    return event.identity.vouched and not same_organizer(memory, event.identity) and not cancels(event.invitation)


def cancels(invitation: Invitation) -> bool:
    """CANCEL, or any other method with STATUS:CANCELLED, which programs treat alike (SPF-10)."""
    return invitation.method == "CANCEL" or invitation.status == "CANCELLED"
