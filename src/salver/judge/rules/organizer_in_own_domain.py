"""The invitation names an organizer of your own domain, and came from outside without your own servers' word for it.

Why it matters: nothing is trusted like a colleague. Mail that is handed in from outside with your own domain in it gets
that trust for nothing (SPF-27). Mail of your house either never comes in from outside, or your domain confirms it.

When it is wrong: a program in the cloud that writes in your domain's name and was never told to sign for it. Through a
list that is proved, and through a calendar service that is proved, it is a warning, or left to other rules.

What to do: report it to whoever runs your mail. Operators: let every program that writes for you sign for your domain,
and list only domains under ``identity.own_domains`` that you really own.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.envelope import domain_of
from salver.core.hostname import shown_domain
from salver.judge.delegated import approved_delegate
from salver.judge.finding import Finding, finding
from salver.judge.passage import by_proved_list, how
from salver.judge.rule import recipient_rule
from salver.judge.speaker import by_service
from salver.observe.facts import EventFacts, MessageFacts, RecipientFacts
from salver.observe.identity import calendar_strength


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    if facts.envelope.direction != "inbound" or not _foreign(facts):
        return
    for event, seen in zip(facts.events, recipient.events, strict=True):
        identity = event.identity
        if not (_own(facts, identity.claimed) and _unconfirmed(event)) or approved_delegate(facts, event, seen):
            continue
        by_list = by_proved_list(facts)
        yield finding(
            "organizer-in-own-domain",
            severity="warning" if by_list else None,
            where=f"part {event.invitation.part}, {identity.role.upper()}",
            variant="by-list" if by_list else "",
            params={"claimed": shown_domain(identity.claimed)},
            organizer=identity.claimed,
            dmarc=facts.authentication.dmarc.result,
            author=facts.author,
        )
        return


def _own(facts: MessageFacts, address: str | None) -> bool:
    """Whether the address lies in an own domain or below one."""
    domain = domain_of(address)
    return domain is not None and any(domain == own or domain.endswith(f".{own}") for own in facts.own)


def _foreign(facts: MessageFacts) -> bool:
    """Somebody looked, everything could be looked up, and no own domain stands behind it.

    An answer that is missing is no evidence of somebody else (architecture 3.3).
    """
    found = facts.authentication
    if not found.asked or found.dmarc.result == "temperror":
        return False
    if found.dmarc.result == "pass":
        return not _own(facts, f"@{found.dmarc.domain or domain_of(facts.author)}")
    if _proved_own(facts):
        return False
    # RFC 8601 2.7: a result that is only missing for now says nothing.
    open_still = found.spf.result == "temperror" or any(one.result == "temperror" for one in found.dkim)
    return found.dmarc.result == "fail" or not open_still


def _proved_own(facts: MessageFacts) -> bool:
    """A signature of an own domain that covers the calendar, or a server that may send for one."""
    found = facts.authentication
    if _own(facts, facts.author) and calendar_strength(facts.author, found) in ("strong", "moderate", "weak"):
        return True
    return found.spf.result == "pass" and found.spf.identity != "helo" and _own(facts, f"@{found.spf.domain}")


def _unconfirmed(event: EventFacts) -> bool:
    identity = event.identity
    if identity.role != "organizer":  # a guest's answer from another address is asked about, not accused
        return False
    if identity.vouched_by != "nobody" or by_service(identity):
        return False
    return identity.strength != "unknown" and how(event, "own-echo") is None


RULE = recipient_rule(
    "organizer-in-own-domain",
    __doc__,
    reads=("authentication", "author", "circumstances", "envelope", "events", "own"),
    check=check,
)
