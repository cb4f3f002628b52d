"""Nobody confirms that the organizer the invitation names really stands behind it.

Why it matters: ORGANIZER is a line anybody can type. Programs show it as the host, and answers go there (SPF-01). It
counts only when something vouches for it: a mail from that very address that its own domain confirms, or a signature.

When it is wrong: small domains without DKIM and DMARC, mailing lists that rewrite From, assistants and booking services
all look like this and are honest. That is why it is amber, never red. When nobody was asked (no trusted server reported
a result) it is only a notice that says so. It also fires where the organizer of an event you have is confirmed less
strongly than when you got it.

What to do: ask the person in a way you start yourself. Operators: list your own server's id under
``identity.trusted_authserv_ids``, otherwise nothing can ever be confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.bound import weaker_than_bound
from salver.judge.finding import Finding, finding
from salver.judge.rule import recipient_rule
from salver.observe.facts import EventFacts, MessageFacts, RecipientFacts


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    told: set[str] = set()
    for event, seen in zip(facts.events, recipient.events, strict=True):
        identity = event.identity
        if identity.claimed is None or identity.contradicted_by or identity.claimed in told:
            continue
        weaker = weaker_than_bound(identity, seen)
        if identity.vouched and not weaker:
            continue
        told.add(identity.claimed)
        variant = "than-before" if identity.vouched else _variant(facts, event)
        yield finding(
            "organizer-not-vouched",
            severity="notice" if variant == "not-checked" else "warning",
            where=f"part {event.invitation.part}, {identity.role.upper()}",
            variant=variant,
            params={"claimed": shown_domain(identity.claimed), "confirmed": shown_domain(facts.author)},
            claimed=identity.claimed,
            confirmed=tuple(name.name for name in identity.confirmed),
            strength=identity.strength,
        )


def _variant(facts: MessageFacts, event: EventFacts) -> str:
    identity = event.identity
    if identity.claimed is None or identity.strength == "unknown":
        return "not-checked"
    proved = any(name.by == "dmarc" for name in identity.confirmed)
    if proved and facts.author is not None and facts.author.lower() != identity.claimed.lower():
        return "other-author"
    return "weak" if identity.strength == "weak" else ""


RULE = recipient_rule("organizer-not-vouched", __doc__, reads=("author", "events"), check=check)
