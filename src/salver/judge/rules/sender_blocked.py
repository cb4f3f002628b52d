"""The person has blocked this sender.

Why it matters: the person's word comes first (PRIV-18). The mail still arrives; the event is recorded and never shown
as news, and the sender cannot tell. Where nobody was confirmed when the person said no, the word is about what comes
from that server's domain without being confirmed, never about a name that may have been borrowed.

When it is wrong: a block by domain can hit somebody new at the same place. Whoever is confirmed is never hit by a block
of the unconfirmed.

What to do: lift the block under Senders.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.envelope import domain_of
from salver.core.hostname import shown_domain
from salver.judge.delegated import vouched_for
from salver.judge.finding import Finding, finding
from salver.judge.rule import recipient_rule
from salver.observe.facts import MessageFacts, RecipientFacts


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    pairs = list(zip(facts.events, recipient.events, strict=True))
    blocked = [event.identity.claimed for event, seen in pairs if seen.blocked]
    if blocked:
        yield finding("sender-blocked", where="ORGANIZER", sender=blocked[0])
    elif recipient.author is not None and recipient.author.blocked:
        yield finding("sender-blocked", where="From", sender=facts.author)
    elif recipient.unconfirmed_blocked and not all(vouched_for(facts, event, seen) for event, seen in pairs):
        domain = domain_of(facts.envelope.mail_from)
        yield finding(
            "sender-blocked",
            where="MAIL FROM",
            variant="unconfirmed",
            params={"domain": shown_domain(domain)},
            sender=facts.envelope.mail_from,
        )


RULE = recipient_rule(
    "sender-blocked",
    __doc__,
    reads=("author", "authentication", "envelope", "events", "unconfirmed_blocked"),
    check=check,
)
