"""A calendar service sent the invitation for one of its customers.

Why it matters: the service confirms itself, and everybody can become its customer (SPF-24). Whether it also checked the
person differs: some know whose account it is, others pass on what was typed.

When it is wrong: never; it is information. A service counts only where its own signature passes and a real mail of it
is known to Salver.

What to do: look at the person, not at the service.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.judge.speaker import by_service, knows_account, service_name, speaker
from salver.observe.facts import MessageFacts

_VARIANTS = {"account": "", "claimed": "claimed", "service": "service"}


def check(facts: MessageFacts) -> Iterator[Finding]:
    told: set[str | None] = set()
    for event in facts.events:
        identity = event.identity
        variant = _VARIANTS.get(identity.carrier_class or "")
        if not by_service(identity) or variant is None or identity.carrier in told:
            continue
        if variant == "claimed" and knows_account(identity):
            variant = "claimed-account"
        told.add(identity.carrier)
        yield finding(
            "sent-by-carrier",
            variant=variant,
            params={"carrier": service_name(identity), "claimed": shown_domain(speaker(identity))},
            carrier=identity.carrier,
            person=identity.person,
        )


RULE = message_rule("sent-by-carrier", __doc__, reads=("events",), check=check)
