"""The mail holds content nobody but its reader can see: encrypted, packed or of a kind we cannot read.

Why it matters: it may hold an invitation, and the reader's own program will show it without us (MIME-22).

When it is wrong: it is a statement of fact. Encrypted mail is a good thing.

What to do: if it opens as an invitation, look who sent it before you answer. Operators can hold all such mail with
``opaque.hold``; with an outer sign of scheduling it is held anyway.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from salver.judge.finding import Evidence, Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts
from salver.read.message import OpaquePart


def check(facts: MessageFacts) -> Iterator[Finding]:
    for part in facts.message.opaque:
        if part.kind == "unread":  # too-much-to-read says so
            continue
        found = finding(
            "content-encrypted",
            where=f"part {part.part}",
            kind=part.kind,
            scheduling="yes" if part.scheduling else "no",
        )
        yield msgspec.structs.replace(found, evidence=found.evidence | _inside(part))


def _inside(part: OpaquePart) -> dict[str, Evidence]:
    """What can be told from outside: a name in an archive, and what TNEF says of its meeting; nobody vouches for it.

    The reminder file of a meeting may lie on a network, and opening it there gives a password away (MIME-17).
    """
    said: dict[str, Evidence] = {"name": part.names[0]} if part.names else {}
    if (meeting := part.meeting) is not None:
        said |= {
            "message_class": meeting.message_class,
            "sender": meeting.sender,
            "start": meeting.start,
            "end": meeting.end,
            "reminder_file": meeting.reminder_file,
        }
    return {name: value for name, value in said.items() if value is not None}


RULE = message_rule("content-encrypted", __doc__, reads=("message",), check=check)
