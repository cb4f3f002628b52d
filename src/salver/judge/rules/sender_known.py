"""The sender is confirmed, and you know each other.

Why it matters: it says what the verdict rests on: your contacts, your own word, mail you wrote, or people of your house
who know the sender. A name alone is never enough; only a confirmed sender is known.

When it is wrong: an account that was taken over writes like its owner. Look at what is asked of you as well.

What to do: nothing. Under Senders you can see and take back what makes a sender known.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.delegated import vouched_for
from salver.judge.finding import Finding, finding
from salver.judge.passage import how
from salver.judge.rule import recipient_rule
from salver.judge.speaker import speaker
from salver.observe.facts import Familiarity, MessageFacts, RecipientFacts

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
        if not seen.known or address in told or not vouched_for(facts, event, seen) or how(event, "own-echo"):
            continue
        told.add(address)
        yield finding(
            "sender-known",
            variant=_VARIANTS.get(seen.familiarity, ""),
            params={"confirmed": shown_domain(address)},
            address=address,
            rests_on=seen.contact.rests_on if seen.contact else None,
            since=seen.contact.since if seen.contact else None,
            until=seen.contact.until if seen.contact else None,
        )


RULE = recipient_rule("sender-known", __doc__, reads=("authentication", "author", "events"), check=check)
