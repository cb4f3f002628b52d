"""Reading stopped at a limit, so that part of the message is unread.

Why it matters: thousands of header fields, parts or lines only serve to make a filter give up before the calendar that
the person's program will find (DOS-05, DOS-14). What was not read counts as able to hold one.

When it is wrong: a mail with an enormous calendar export. Every limit and its reason stands in the list of limits.

What to do: ask for a plain invitation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts
from salver.read.message import Defect


def check(facts: MessageFacts) -> Iterator[Finding]:
    message = facts.message
    if message.truncated or any(part.kind == "unread" for part in message.opaque):
        # The other defects cost a walk over the whole message; they are looked at only when nothing was noted before.
        defect = _limit(message.noted) or _limit(message.defects)
        yield finding(
            "too-much-to-read",
            where=f"part {defect.part}" if defect and defect.part else None,
            limit=defect.code if defect else None,
            offset=defect.offset if defect else None,
        )


def _limit(defects: Iterable[Defect]) -> Defect | None:
    """The first defect that says a limit was reached."""
    return next((one for one in defects if "too-m" in one.code or "too-long" in one.code), None)


RULE = message_rule("too-much-to-read", __doc__, reads=("message",), check=check)
