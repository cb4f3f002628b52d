"""How a message came, as the rules ask for it: by a list, passed on by somebody, back from where it could not go.

A circumstance explains and never vouches. Where it only rests on what the sender wrote (``proved`` is false) it may
soften a finding that is no accusation; it never takes one away that holds an event.
"""

from __future__ import annotations

from salver.observe.facts import Circumstance, CircumstanceWord, EventFacts, MessageFacts


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


def by_proved_hand(facts: MessageFacts) -> bool:
    """Whether a list, or one who forwarded it, is proved to have sent it on."""
    forwarded = how(facts, "forwarded")
    return by_proved_list(facts) or (forwarded is not None and forwarded.proved)


def returned(facts: MessageFacts) -> bool:
    """Whether it is nothing but a mail of ours that came back, with the calendar inside what is returned."""
    return how(facts, "bounce") is not None and not facts.events
