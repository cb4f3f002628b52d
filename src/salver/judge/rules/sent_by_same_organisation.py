"""The mail was sent by somebody of the organizer's own house.

Why it matters: assistants, room systems and colleagues send for others every day (FP-07). It explains why two addresses
stand there, and never counts as the organizer's own word: an update or a cancellation needs that.

When it is wrong: never; it is information. It needs a confirmed sender and a domain that is yours or that the operator
listed under ``identity.organisations``; a shared mail provider is no house.

What to do: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.passage import how
from salver.judge.rule import message_rule
from salver.observe.facts import EventFacts, MessageFacts


def check(facts: MessageFacts) -> Iterator[Finding]:
    event = next(filter(_of_one_house, facts.events), None)
    if event is not None:
        yield finding(
            "sent-by-same-organisation",
            params={"confirmed": shown_domain(facts.author), "claimed": shown_domain(event.identity.claimed)},
            author=facts.author,
            organizer=event.identity.claimed,
        )


def _of_one_house(event: EventFacts) -> bool:
    delegate = how(event, "delegate")
    if event.identity.vouched_by == "same-organisation":
        return True
    return event.identity.vouched_by == "delegate" and delegate is not None and delegate.proved


RULE = message_rule("sent-by-same-organisation", __doc__, reads=("author", "events"), check=check)
