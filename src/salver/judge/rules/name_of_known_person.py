"""The name is that of somebody you know, and the address is not.

Why it matters: a name costs nothing. "Anna Keller" with a new address is how strangers borrow the trust of somebody you
write to (SPF-04).

When it is wrong: people of one name, and a person's new or second address. It is silent where the address itself is
known to you, and for the tokens that Outlook and others make up for an address, where the service confirms it and
names no other.

What to do: write to the person at the address you already have.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.organisations import same_mailbox
from salver.judge.rule import recipient_rule
from salver.judge.speaker import by_service, speaker, token, usual_there
from salver.observe.facts import EventFacts, MessageFacts, RecipientEvent, RecipientFacts


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    told: set[str] = set()
    for event, seen in zip(facts.events, recipient.events, strict=True):
        address = speaker(event.identity)
        known = _namesake(address, seen)
        if address is None or known is None or address in told or _made_up(event):
            continue
        if address.lower() in recipient.addresses:
            continue
        told.add(address)
        yield finding(
            "name-of-known-person",
            where=f"part {event.invitation.part}, {event.identity.role.upper()}",
            params={"known": shown_domain(known), "confirmed": shown_domain(address)},
            address=address,
            known=seen.namesakes[:10],
        )


def _namesake(address: str | None, seen: RecipientEvent) -> str | None:
    if address is None or seen.known:
        return None
    return next((known for known in seen.namesakes if not same_mailbox(known, address)), None)


def _made_up(event: EventFacts) -> bool:
    """A token whose service confirms it, and that shows no person's address: nobody would know it by sight."""
    identity = event.identity
    if identity.person is not None:
        return False
    if usual_there(identity, "name-of-known-person"):
        return True
    return token(identity.claimed) and (identity.vouched or by_service(identity))


RULE = recipient_rule("name-of-known-person", __doc__, reads=("addresses", "events"), check=check)
