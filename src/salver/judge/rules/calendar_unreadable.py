"""There are calendar bytes in this mail that cannot be read to their end.

Why it matters: programs guess where the standard is broken, each in its own way, so nobody can say what a calendar
would pick up (DOS-05).

When it is wrong: software that cuts lines or forgets the last one.

What to do: ask for a new invitation if you expected one.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts


def check(facts: MessageFacts) -> Iterator[Finding]:
    for calendar in facts.message.calendars:
        if not calendar.readable and not calendar.fake:
            yield finding("calendar-unreadable", where=f"part {calendar.part}", bytes=len(calendar.data))


RULE = message_rule("calendar-unreadable", __doc__, reads=("message",), check=check)
