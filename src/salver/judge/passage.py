"""How a message came, as the rules ask for it: by a list, passed on by somebody, back from where it could not go.

A circumstance explains and never vouches. Where it only rests on what the sender wrote (``proved`` is false) it may
soften a finding that is no accusation; it never takes one away that holds an event. Proof is not enough for that
either: everybody can prove a list or a forwarder of his own. Where an event that is there or a name of our own house
is at stake, this person or this house has to know that hand.
"""

from __future__ import annotations

from salver.core.envelope import domain_of
from salver.observe.facts import Circumstance, CircumstanceWord, EventFacts, MessageFacts, RecipientFacts

_HANDS = ("mailing-list", "forwarded")


def how(facts: MessageFacts | EventFacts, word: CircumstanceWord) -> Circumstance | None:
    """The circumstance of this word, if it was recognised."""
    return next((one for one in facts.circumstances if one.word == word), None)


def by_list(facts: MessageFacts) -> bool:
    """Whether it came through a mailing list, by its own word or by proof."""
    return how(facts, "mailing-list") is not None


def by_proved_list(facts: MessageFacts) -> bool:
    """Whether a mailing list is proved to have sent it."""
    found = how(facts, "mailing-list")
    return found is not None and found.proved


def passed_on(facts: MessageFacts) -> bool:
    """Whether somebody stands between the one who wrote it and this house: a list, or one who forwarded it."""
    return by_list(facts) or how(facts, "forwarded") is not None


def by_known_hand(facts: MessageFacts, recipient: RecipientFacts, speaker: str | None) -> bool:
    """Whether a list or forwarder is proved to have sent it on whom this person knows, or who is of our own house; or a
    sealer whom the operator trusts saw this speaker's own domain confirmed before it was passed on (RFC 8617 7.2)."""
    domain, reported = domain_of(speaker), facts.authentication.arc.reported
    sealed = facts.authentication.arc.result == "pass" and reported is not None and reported.dmarc.result == "pass"
    if sealed and reported is not None and reported.dmarc.domain == domain is not None:
        return True
    found = [one.by.lower() for one in facts.circumstances if one.word in _HANDS and one.proved and one.by]
    return any(hand in recipient.known_hands or in_own_domain(facts, hand) for hand in found)


def in_own_domain(facts: MessageFacts, address: str | None) -> bool:
    """Whether the address lies in an own domain or below one."""
    domain = domain_of(address)
    return domain is not None and any(domain == own or domain.endswith(f".{own}") for own in facts.own)


def returned(facts: MessageFacts) -> bool:
    """Whether it is nothing but a mail of ours that came back, with the calendar inside what is returned."""
    return how(facts, "bounce") is not None and not facts.events
