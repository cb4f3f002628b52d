"""Somebody passed on an invitation that was not made for you.

Why it matters: your answer goes to an organizer who does not expect you, and what was forwarded may have been changed
on the way. Nobody can confirm it any more as the organizer's own (FP-03, SPF-16).

When it is wrong: never as a statement; colleagues forward invitations every day. It is a notice, and silent for whoever
stands on the guest list.

What to do: ask the one who forwarded it if you should come.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import plain_host, shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.passage import how, returned
from salver.judge.rule import recipient_rule
from salver.observe.facts import Circumstance, MessageFacts, RecipientFacts


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    if how(facts, "forward-notification") is not None:
        yield finding("invitation-forwarded", severity="info", variant="notification")
    elif returned(facts):
        yield finding("invitation-forwarded", variant="returned", where=_inside(facts))
    elif not facts.events and _inside(facts) is not None:
        yield finding("invitation-forwarded", variant="inside", where=_inside(facts))
    elif (forwarded := how(facts, "forwarded")) is not None and not _invited(recipient):
        yield finding(
            "invitation-forwarded",
            variant=_variant(forwarded, recipient),
            params={"confirmed": shown_domain(forwarded.by)},
            by=forwarded.by,
            proved=str(forwarded.proved).lower(),
        )


def _invited(recipient: RecipientFacts) -> bool:
    """Whoever stands on the guest list under any address was meant, whatever hands it went through."""
    return bool(recipient.events) and all(seen.invited for seen in recipient.events)


def _variant(forwarded: Circumstance, recipient: RecipientFacts) -> str:
    """What can be said: who passed it on, and that this person is no guest."""
    if not any(seen.invited is False for seen in recipient.events):
        return "unknown-reader"
    named = forwarded.by is not None and plain_host(forwarded.by.rpartition("@")[2]) is not None
    return "" if named else "unnamed"


def _inside(facts: MessageFacts) -> str | None:
    """The place of a calendar that lies in a mail inside this one."""
    return next((f"part {c.part}" for c in facts.message.calendars if c.nested and not c.fake), None)


RULE = recipient_rule("invitation-forwarded", __doc__, reads=("circumstances", "events", "message"), check=check)
