"""The invitation already holds your answer, and you never gave one.

Why it matters: programs show a meeting you seem to have accepted as settled, and some put it into the calendar without
a question (SPF-17).

When it is wrong: booking services such as Cal.com write that everybody has accepted, because somebody typed your
address. Updates carry the answer you gave, so it is silent where the event was with you before, where the sender is
known and this is an update, and for what you made yourself.

What to do: did you book this yourself? Then accept. If you do not know it, decline silently. Nothing was added.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.organisations import one_of
from salver.judge.rule import recipient_rule
from salver.judge.speaker import usual_there
from salver.observe.facts import EventFacts, MessageFacts, RecipientEvent, RecipientFacts

_METHODS = frozenset({None, "PUBLISH", "REQUEST", "ADD"})
_OPEN = frozenset({None, "", "NEEDS-ACTION"})
"""PARTSTAT of somebody who has not answered (RFC 5545 3.2.12); absent is the same."""


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    for event, seen in zip(facts.events, recipient.events, strict=True):
        answer = _answer(event, recipient)
        if answer is None or event.invitation.method not in _METHODS or _may_stand(event, seen, recipient):
            continue
        yield finding(
            "answer-preset",
            where=f"part {event.invitation.part}, ATTENDEE",
            variant="declined" if answer == "DECLINED" else "" if answer == "ACCEPTED" else "other",
            params={"claimed": shown_domain(event.identity.claimed)},
            partstat=answer if answer in ("ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED") else "other",
        )
        return


def _answer(event: EventFacts, recipient: RecipientFacts) -> str | None:
    """What the invitation says this mailbox has answered; None where it says nothing."""
    for guest in event.invitation.attendees:
        partstat = (guest.partstat or "").upper()
        if partstat not in _OPEN and one_of(guest.address, recipient.addresses):
            return partstat
    return None


def _may_stand(event: EventFacts, seen: RecipientEvent, recipient: RecipientFacts) -> bool:
    """An answer this person may have given, as far as anybody can say."""
    if seen.history is None or any(memory.state != "waiting" for memory in seen.history):
        return True
    if seen.own_echo or usual_there(event.identity, "answer-preset"):
        return True
    if one_of(event.identity.claimed, recipient.addresses):
        return True
    # The answer to an invitation that came before Salver did, or to another of the person's addresses.
    return seen.known and event.identity.vouched and bool(event.invitation.sequence)


RULE = recipient_rule("answer-preset", __doc__, reads=("addresses", "events"), check=check)
