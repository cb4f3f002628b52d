"""Programs would read the structure of this mail in different ways, and a calendar is at stake.

Why it matters: doubled headers, two boundaries or a calendar outside every part show one thing to a filter and
another to a person (MIME-01..35, MIME-20). A gate that reads otherwise than the person's program is no gate.

When it is wrong: broken software builds such mail by accident, rarely with a calendar in it.

What to do: decline silently, and ask for a new invitation if you need it.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts


def check(facts: MessageFacts) -> Iterator[Finding]:
    message = facts.message
    if not message.disagreements:
        return
    first = message.disagreements[0]
    yield finding(
        "structure-ambiguous",
        where=f"part {first.part}",
        defect=first.defect,
        offset=first.offset,
        readings=tuple(
            f"part {one.part}: {word}" for one in message.disagreements[:5] for word in (one.usual, one.other)
        ),
        found=tuple(f"{c.part} by {c.found_by}" for c in message.calendars[:10]),
    )


RULE = message_rule("structure-ambiguous", __doc__, reads=("message",), check=check)
