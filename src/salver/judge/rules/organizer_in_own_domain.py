"""The invitation names an organizer of your own domain, and came from outside without your own servers' word for it.

Why it matters: nothing is trusted like a colleague. Mail that is handed in from outside with your own domain in it gets
that trust for nothing (SPF-27). Mail of your house either never comes in from outside, or your domain confirms it.

When it is wrong: a program in the cloud that writes in your domain's name and was never told to sign for it. Through a
list or forwarder that is proved and that you know, it is a warning; so it is where a calendar service names a
colleague whose account it may be. Where such a service is sure of the account, the rule is silent.

What to do: report it to whoever runs your mail. Operators: let every program that writes for you sign for your domain,
and list only domains under ``identity.own_domains`` that you really own.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.envelope import domain_of
from salver.core.hostname import shown_domain
from salver.judge.delegated import approved_delegate
from salver.judge.finding import Finding, finding
from salver.judge.passage import by_known_hand, in_own_domain
from salver.judge.rule import recipient_rule
from salver.judge.speaker import by_service, service_name
from salver.observe.facts import EventFacts, Identity, MessageFacts, RecipientEvent, RecipientFacts
from salver.observe.identity import calendar_strength


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    if facts.envelope.direction != "inbound" or not _foreign(facts):
        return
    for event, seen in zip(facts.events, recipient.events, strict=True):
        identity = event.identity
        named = _colleague(facts, identity)
        if named is None or not _unconfirmed(event, seen) or approved_delegate(facts, event, seen):
            continue
        variant = _variant(facts, recipient, identity, named)
        yield finding(
            "organizer-in-own-domain",
            severity="warning" if variant else None,
            where=f"part {event.invitation.part}, {identity.role.upper()}",
            variant=variant,
            params=_params(identity, named, variant),
            organizer=named,
            dmarc=facts.authentication.dmarc.result,
            author=facts.author,
        )
        return


def _colleague(facts: MessageFacts, identity: Identity) -> str | None:
    """The address in an own domain that speaks: the claimed one, or the person a service names for it."""
    names = (identity.claimed, identity.person if by_service(identity) else None)
    return next((one for one in names if in_own_domain(facts, one)), None)


def _params(identity: Identity, named: str, variant: str) -> dict[str, str]:
    found = {"claimed": shown_domain(named)}
    return found | {"carrier": service_name(identity)} if variant == "by-carrier" else found


def _variant(facts: MessageFacts, recipient: RecipientFacts, identity: Identity, named: str) -> str:
    if by_known_hand(facts, recipient, named):
        return "by-list"
    return "by-carrier" if identity.carrier_class == "account" else ""


def _foreign(facts: MessageFacts) -> bool:
    """Somebody looked, everything about our own domains could be looked up, and none of them stands behind it.

    An answer that is missing is no evidence of somebody else (architecture 3.3); one about another domain is none for
    us either, and the sender chooses whom that is.
    """
    found = facts.authentication
    if not found.asked:
        return False
    about = found.dmarc.domain or domain_of(facts.author)
    if found.dmarc.result == "pass":
        return not in_own_domain(facts, f"@{about}")
    if _proved_own(facts):
        return False
    # RFC 8601 2.7: a result that is only missing for now says nothing.
    late = [(found.dmarc.result, about), (found.spf.result, found.spf.domain)]
    late += [(one.result, one.domain) for one in found.dkim]
    open_still = any(word == "temperror" and in_own_domain(facts, f"@{domain}") for word, domain in late)
    return found.dmarc.result == "fail" or not open_still


def _proved_own(facts: MessageFacts) -> bool:
    """A signature of an own domain that covers the calendar, or a server that may send for one."""
    found = facts.authentication
    if in_own_domain(facts, facts.author) and calendar_strength(facts.author, found) in ("strong", "moderate", "weak"):
        return True
    sent = found.spf.result == "pass" and found.spf.identity != "helo"
    return sent and in_own_domain(facts, f"@{found.spf.domain}")


def _unconfirmed(event: EventFacts, seen: RecipientEvent) -> bool:
    identity = event.identity
    if identity.role != "organizer":  # a guest's answer from another address is asked about, not accused
        return False
    # A service that is not sure whose account it is says nothing for our house.
    if identity.vouched_by == "carrier":
        return not identity.vouched and not seen.own_echo
    return identity.vouched_by == "nobody" and identity.strength != "unknown" and not seen.own_echo


RULE = recipient_rule(
    "organizer-in-own-domain",
    __doc__,
    reads=("authentication", "author", "circumstances", "envelope", "events", "own"),
    check=check,
)
