"""A person and that person's group calendar at Google: one and the same, in a mail that Google confirms.

The service writes the person as the organizer at one time and the calendar at another, under one UID (carriers.md 1,
point 6). Whoever knows the one knows the other; nobody has taken anything over.
"""

from __future__ import annotations

from salver.core.envelope import domain_of
from salver.judge.organisations import same_mailbox
from salver.observe.carriers import calendar_domains
from salver.observe.facts import EventFacts, MessageFacts


def same_person(facts: MessageFacts, event: EventFacts, before: str | None) -> bool:
    """Whether the organizer of this event and the one ``before`` are a person and that person's group calendar.

    Needs a service that is proved and has logged the person in: then From is that person.
    """
    identity = event.identity
    if identity.carrier_class != "account" or identity.claimed is None or before is None:
        return False
    if domain_of(identity.claimed) in calendar_domains():
        return identity.person is not None and same_mailbox(identity.person, before)
    author = facts.author
    return domain_of(before) in calendar_domains() and author is not None and same_mailbox(identity.claimed, author)
