"""The domain looks like one you know, and is another.

Why it matters: ``victirn.example`` reads as ``victim.example``. Such a domain is bought for this purpose and confirms
itself perfectly (SPF-34), so a green word about its sender helps the one who deceives.

When it is wrong: two firms whose names differ by a letter, and a firm's second domain. It is silent for an address you
know yourself.

What to do: read the name letter by letter. If you did not expect this, decline silently.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.envelope import domain_of
from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.organisations import together
from salver.judge.rule import recipient_rule
from salver.judge.speaker import speaker
from salver.observe.facts import MessageFacts, RecipientFacts


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    told: set[str | None] = set()
    for event, seen in zip(facts.events, recipient.events, strict=True):
        address = speaker(event.identity)
        known = next((one for one in seen.lookalikes if not together(one, address)), None)
        if known is None or seen.known or domain_of(address) in told:
            continue
        told.add(domain_of(address))
        yield finding(
            "lookalike-domain",
            where=f"part {event.invitation.part}, {event.identity.role.upper()}",
            params={"confirmed": shown_domain(address), "known": shown_domain(known)},
            address=address,
            known=seen.lookalikes[:10],
        )


RULE = recipient_rule("lookalike-domain", __doc__, reads=("events",), check=check)
