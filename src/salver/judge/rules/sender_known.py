"""The sender is confirmed, and you know each other.

Why it matters: it says what the verdict rests on: your contacts, your own word, mail you wrote, or people of your house
who know the sender. A name alone is never enough; only a confirmed sender is known.

When it is wrong: an account that was taken over writes like its owner. Look at what is asked of you as well.

What to do: nothing. Under Senders you can see and take back what makes a sender known.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.another_account import from_another_account
from salver.judge.delegated import vouched_for
from salver.judge.finding import Finding, finding
from salver.judge.rule import recipient_rule
from salver.judge.speaker import service_name, speaker
from salver.observe.facts import Familiarity, Identity, MessageFacts, RecipientEvent, RecipientFacts

_VARIANTS: dict[Familiarity, str] = {
    "contact": "",
    "allowed": "allowed",
    "wrote-to": "wrote-to",
    "organisation": "organisation",
    "colleagues": "colleagues",
}


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    told: set[str | None] = set()
    for event, seen in zip(facts.events, recipient.events, strict=True):
        address = speaker(event.identity)
        if not seen.known or address in told or not vouched_for(facts, event, seen) or seen.own_echo:
            continue
        if from_another_account(facts, event):
            continue
        told.add(address)
        yield finding(
            "sender-known",
            variant=_variant(event.identity, seen),
            params={
                "confirmed": shown_domain(address),
                "carrier": service_name(event.identity),
                "delegate": shown_domain(facts.author),
            },
            address=address,
            rests_on=seen.contact.rests_on if seen.contact else None,
            since=seen.contact.since if seen.contact else None,
            until=seen.contact.until if seen.contact else None,
        )


def _variant(identity: Identity, seen: RecipientEvent) -> str:
    """What it rests on: the person's own domain confirms the address, or a service, or the one who may send for it."""
    if not identity.vouched:
        return "delegate"
    if identity.vouched_by == "carrier":
        return "carrier-colleagues" if seen.familiarity == "colleagues" else "carrier"
    return _VARIANTS.get(seen.familiarity, "")


RULE = recipient_rule("sender-known", __doc__, reads=("authentication", "author", "events"), check=check)
