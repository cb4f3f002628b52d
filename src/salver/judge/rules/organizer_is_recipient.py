"""The invitation names its own recipient as the organizer, but came from outside.

Why it matters: programs take it for a meeting you made yourself. Outlook even says that there is no need to answer, and
the event appears without a question (SPF-02).

When it is wrong: an echo of your own invitation, sent by your calendar server to yourself. It stays silent when your
own address is confirmed as the sender, and is a warning where a list or forwarder you know, and that is proved, may
have brought your own invitation back.

What to do: decline silently. You did nothing wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.organisations import one_of
from salver.judge.passage import by_known_hand
from salver.judge.rule import recipient_rule
from salver.observe.facts import MessageFacts, RecipientFacts


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    for event, seen in zip(facts.events, recipient.events, strict=True):
        claimed = event.identity.claimed
        if event.identity.role != "organizer" or not claimed or event.identity.vouched:
            continue
        # A calendar that names no organizer borrowed the author for the claim: then there is no such line to forge.
        if event.invitation.organizer is None or seen.own_echo:
            continue
        if one_of(claimed, recipient.addresses):
            by_list = by_known_hand(facts, recipient, claimed)
            yield finding(
                "organizer-is-recipient",
                severity="warning" if by_list else None,
                variant="by-list" if by_list else "",
                where=f"part {event.invitation.part}, ORGANIZER",
                organizer=claimed,
            )
            return


RULE = recipient_rule(
    "organizer-is-recipient", __doc__, reads=("addresses", "circumstances", "events", "known_hands"), check=check
)
