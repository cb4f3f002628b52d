"""The one who speaks is nobody this mailbox knows.

Why it matters: calendar spam comes from fresh accounts that authenticate perfectly. Who somebody is and whether they
are wanted are two questions; only consent answers the second (SPAM-01, SPAM-02).

When it is wrong: never as a statement, often as a worry. Every relation begins with a first contact, so it is a notice
that makes the event wait and says nothing bad about its sender.

What to do: accept if you expected it; otherwise decline silently. A contact, "from now on", or your own mail to that
address makes it known.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.bound import bound_to_speaker
from salver.judge.finding import Finding, finding
from salver.judge.rule import recipient_rule
from salver.judge.speaker import service_name, speaker
from salver.observe.facts import Identity, MessageFacts, RecipientFacts


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    told: set[str | None] = set()
    for event, seen in zip(facts.events, recipient.events, strict=True):
        identity = event.identity
        who = speaker(identity)
        if seen.known or bound_to_speaker(identity, seen) or who in told:
            continue
        told.add(who)
        yield finding(
            "first-contact",
            where=f"part {event.invitation.part}",
            variant=_variant(identity),
            params={
                "claimed": shown_domain(who),
                "confirmed": shown_domain(who),
                "carrier": service_name(identity),
            },
            claimed=who,
        )


def _variant(identity: Identity) -> str:
    if identity.claimed is None:
        return "unnamed"
    if identity.strength == "unknown":
        return "not-checked"
    if identity.carrier_class in ("claimed", "service") or (identity.vouched_by == "carrier" and not identity.vouched):
        return "carrier"
    if not identity.vouched:
        return "not-confirmed"
    return "reply" if identity.role == "attendee" else ""


RULE = recipient_rule("first-contact", __doc__, reads=("events",), check=check)
