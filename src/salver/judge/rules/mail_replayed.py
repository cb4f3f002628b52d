"""A real mail, signed for somebody else, was sent again to you.

Why it matters: whoever sends himself an invitation through a large service gets its signature, and can hand the same
bytes to thousands (SPF-25). Everything in it confirms, but it was never addressed to you. Signs are: the signature had
run out when the mail came, it names another reader's domain, or the same signature reached many mailboxes here.

When it is wrong: forwarding and lists hand real mail on as well. It is silent where one of them is proved and is among
your contacts, allowed by you, somebody you wrote to, or of your own house: whoever sends a mail again can also write
that he forwards it. One such sign is not enough either: your address must also stand neither among the mail's
recipients nor on the guest list.

What to do: do not act on it. Ask the organizer in a new mail.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from salver.core.envelope import domain_of, mailbox_of
from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.organisations import together
from salver.judge.passage import by_known_hand
from salver.judge.rule import recipient_rule
from salver.observe.authentication.authenticated import DkimResult
from salver.observe.facts import MessageFacts, RecipientFacts
from salver.read.authors import claimed

_EXPIRED = "expired"
"""``DkimResult.why`` of a signature that had run out when the mail was received (x=, RFC 6376 3.5)."""


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    if not facts.events or not recipient.addresses or by_known_hand(facts, recipient, facts.author):
        return
    sign = _sign(facts, recipient)
    if sign is None or _addressed(facts, recipient):
        return
    signature, variant = sign
    yield finding(
        "mail-replayed",
        where="DKIM-Signature",
        variant=variant,
        params={"confirmed": shown_domain(signature.domain if signature else facts.author)},
        signed_by=signature.domain if signature else None,
        made_for=signature.recipient_domain if signature else None,
    )


def _sign(facts: MessageFacts, recipient: RecipientFacts) -> tuple[DkimResult | None, str] | None:
    """The first sign of a replay: the signature it was seen on, and the sentence that tells it."""
    for signature in facts.authentication.dkim:
        if signature.why == _EXPIRED:
            return signature, "expired"
        if signature.result == "pass" and _for_others(facts, recipient, signature):
            return signature, ""
    for scope, _, rate in facts.rates:
        if scope == "signature" and rate.count > rate.most:
            passing = (one for one in facts.authentication.dkim if one.result == "pass")
            return next(passing, None), "many"
    return None


def _for_others(facts: MessageFacts, recipient: RecipientFacts, signature: DkimResult) -> bool:
    """The signature names a reader's domain (``darn=``), and it is not one of this person's or this house's."""
    made_for = signature.recipient_domain
    if made_for is None:
        return False
    ours = (*facts.own, *(domain_of(address) for address in recipient.addresses))
    return not any(together(made_for, domain) for domain in ours)


def _addressed(facts: MessageFacts, recipient: RecipientFacts) -> bool:
    """This person, or somebody of the own domains, stands in To, in Cc, or on the guest list."""
    guests = {guest.address.lower() for e in facts.events for guest in e.invitation.attendees if guest.address}
    fields = tuple(facts.message.values("to") + facts.message.values("cc"))
    named = guests.union(_addresses(fields))
    if not {*map(mailbox_of, recipient.addresses)}.isdisjoint(map(mailbox_of, named)):
        return True
    return any(domain_of(name) in facts.own for name in named)


@functools.lru_cache(maxsize=2)
def _addresses(fields: tuple[bytes, ...]) -> frozenset[str]:
    """Every address some reader finds in these fields; kept for the other mailboxes of the same message."""
    return frozenset(address for value in fields for address in claimed(value))


RULE = recipient_rule(
    "mail-replayed",
    __doc__,
    reads=(
        "addresses",
        "authentication",
        "author",
        "circumstances",
        "events",
        "known_hands",
        "message",
        "own",
        "rates",
    ),
    check=check,
)
