"""The mail came through a mailing list.

Why it matters: it explains much. Your address is not on the guest list, the list wrote its own name into the sender's
line, and the signature of the one who invites is broken (FP-08). The list vouches for itself and for nobody else.

When it is wrong: anybody can write the headers of a list. Without proof of the list's own name the sentence says so,
and nothing rests on it.

What to do: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.passage import how
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts


def check(facts: MessageFacts) -> Iterator[Finding]:
    found = how(facts, "mailing-list")
    if found is None or not facts.events:
        return
    place = shown_domain(found.by)
    yield finding(
        "sent-by-list",
        variant="unnamed" if place == "?" else "" if found.proved else "unproved",
        params={"list": place},
        by=found.by,
    )


RULE = message_rule("sent-by-list", __doc__, reads=("circumstances", "events"), check=check)
