"""The event repeats by a rule that cannot be read, or that asks for dates which never come.

Why it matters: programs disagree about such rules, so you would accept other dates than you were shown. Some search for
a 30 February without end (DOS-06), step forward by nothing (DOS-03), or work through two rules that cancel each other
out (DOS-07). Calendars other than the Gregorian one are not guessed at (DOS-30).

When it is wrong: birthdays by the Chinese or Hebrew calendar, rules of the old vCalendar format, and series whose last
date was taken out by hand.

What to do: ask the sender for the dates, or for another invitation.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts
from salver.read.repetition import Recurrence


def check(facts: MessageFacts) -> Iterator[Finding]:
    for event in facts.events:
        recurrence = event.invitation.recurrence
        variant = _variant(recurrence) if recurrence is not None else None
        if recurrence is not None and variant is not None:
            yield finding(
                "recurrence-unreadable",
                where=f"part {event.invitation.part}, RRULE",
                variant=variant,
                rule=recurrence.text,
                why=recurrence.why or None,
            )


def _variant(found: Recurrence) -> str | None:
    """The sentence that fits; None for a rule that can be read and comes."""
    if not found.readable:
        return "other-calendar" if found.why == "other-calendar" else ""
    if "never" in found.flags:
        return "never"
    return "several" if "several-rules" in found.flags else None


RULE = message_rule("recurrence-unreadable", __doc__, reads=("events",), check=check)
