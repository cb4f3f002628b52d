"""The organizer's line holds two addresses: its value, and another one in EMAIL.

Why it matters: some programs show and believe EMAIL first, because iCloud puts a token into the value; others show the
value (SPF-05). A stranger can write your boss into the one and himself into the other.

When it is wrong: under iCloud itself, whose signature then confirms both, and it is silent. A person with two addresses
in one program. Where nobody looked who sent it, an iCloud token is only a notice.

What to do: do not trust either name before you have asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.organisations import same_mailbox
from salver.judge.rule import message_rule
from salver.judge.speaker import token, usual_there
from salver.observe.facts import EventFacts, Identity, MessageFacts


def check(facts: MessageFacts) -> Iterator[Finding]:
    for event in facts.events:
        other = _other(event)
        if other is None or _by_the_service(event.identity, other):
            continue
        unseen = event.identity.strength == "unknown" and token(event.identity.claimed)
        yield finding(
            "organizer-email-differs",
            severity="notice" if unseen else None,
            where=f"part {event.invitation.part}, ORGANIZER",
            params={"claimed": shown_domain(event.identity.claimed), "other": shown_domain(other)},
            organizer=event.identity.claimed,
            email=other,
        )


def _other(event: EventFacts) -> str | None:
    """EMAIL, where it is not the value (RFC 7986 6.2)."""
    organizer = event.invitation.organizer
    if event.identity.role != "organizer" or organizer is None or not (organizer.address and organizer.email):
        return None
    return None if same_mailbox(organizer.address, organizer.email) else organizer.email


def _by_the_service(identity: Identity, email: str) -> bool:
    if usual_there(identity, "organizer-email-differs"):
        return True
    return identity.carrier_class == "account" and identity.person is not None and same_mailbox(identity.person, email)


RULE = message_rule("organizer-email-differs", __doc__, reads=("events",), check=check)
