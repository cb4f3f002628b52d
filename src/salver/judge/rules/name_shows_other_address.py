"""A name shows a mail address, and another address stands behind it.

Why it matters: most programs show the name alone, so "ceo@bank.example" is what you read and a stranger's address is
what you answer (SPF-04).

When it is wrong: services and lists that write for somebody put that person's address into the name. It is silent
where such a service is proved to name its own customer, and a warning where a list or forwarder you know does, or
where both addresses are of one organisation.

What to do: look at the address itself. Write to the person at an address you already have.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from salver.core.hostname import shown_domain
from salver.core.reasons import Severity
from salver.core.untrusted import Untrusted
from salver.judge.finding import Finding, finding
from salver.judge.organisations import same_mailbox, together
from salver.judge.passage import by_known_hand
from salver.judge.rule import recipient_rule
from salver.judge.shown_addresses import shown_addresses
from salver.judge.speaker import by_service, usual_there
from salver.observe.facts import EventFacts, Identity, MessageFacts, RecipientFacts

_FOR_CUSTOMERS = ("claimed", "service")
"""Classes of carriers whose customers choose every name."""


class _Shown(NamedTuple):
    """A name with its place, and the address behind it."""

    where: str
    name: Untrusted | None
    behind: str


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    for event in facts.events:
        for shown in _names(facts, event):
            lie = _lie(facts, recipient, event.identity, shown)
            if lie is None:
                continue
            other, severity = lie
            yield finding(
                "name-shows-other-address",
                severity=severity,
                where=shown.where,
                variant="" if severity is None else "perhaps",
                params={"claimed": shown_domain(other), "confirmed": shown_domain(shown.behind)},
                shown=other,
                address=shown.behind,
                name=shown.name,
            )
            return


def _names(facts: MessageFacts, event: EventFacts) -> Iterator[_Shown]:
    organizer = event.invitation.organizer
    # In an answer the organizer's line is the reader's own, written back.
    if event.identity.role == "organizer" and organizer is not None and organizer.address is not None:
        yield _Shown(f"part {event.invitation.part}, ORGANIZER", organizer.cn, organizer.address)
    if facts.author is not None:
        yield _Shown("From", facts.author_name, facts.author)


def _lie(
    facts: MessageFacts, recipient: RecipientFacts, identity: Identity, shown: _Shown
) -> tuple[str, Severity | None] | None:
    """The address that is shown and is not the one behind the name, with the severity; None for an honest name.

    The first address counts: what comes after it is cut off on many screens.
    """
    addresses = shown_addresses(shown.name)
    if not addresses:
        # "Jane @ acme.example" is how people of that house write; of another house it is an address like any.
        apart = shown_addresses(shown.name, apart=True)
        addresses = tuple(one for one in apart if not together(one, shown.behind))
    if not addresses or same_mailbox(addresses[0], shown.behind):
        return None
    other = addresses[0]
    if _its_person(facts, identity, shown, other):
        return None
    softer = together(other, shown.behind) or _on_behalf(facts, recipient, identity, shown, other)
    return other, "warning" if softer else None


def _its_person(facts: MessageFacts, identity: Identity, shown: _Shown, other: str) -> bool:
    """The service that is proved to have carried it names its own customer there."""
    if not by_service(identity):
        return False
    if shown.where == "From" and usual_there(identity, "name-shows-other-address"):
        return True
    named = (identity.person, identity.claimed if shown.where == "From" else None, *facts.reply_to)
    return any(same_mailbox(other, one) for one in named if one)


def _on_behalf(facts: MessageFacts, recipient: RecipientFacts, identity: Identity, shown: _Shown, other: str) -> bool:
    """A service's customer chose the name, or a list this person knows says that it writes for the one who is shown."""
    if identity.carrier_class in _FOR_CUSTOMERS:
        return True
    if shown.where != "From" or not by_known_hand(facts, recipient, other):
        return False
    return any(same_mailbox(other, one) for one in facts.reply_to)


RULE = recipient_rule(
    "name-shows-other-address",
    __doc__,
    reads=("author", "author_name", "circumstances", "events", "known_hands", "own", "reply_to"),
    check=check,
)
