"""What a block did: a word about a sender where somebody was confirmed, otherwise about one invitation only."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from salver.store import decisions
from salver.store.decisions import Decision
from salver.store.outcomes import Outcome

ONLY_THIS = "Only this invitation was kept out, because nobody was confirmed."
"""The end of a block that could not hit a sender."""

_ONLY_THESE = "Only these invitations were kept out, because nobody was confirmed."
_THIS_SENDER = "What comes confirmed from this sender is kept out from now on."
_THESE_SENDERS = "What comes confirmed from these senders is kept out from now on."
_SOME = "What comes confirmed from {hit} of these senders is kept out from now on. The others were not confirmed."


def hit_a_sender(decision: Decision) -> bool:
    """Whether a block said a word about somebody."""
    return bool(decision.before.senders)


def blocked_alone(connection: Connection, outcome: Outcome) -> bool:
    """Whether a blocked outcome was kept out without a word about its sender.

    One that went with the block of another invitation has no decision of its own: there its sender was blocked.
    """
    if outcome.state != "blocked" or outcome.person is None:
        return False
    decision = decisions.latest(connection, outcome.person, outcome.id)
    return decision is not None and not hit_a_sender(decision)


def blocks_sentence(blocks: Sequence[Decision]) -> str:
    """What one or several blocks keep out from now on."""
    hit = sum(hit_a_sender(one) for one in blocks)
    if len(blocks) == 1:
        return _THIS_SENDER if hit else ONLY_THIS
    if hit == 0:
        return _ONLY_THESE
    return _THESE_SENDERS if hit == len(blocks) else _SOME.format(hit=hit)
