"""The event repeats without an end.

Why it matters: one message fills a calendar for ever and makes free/busy useless (SPAM-12).

When it is wrong: a weekly team meeting often has no end. It is a notice.

What to do: accept an endless series only from somebody you know.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts
from salver.read.repetition import Recurrence

_WORDS = {
    "SECONDLY": "every second",
    "MINUTELY": "every minute",
    "HOURLY": "every hour",
    "DAILY": "every day",
    "WEEKLY": "every week",
    "MONTHLY": "every month",
    "YEARLY": "every year",
}


def check(facts: MessageFacts) -> Iterator[Finding]:
    for event in facts.events:
        recurrence = event.invitation.recurrence
        if recurrence is not None and recurrence.endless:  # RFC 5545 3.3.10: neither UNTIL nor COUNT
            yield finding(
                "recurrence-endless",
                where=f"part {event.invitation.part}, RRULE",
                params={"how_often": how_often(recurrence)},
                rule=recurrence.text,
            )


def how_often(recurrence: Recurrence) -> str:
    """The rule's pace in words."""
    if recurrence.interval > 1:
        return "again and again"
    return _WORDS.get(recurrence.frequency or "", "again and again")


RULE = message_rule("recurrence-endless", __doc__, reads=("events",), check=check)
