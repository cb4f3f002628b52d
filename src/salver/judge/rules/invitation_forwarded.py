"""Somebody passed on an invitation that was not made for you.

Why it matters: your answer goes to an organizer who does not expect you, and what was forwarded may have been changed
on the way. Nobody can confirm it any more as the organizer's own (FP-03, SPF-16).

When it is wrong: never as a statement; colleagues forward invitations every day. It is a notice.

What to do: ask the one who forwarded it if you should come.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import plain_host, shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.passage import how, returned
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts


def check(facts: MessageFacts) -> Iterator[Finding]:
    if how(facts, "forward-notification") is not None:
        yield finding("invitation-forwarded", severity="info", variant="notification")
    elif returned(facts):
        yield finding("invitation-forwarded", variant="returned", where=_inside(facts))
    elif not facts.events and _inside(facts) is not None:
        yield finding("invitation-forwarded", variant="inside", where=_inside(facts))
    elif (forwarded := how(facts, "forwarded")) is not None:
        named = forwarded.by is not None and plain_host(forwarded.by.rpartition("@")[2]) is not None
        yield finding(
            "invitation-forwarded",
            variant="" if named else "unnamed",
            params={"confirmed": shown_domain(forwarded.by)},
            by=forwarded.by,
            proved=str(forwarded.proved).lower(),
        )


def _inside(facts: MessageFacts) -> str | None:
    """The place of a calendar that lies in a mail inside this one."""
    return next((f"part {c.part}" for c in facts.message.calendars if c.nested and not c.fake), None)


RULE = message_rule("invitation-forwarded", __doc__, reads=("circumstances", "events", "message"), check=check)
