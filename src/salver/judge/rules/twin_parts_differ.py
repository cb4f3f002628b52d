"""Two calendars in this mail are about the same event and say different things.

Why it matters: many products send an invitation twice, as text/calendar and as a file. Which of the two a program takes
is its own choice, so a clean copy for the filter and another one for the person is an old trick (MIME-20). Compared is
what a person would notice: method, organizer, time, place, title, the hosts of links, whether it is cancelled, how it
repeats, and in an answer who answers how. Bytes, order, spacing and escapes are not compared.

When it is wrong: archives that black out addresses in one copy and forget the other, which is in base64.

What to do: decline silently, and ask for a new invitation if you need it.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts
from salver.read.twins import differences

_MOST = 10
"""Pairs that are told one by one; nobody reads on."""


def check(facts: MessageFacts) -> Iterator[Finding]:
    for pair in differences(facts.message.calendars)[:_MOST]:
        yield finding(
            "twin-parts-differ",
            where=f"part {pair.part}" if pair.part == pair.other else f"parts {pair.part} and {pair.other}",
            differs=pair.fields,
        )


RULE = message_rule("twin-parts-differ", __doc__, reads=("message",), check=check)
