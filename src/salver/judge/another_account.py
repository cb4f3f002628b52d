"""Somebody vouched for by his own domain whose mail left from another mailbox there (AUTH-38)."""

from __future__ import annotations

from salver.observe.facts import EventFacts, MessageFacts
from salver.observe.other_mailbox import other_mailbox


def from_another_account(facts: MessageFacts, event: EventFacts) -> bool:
    """The domain signs for all its mailboxes, and the return path is another of them than the one who is vouched for.

    An alias, an assistant, or another customer of the same provider: a person decides which.
    """
    return event.identity.vouched_by == "self" and other_mailbox(facts.authentication.spf.mailbox, facts.author)
