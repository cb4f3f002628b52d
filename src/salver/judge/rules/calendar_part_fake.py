"""A part calls itself a calendar and holds none.

Why it matters: a name that ends in .ics is opened without a second look (SPAM-07, SPAM-21). Most such files of one
collection of phishing mail hold a web page or nothing at all.

When it is wrong: a program that attached an empty file.

What to do: do not open that attachment unless you expected it. Nothing can reach a calendar, so the mail is delivered.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts


def check(facts: MessageFacts) -> Iterator[Finding]:
    for calendar in facts.message.calendars:
        if calendar.fake:
            yield finding(
                "calendar-part-fake",
                where=f"part {calendar.part}",
                found_by=calendar.found_by,
                bytes=len(calendar.data),
            )


RULE = message_rule("calendar-part-fake", __doc__, reads=("message",), check=check)
