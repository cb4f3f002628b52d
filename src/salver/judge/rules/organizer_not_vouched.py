"""Nobody confirms that the organizer the invitation names really stands behind it.

Why it matters: ORGANIZER is a line anybody can type. Programs show it as the host, and answers go there (SPF-01). It
counts only when something vouches for it: a mail from that very address that its own domain confirms, or a signature.

When it is wrong: small domains without DKIM and DMARC, mailing lists that rewrite From, assistants and booking
services all look like this and are honest. That is why it is amber, never red, and why the sentence says which of them
it looks like. When nobody was asked, or those who were did not answer, it is only a notice that says so, and so it is
where a calendar service that Salver knows little of vouches a little. About an event you have it is always a warning.
It also fires where the organizer of such an event is confirmed less strongly than when you got it, and where the
return path is another mailbox of the organizer's own domain: an alias, an assistant, or a stranger at the same
provider (AUTH-38).

What to do: ask the person in a way you start yourself. Operators: set ``dns.resolver``, or list your own server's id
under ``identity.trusted_authserv_ids``, otherwise nothing can ever be confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.another_account import from_another_account
from salver.judge.bound import weaker_than_bound
from salver.judge.delegated import ENOUGH, bound, vouched_for
from salver.judge.finding import Finding, finding
from salver.judge.organisations import same_mailbox, together
from salver.judge.passage import by_list, by_proved_list
from salver.judge.rule import recipient_rule
from salver.judge.speaker import service_name
from salver.observe.facts import EventFacts, MessageFacts, RecipientFacts
from salver.observe.identity import answers_go_to, author_strength, calendar_strength
from salver.observe.question import DnsQuestion
from salver.observe.several_answers import speaks_for_several

_OPEN = ("not-checked", "unavailable")
"""Variants that say nothing about the sender."""

_BY_CLASS = {
    "speaks-for-others": "speaks-for-others",
    "claimed": "carrier-claimed",
    "service": "carrier-claimed",
    "account": "carrier-claimed",
}


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    told: set[str] = set()
    for event, seen in zip(facts.events, recipient.events, strict=True):
        identity = event.identity
        if identity.claimed is None or identity.contradicted_by or identity.claimed in told:
            continue
        vouched = vouched_for(facts, event, seen)
        # A stranger is asked about in any case, whatever mailbox he has.
        elsewhere = vouched and (seen.known or bound(seen)) and from_another_account(facts, event)
        # A delegate whom this person approved is never as sure as the organizer himself, and need not be.
        weaker = identity.vouched and identity.vouched_by != "delegate" and weaker_than_bound(identity, seen)
        if vouched and not elsewhere and not weaker:
            continue
        told.add(identity.claimed)
        variant = "another-account" if elsewhere else "than-before" if vouched else _variant(facts, event)
        yield finding(
            "organizer-not-vouched",
            severity="notice" if (variant in _OPEN or _a_little(event)) and not bound(seen) else "warning",
            where=f"part {event.invitation.part}, {identity.role.upper()}",
            variant=variant,
            params={
                "claimed": shown_domain(identity.claimed),
                "confirmed": shown_domain(facts.author),
                "carrier": service_name(identity),
            },
            claimed=identity.claimed,
            confirmed=tuple(name.name for name in identity.confirmed),
            strength=identity.strength,
        )


def _variant(facts: MessageFacts, event: EventFacts) -> str:
    """The sentence that is nearest to the truth; the first that fits."""
    identity = event.identity
    if identity.claimed is None or identity.strength == "unknown":
        return "unavailable" if _dns_failed(facts) else "not-checked"
    if speaks_for_several(event.invitation):
        return "several-guests"
    if (by_class := _BY_CLASS.get(identity.carrier_class or "")) is not None:
        return by_class
    if identity.vouched_by in ("same-organisation", "delegate"):
        return "same-organisation"
    if by_list(facts):
        return "list" if by_proved_list(facts) else "list-unproved"
    if _calendar_left_out(facts):
        return "calendar-not-covered"
    return _by_author(facts, event)


def _by_author(facts: MessageFacts, event: EventFacts) -> str:
    identity = event.identity
    proved = any(name.by == "dmarc" for name in identity.confirmed)
    proved = proved or author_strength(facts.author, facts.authentication) in ENOUGH
    if proved and facts.author is not None and not same_mailbox(facts.author, identity.claimed or ""):
        if together(facts.author, identity.claimed):
            return "other-mailbox"
        return "in-the-name-of" if answers_go_to(facts.reply_to, identity.claimed or "") else "other-author"
    return "weak" if identity.strength == "weak" else ""


def _a_little(event: EventFacts) -> bool:
    """A service vouches, weakly: nothing speaks against it, and it is no proof."""
    return event.identity.vouched_by == "carrier" and event.identity.strength == "weak"


def _dns_failed(facts: MessageFacts) -> bool:
    return any(isinstance(q, DnsQuestion) and answer.kind == "temporary" for q, answer in facts.unavailable)


def _calendar_left_out(facts: MessageFacts) -> bool:
    """The author is confirmed, and by nothing that covers the calendar as well (AUTH-16, AUTH-17)."""
    found = facts.authentication
    return author_strength(facts.author, found) in ENOUGH and calendar_strength(facts.author, found) not in ENOUGH


RULE = recipient_rule(
    "organizer-not-vouched",
    __doc__,
    reads=("authentication", "author", "circumstances", "events", "reply_to", "unavailable"),
    check=check,
)
