"""The person has blocked this sender.

Why it matters: the person's word comes first (PRIV-18). The mail still arrives; the event is recorded and never shown
as news, and the sender cannot tell.

When it is wrong: a block by domain can hit somebody new at the same place.

What to do: lift the block under Senders.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.rule import recipient_rule
from salver.observe.facts import MessageFacts, RecipientFacts


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    blocked = [
        event.identity.claimed for event, seen in zip(facts.events, recipient.events, strict=True) if seen.blocked
    ]
    if blocked:
        yield finding("sender-blocked", where="ORGANIZER", sender=blocked[0])
    elif recipient.author is not None and recipient.author.blocked:
        yield finding("sender-blocked", where="From", sender=facts.author)


RULE = recipient_rule("sender-blocked", __doc__, reads=("author", "events"), check=check)
