"""A CANCEL for an event this mailbox never had.

Why it matters: six of nine spam invitations of one collection were cancellations of nothing, because a cancelled event
is shown too. It is recorded, and it is not news.

When it is wrong: the invitation went to another address, or came before Salver did. From a known and confirmed sender
it is therefore passed on like a first message and this rule stays silent.

What to do: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.rule import recipient_rule
from salver.observe.facts import MessageFacts, RecipientFacts


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    for event, seen in zip(facts.events, recipient.events, strict=True):
        if event.invitation.method != "CANCEL" or seen.history != ():
            continue
        if not (seen.known and event.identity.vouched):
            yield finding("cancel-unknown-event", where=f"part {event.invitation.part}, UID")


RULE = recipient_rule("cancel-unknown-event", __doc__, reads=("events",), check=check)
