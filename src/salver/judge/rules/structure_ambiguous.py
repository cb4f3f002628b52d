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
    if not message.ambiguous:
        return
    defect = next((d for d in message.defects if d.code.startswith("mime-")), None)
    yield finding(
        "structure-ambiguous",
        where=f"part {defect.part}" if defect and defect.part else None,
        defect=defect.code if defect else None,
        offset=defect.offset if defect else None,
        found=tuple(f"{c.part} by {c.found_by}" for c in message.calendars[:10]),
    )


RULE = message_rule("structure-ambiguous", __doc__, reads=("message",), check=check)
