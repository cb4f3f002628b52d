"""The mail holds content nobody but its reader can see: encrypted, packed or of a kind we cannot read.

Why it matters: it may hold an invitation, and the reader's own program will show it without us (MIME-22).

When it is wrong: it is a statement of fact. Encrypted mail is a good thing.

What to do: if it opens as an invitation, look who sent it before you answer. Operators can hold all such mail with
``opaque.hold``; with an outer sign of scheduling it is held anyway.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts


def check(facts: MessageFacts) -> Iterator[Finding]:
    for part in facts.message.opaque:
        if part.kind == "unread":  # too-much-to-read says so
            continue
        yield finding(
            "content-encrypted",
            where=f"part {part.part}",
            kind=part.kind,
            scheduling="yes" if part.scheduling else "no",
        )


RULE = message_rule("content-encrypted", __doc__, reads=("message",), check=check)
