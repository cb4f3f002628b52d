"""The domain in From asks for proof of its mail, and this mail has none.

Why it matters: whoever publishes how to recognise its mail can say that this is not it: the sender's line is borrowed,
or something on the way changed the mail (SPF-03).

When it is wrong: lists and forwarders break honest signatures, so it is silent where one of them is proved and known
to you or of your own house, and a notice where one is only named, or not known. Some products send in other people's
names on purpose: those are named, and nobody is called a forger.

What to do: ask the person in a new mail. If you did not expect this, decline silently.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.envelope import domain_of
from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.organisations import together
from salver.judge.passage import by_known_hand, passed_on
from salver.judge.rule import recipient_rule
from salver.judge.speaker import service_name
from salver.observe.facts import EventFacts, MessageFacts, RecipientFacts

_ASKS_FOR_PROOF = ("quarantine", "reject")


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    if not facts.events or facts.author is None or not _failed(facts) or _explained(facts, recipient):
        return
    for_others = _for_others(facts)
    named = passed_on(facts)
    yield finding(
        "authentication-failed",
        severity="notice" if named and for_others is None else None,
        where="From",
        variant="for-others" if for_others else "on-the-way" if named else "",
        params={
            "claimed": shown_domain(facts.author),
            "carrier": service_name(for_others.identity) if for_others else "",
        },
        author=facts.author,
        dmarc=facts.authentication.dmarc.result,
        policy=facts.authentication.dmarc.policy,
        spf=facts.authentication.spf.result,
        dkim=tuple(dict.fromkeys(one.result for one in facts.authentication.dkim)),
    )


def _failed(facts: MessageFacts) -> bool:
    """DMARC fails for the domain in From (RFC 9989 4.4), or its own signature does while it asks for proof."""
    dmarc, domain = facts.authentication.dmarc, domain_of(facts.author)
    if dmarc.domain is not None and not together(dmarc.domain, domain):
        return False
    if dmarc.result == "fail":
        return True
    if dmarc.result not in ("none", "not-asked") or dmarc.policy not in _ASKS_FOR_PROOF:
        return False
    own = [one.result for one in facts.authentication.dkim if together(one.domain, domain)]
    return "fail" in own and "pass" not in own


def _explained(facts: MessageFacts, recipient: RecipientFacts) -> bool:
    """A proved list or forwarder that is known, or a proved service whose customers write for such domains."""
    if by_known_hand(facts, recipient, facts.author):
        return True
    return any(event.identity.vouched_by == "carrier" and event.identity.vouched for event in facts.events)


def _for_others(facts: MessageFacts) -> EventFacts | None:
    return next((event for event in facts.events if event.identity.carrier_class == "speaks-for-others"), None)


RULE = recipient_rule(
    "authentication-failed",
    __doc__,
    reads=("authentication", "author", "circumstances", "events", "known_hands"),
    check=check,
)
