"""The domain looks like one you know, and is another.

Why it matters: ``victirn.example`` reads as ``victim.example``. Such a domain is bought for this purpose and confirms
itself perfectly (SPF-34), so a green word about its sender helps the one who deceives.

When it is wrong: two firms whose names differ by a letter, and a firm's second domain. So it is a warning where honest
names often do the same: one letter in a short name, two in a long one, another ending, a word such as ``group``. It is
silent for an address you know yourself.

What to do: read the name letter by letter. If you did not expect this, decline silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from salver.core.envelope import domain_of
from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.organisations import together
from salver.judge.rule import recipient_rule
from salver.judge.speaker import speaker
from salver.observe.facts import MessageFacts, RecipientEvent, RecipientFacts
from salver.observe.question import SURE


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    told: set[str | None] = set()
    for event, seen in zip(facts.events, recipient.events, strict=True):
        address = speaker(event.identity)
        alike = _gravest(address, seen)
        if alike is None or seen.known or domain_of(address) in told:
            continue
        told.add(domain_of(address))
        known, sure = alike
        yield finding(
            "lookalike-domain",
            severity=None if sure else "warning",
            where=f"part {event.invitation.part}, {event.identity.role.upper()}",
            variant="" if sure else "perhaps",
            params={"confirmed": shown_domain(address), "known": shown_domain(known)},
            address=address,
            known=seen.lookalikes[:10],
            by=seen.resemblances[:10],
        )


def _gravest(address: str | None, seen: RecipientEvent) -> tuple[str, bool] | None:
    """The known domain this one is taken for, and whether hardly any honest name does that. A resemblance whose reason
    is not known counts as such."""
    others = [
        (known, why is None or why in SURE)
        for known, why in zip_longest(seen.lookalikes, seen.resemblances[: len(seen.lookalikes)])
        if not together(known, address)
    ]
    return next((one for one in others if one[1]), others[0] if others else None)


RULE = recipient_rule("lookalike-domain", __doc__, reads=("events",), check=check)
