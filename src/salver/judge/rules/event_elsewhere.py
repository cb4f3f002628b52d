"""The mail offers an event in other ways than as a calendar: in its markup, or behind a link.

Why it matters: some mailboxes make an entry of such markup by themselves, and a link "add to calendar" makes one with a
press (MIME-30, SPAM-05). What is behind it, we do not see: the entry it makes may be another one than the invitation.

When it is wrong: it is a statement of fact. Tickets, bookings and newsletters do this every day.

What to do: nothing. Take the event from the invitation, not from the link, if the two differ.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts
from salver.read.other_forms import other_forms


def check(facts: MessageFacts) -> Iterator[Finding]:
    found = other_forms(facts.message)
    if not found:
        return
    first = found[0]
    yield finding(
        "event-elsewhere",
        where=f"part {first.part}",
        forms=tuple(dict.fromkeys(one.mark.form for one in found)),
        count=len(found),
        text=first.mark.text,
    )


RULE = message_rule("event-elsewhere", __doc__, reads=("message",), check=check)
