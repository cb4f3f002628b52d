"""A message cancels an event this mailbox has, and somebody other than its organizer is proved to have sent it.

Why it matters: a forged CANCEL empties a calendar without a trace where cancelled events are deleted (SPF-10,
CVE-2026-93627). A REQUEST with STATUS:CANCELLED does the same.

When it is wrong: Yahoo has sent a CANCEL in a foreign organizer's name because one of the guests was a customer. The
meeting then stands until its organizer says otherwise.

What to do: your meeting stands. Ask the organizer in a new mail if you are unsure.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.bound import binding, same_organizer, sent_by_somebody_else
from salver.judge.finding import Finding, finding
from salver.judge.rule import recipient_rule
from salver.observe.facts import MessageFacts, RecipientFacts


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    for event, seen in zip(facts.events, recipient.events, strict=True):
        invitation, identity = event.invitation, event.identity
        memory = binding(seen, identity)
        if memory is None or not (invitation.method == "CANCEL" or invitation.status == "CANCELLED"):
            continue
        other = sent_by_somebody_else(facts, event, memory)
        if other is None:
            continue
        yield finding(
            "cancel-from-stranger",
            where=f"part {invitation.part}, UID",
            variant="" if same_organizer(memory, identity) else "other-organizer",
            params={
                "claimed": shown_domain(identity.claimed),
                "confirmed": shown_domain(other),
                "bound": shown_domain(memory.organizer),
            },
            organizer=memory.organizer,
            confirmed=(other,),
        )


RULE = recipient_rule("cancel-from-stranger", __doc__, reads=("author", "events"), check=check)
