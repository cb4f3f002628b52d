"""The invitation names its own recipient as the organizer, but came from outside.

Why it matters: programs take it for a meeting you made yourself. Outlook even says that there is no need to answer, and
the event appears without a question (SPF-02).

When it is wrong: an echo of your own invitation, sent by your calendar server to yourself. It stays silent when your
own address is confirmed as the sender, and is a warning where a proved list may have brought your own invitation back.

What to do: decline silently. You did nothing wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.passage import by_proved_list, how
from salver.judge.rule import recipient_rule
from salver.observe.facts import MessageFacts, RecipientFacts


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    for event in facts.events:
        claimed = event.identity.claimed
        if event.identity.role != "organizer" or not claimed or event.identity.vouched:
            continue
        # A calendar that names no organizer borrowed the author for the claim: then there is no such line to forge.
        if event.invitation.organizer is None or how(event, "own-echo") is not None:
            continue
        if claimed.lower() in recipient.addresses:
            by_list = by_proved_list(facts)
            yield finding(
                "organizer-is-recipient",
                severity="warning" if by_list else None,
                variant="by-list" if by_list else "",
                where=f"part {event.invitation.part}, ORGANIZER",
                organizer=claimed,
            )
            return


RULE = recipient_rule("organizer-is-recipient", __doc__, reads=("addresses", "circumstances", "events"), check=check)
