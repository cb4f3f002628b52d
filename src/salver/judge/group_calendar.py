"""A person and that person's group calendar at Google: one and the same, in a mail that Google confirms.

The service writes the person as the organizer at one time and the calendar at another, under one UID (carriers.md 1,
point 6). Whoever knows the one knows the other; nobody has taken anything over.
"""

from __future__ import annotations

from salver.core.envelope import domain_of
from salver.judge.organisations import same_mailbox
from salver.observe.carriers import calendar_domains
from salver.observe.facts import EventFacts, MessageFacts
from salver.observe.question import EventMemory


def same_person(facts: MessageFacts, event: EventFacts, before: EventMemory) -> bool:
    """Whether the organizer of this event and the one of ``before`` are a person and that person's group calendar.

    Needs a service that is proved and has logged the person in: then From is that person. Whose a calendar was stands
    in the history; where nobody knows, it was somebody else's.
    """
    identity = event.identity
    if identity.carrier_class != "account" or not identity.vouched or identity.claimed is None:
        return False
    if domain_of(identity.claimed) in calendar_domains():
        return _same(identity.person, before.organizer)
    was_calendar = domain_of(before.organizer) in calendar_domains()
    return was_calendar and _same(identity.claimed, facts.author) and _same(facts.author, before.stands_for)


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and same_mailbox(one, other)
