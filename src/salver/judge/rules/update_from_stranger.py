"""A message changes an event this mailbox has, and somebody other than its organizer is proved to have sent it.

Why it matters: an update needs only the UID and the organizer's name, both known to every guest. Changing the link or
the place of a meeting you already trust is the quietest attack there is; a shipping server applied such mails
(SPF-09, CVE-2026-93627). Only the one who invited you may change the event, also when a fellow guest authenticates.

When it is wrong: an assistant who takes over a series. Merely weaker evidence from the organizer himself is not this
rule: then we ask.

What to do: your calendar is unchanged. Use the link and the time you already have.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.bound import binding, same_organizer, sent_by_somebody_else
from salver.judge.finding import Finding, finding
from salver.judge.rule import recipient_rule
from salver.observe.facts import MessageFacts, RecipientFacts

_CHANGES = frozenset({None, "PUBLISH", "REQUEST", "ADD", "DECLINECOUNTER"})


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    for event, seen in zip(facts.events, recipient.events, strict=True):
        invitation, identity = event.invitation, event.identity
        memory = binding(seen, identity)
        if memory is None or invitation.method not in _CHANGES or invitation.status == "CANCELLED":
            continue
        other = sent_by_somebody_else(facts, event, memory)
        if other is None:
            continue
        yield finding(
            "update-from-stranger",
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


RULE = recipient_rule("update-from-stranger", __doc__, reads=("author", "events"), check=check)
