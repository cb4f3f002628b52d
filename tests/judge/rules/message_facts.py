"""Facts about a message of which nothing is known but the message: what rules about its shape are tested with."""

from __future__ import annotations

from salver.core.envelope import Envelope
from salver.observe.authentication.authenticated import Authentication
from salver.observe.facts import EventFacts, Identity, MessageFacts
from salver.read.message import Message


def facts_of(message: Message, now: str | None = None) -> MessageFacts:
    """Every invitation an event, nobody asked about anything but, where given, the time (RFC 3339)."""
    return MessageFacts(
        message=message,
        envelope=Envelope(),
        now=now,
        author=None,
        sender=None,
        authentication=Authentication(),
        events=tuple(EventFacts(one, Identity(claimed=None)) for one in message.invitations),
    )
