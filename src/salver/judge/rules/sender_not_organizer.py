"""The mail's From address is not the one the calendar speaks for.

Why it matters: it is the plain sign of an invitation sent in another's name, and the first thing to look at when
something else is odd (SPF-01).

When it is wrong: very often. Assistants, booking services, room systems and lists send for others every day. Alone it
decides nothing.

What to do: look at both names. The evidence also lists Sender, SENT-BY and EMAIL: claims that prove nothing by
themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.organisations import same_mailbox
from salver.judge.rule import message_rule
from salver.judge.speaker import usual_there
from salver.observe.facts import MessageFacts


def check(facts: MessageFacts) -> Iterator[Finding]:
    author = facts.author
    if author is None:
        return
    told: set[str] = set()
    for event in facts.events:
        claimed = event.identity.claimed
        if not claimed or same_mailbox(claimed, author) or claimed in told:
            continue
        if usual_there(event.identity, "sender-not-organizer"):
            continue
        told.add(claimed)
        organizer = event.invitation.organizer
        yield finding(
            "sender-not-organizer",
            where="From",
            params={"claimed": shown_domain(claimed), "confirmed": shown_domain(author)},
            author=author,
            sender=facts.sender,
            claimed=claimed,
            sent_by=organizer.sent_by if organizer else None,
            email=organizer.email if organizer else None,
        )


RULE = message_rule("sender-not-organizer", __doc__, reads=("author", "sender", "events"), check=check)
