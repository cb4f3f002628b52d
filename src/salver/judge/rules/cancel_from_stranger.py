"""A message cancels an event this mailbox has, and somebody other than its organizer is proved to have sent it.

Why it matters: a forged CANCEL empties a calendar without a trace where cancelled events are deleted (SPF-10,
CVE-2026-93627). A REQUEST with STATUS:CANCELLED does the same.

When it is wrong: Yahoo has sent a CANCEL in a foreign organizer's name because one of the guests was a customer. The
meeting then stands until its organizer says otherwise.

What to do: your meeting stands. Ask the organizer in a new mail if you are unsure.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding
from salver.judge.rule import recipient_rule
from salver.judge.stranger import cancels, from_somebody_else
from salver.observe.facts import MessageFacts, RecipientFacts


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    return from_somebody_else("cancel-from-stranger", facts, recipient, cancels)


RULE = recipient_rule("cancel-from-stranger", __doc__, reads=("author", "events"), check=check)
