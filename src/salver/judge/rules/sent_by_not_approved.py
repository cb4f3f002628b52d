"""Somebody says that he sends for the organizer, and you never said that he may.

Why it matters: SENT-BY is a line anybody can type. Read naively it makes a stranger's own word his appointment (SPF-06;
RFC 6047 2.3 lets From be that address).

When it is wrong: assistants in another domain of the same firm, agencies, booking services. Approve the pair once, and
it is silent from then on. Inside one organisation, where the sender is confirmed, it fires only for an event you have:
there a colleague's own word is not enough.

What to do: did you expect this from there? Then accept, and allow the pair. If not, ask the organizer in a new mail.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.delegated import bound, sent_for, vouched_for
from salver.judge.finding import Finding, finding
from salver.judge.passage import how
from salver.judge.rule import recipient_rule
from salver.observe.facts import EventFacts, MessageFacts, RecipientFacts
from salver.observe.identity import author_strength


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    for event, seen in zip(facts.events, recipient.events, strict=True):
        sender, identity = sent_for(event), event.identity
        if sender is None or vouched_for(facts, event, seen):
            continue
        if _of_the_house(event) and not bound(seen):
            continue
        unasked = identity.strength == "unknown"
        unseen = unasked or author_strength(facts.author, facts.authentication) == "unknown"
        yield finding(
            "sent-by-not-approved",
            severity="notice" if unasked else None,
            variant="not-checked" if unseen else "",
            where=f"part {event.invitation.part}, ORGANIZER",
            params={"confirmed": shown_domain(sender), "claimed": shown_domain(identity.claimed)},
            sent_by=sender,
            organizer=identity.claimed,
            author=facts.author,
        )
        return


def _of_the_house(event: EventFacts) -> bool:
    """A confirmed colleague of the organizer: ``sent-by-same-organisation`` says so."""
    delegate = how(event, "delegate")
    return event.identity.vouched_by in ("delegate", "same-organisation") and delegate is not None and delegate.proved


RULE = recipient_rule("sent-by-not-approved", __doc__, reads=("author", "authentication", "events"), check=check)
