"""One calendar object names more than one organizer.

Why it matters: a gate that checks the first and a program that shows the last see two different hosts (SPF-31). RFC
5545 3.8.4.3 allows one ORGANIZER a component, and all components of an event share it.

When it is wrong: we know of no honest product that does it. A broken merge of two calendars can.

What to do: trust neither name before you have asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts


def check(facts: MessageFacts) -> Iterator[Finding]:
    for event in facts.events:
        names = tuple(dict.fromkeys((o.address or o.raw.raw).lower() for o in event.invitation.organizers))
        if len(names) < 2:  # RFC 5545 3.8.4.3
            continue
        usable = [o.address for o in event.invitation.organizers if o.address]
        yield finding(
            "organizer-several",
            where=f"part {event.invitation.part}, ORGANIZER",
            params={
                "claimed": shown_domain(usable[0] if usable else None),
                "other": shown_domain(usable[-1] if len(usable) > 1 else None),
            },
            organizers=names[:10],
        )


RULE = message_rule("organizer-several", __doc__, reads=("events",), check=check)
