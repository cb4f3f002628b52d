"""The invitation names one organizer, and somebody else is proved to have sent it.

Why it matters: a stranger who types your boss into ORGANIZER gets your boss's name shown as the host and your trust
with it (SPF-01, SPF-03). Here the sender's own domain confirms the From address, it lies in another organisation, and
the organizer's line does not even name that sender.

When it is wrong: some calendar services send in their own name for a person elsewhere. Until a service is known to
Salver with a real sample, its mail can look like this. A known service, and a list, is nobody else by itself.

What to do: ask the person named as organizer by phone or in a new mail. If you did not expect this, decline silently.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts


def check(facts: MessageFacts) -> Iterator[Finding]:
    told: set[str | None] = set()
    for event in facts.events:
        identity = event.identity
        # Products that write in other people's names are never called forgers (carriers.md 2).
        if not identity.contradicted_by or identity.claimed in told or identity.carrier_class == "speaks-for-others":
            continue
        told.add(identity.claimed)
        yield finding(
            "organizer-contradicted",
            where=f"part {event.invitation.part}, {identity.role.upper()}",
            params={
                "claimed": shown_domain(identity.claimed),
                "confirmed": shown_domain(identity.contradicted_by[0]),
            },
            organizer=identity.claimed,
            confirmed=identity.contradicted_by,
        )


RULE = message_rule("organizer-contradicted", __doc__, reads=("events",), check=check)
