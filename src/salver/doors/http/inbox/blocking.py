"""What a block does (PRIV-18).

It is a word about a sender where somebody was confirmed, about what comes unconfirmed from a mail domain where nobody
was, and about one invitation only where there is no such domain either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import Connection

from salver.act.identity_words import domain_to_block, whom_to_block
from salver.store import decisions
from salver.store.decisions import Decision
from salver.store.outcomes import Outcome

Reach = Literal["sender", "unconfirmed", "only"]

AFTERWARDS: dict[Reach, str] = {
    "sender": "",
    "unconfirmed": "Nobody was confirmed, so what comes unconfirmed from the same mail domain is kept out from now on.",
    "only": "Only this invitation was kept out, because nobody was confirmed.",
}
"""What is added to "You blocked this", where it was not simply the sender."""

_THIS_SENDER = "What comes confirmed from this sender is kept out from now on."
_THESE_SENDERS = "What comes confirmed from these senders is kept out from now on."
_SOME = "What comes confirmed from {hit} of these senders is kept out from now on."
_THESE_DOMAINS = "Nobody was confirmed, so what comes unconfirmed from the same mail domains is kept out from now on."
_ONLY_THESE = "Only these invitations were kept out, because nobody was confirmed."
_OTHERS = "The others were not confirmed."


def reach_before(outcome: Outcome) -> Reach:
    """How far a block of this outcome would go."""
    if whom_to_block(outcome.report) is not None:
        return "sender"
    return "unconfirmed" if domain_to_block(outcome.report, outcome.envelope_domain) is not None else "only"


def reach_of(decision: Decision) -> Reach:
    """How far a block went."""
    if decision.before.senders:
        return "sender"
    return "unconfirmed" if decision.before.unconfirmed else "only"


def said_of(connection: Connection, outcome: Outcome) -> str | None:
    """What to add to "You blocked this" about a blocked outcome; ``""`` where its sender was blocked, None where the
    outcome is not blocked at all.

    One that went with the block of another invitation has no decision of its own: it went for the same reason.
    """
    if outcome.state != "blocked" or outcome.person is None:
        return None
    decision = decisions.latest(connection, outcome.person, outcome.id)
    return AFTERWARDS[reach_before(outcome) if decision is None else reach_of(decision)]


def blocks_sentence(blocks: Sequence[Decision]) -> str:
    """What one or several blocks keep out from now on."""
    reaches = [reach_of(one) for one in blocks]
    if len(reaches) == 1:
        return AFTERWARDS[reaches[0]] or _THIS_SENDER
    hit = reaches.count("sender")
    if hit == len(reaches):
        return _THESE_SENDERS
    if hit:
        return f"{_SOME.format(hit=hit)} {_OTHERS}"
    return _THESE_DOMAINS if "unconfirmed" in reaches else _ONLY_THESE


def question(reaches: Sequence[Reach]) -> str:
    """What blocking several would keep out, before it is done."""
    hit, domains = reaches.count("sender"), reaches.count("unconfirmed")
    back = "You can take that back under Senders."
    if hit == len(reaches):
        return f"What comes confirmed from their senders is kept out from now on. {back}"
    first = f"For {hit} of them the sender was confirmed: what comes confirmed from there is kept out from now on. "
    rest = "Of the others nobody was confirmed" if hit else "Nobody who sent them was confirmed"
    if not domains:
        last = "only these are kept out."
    else:
        last = "what comes unconfirmed from the same mail domains is kept out from now on."
    return f"{first if hit else ''}{rest}, so {last}{f' {back}' if hit or domains else ''}"
