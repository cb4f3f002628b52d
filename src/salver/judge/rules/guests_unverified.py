"""The invitation says that others come, and nobody can confirm that.

Why it matters: "your director has accepted" makes a stranger's meeting look real (SPF-18). The guest list and the
answers in it are the sender's words.

When it is wrong: on nearly every honest invitation to several people. It is information, and silent for senders who are
known and confirmed.

What to do: do not let the names of others decide. Ask one of them if it matters.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.envelope import domain_of
from salver.judge.delegated import vouched_for
from salver.judge.finding import Finding, finding
from salver.judge.rule import recipient_rule
from salver.observe.facts import EventFacts, MessageFacts, RecipientFacts

_ORGANIZES = frozenset({"REQUEST", "ADD"})


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    for event, seen in zip(facts.events, recipient.events, strict=True):
        if event.invitation.method not in _ORGANIZES or (seen.known and vouched_for(facts, event, seen)):
            continue
        others = _said_to_come(facts, event, recipient)
        colleagues = sum(domain_of(address) in facts.own for address in others)
        if others:
            yield finding(
                "guests-unverified",
                where=f"part {event.invitation.part}, ATTENDEE",
                variant="colleagues" if colleagues else "",
                params={"n": str(colleagues or len(others))},
                guests=len(event.invitation.attendees),
                said_to_come=len(others),
                colleagues=colleagues,
            )
            return


def _said_to_come(facts: MessageFacts, event: EventFacts, recipient: RecipientFacts) -> set[str]:
    """Guests other than the reader, the organizer and the author of whom it says that they have accepted."""
    spoken_for = {*recipient.addresses, (event.identity.claimed or "").lower(), (facts.author or "").lower()}
    return {
        guest.address.lower()
        for guest in event.invitation.attendees
        if guest.address and (guest.partstat or "").upper() == "ACCEPTED" and guest.address.lower() not in spoken_for
    }


RULE = recipient_rule(
    "guests-unverified", __doc__, reads=("addresses", "authentication", "author", "events", "own"), check=check
)
