"""One transaction, one outcome: where several mailboxes share the bytes that are relayed, the strictest counts for all.

SMTP gives one answer and one body to all recipients of a transaction (RFC 5321 3.3), so a mailbox whose own verdict
would deliver receives what was held for its neighbour. Its row says so, and its event waits with the others: otherwise
it would be lost for the one who knows the sender.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from msgspec.structs import replace

from salver.decide.verdict import VERDICT_ORDER, OutcomeRecord, RecipientVerdict, Verdict, VerdictWord


def as_one(verdict: Verdict, recorded: Iterable[VerdictWord] = ()) -> Verdict:
    """The verdict with every mailbox at the strictest word, that of ``recorded`` outcomes included.

    ``recorded`` are the verdicts of rows this message has already. Levels and reasons stay each mailbox's own.
    """
    word = max((verdict.verdict, *recorded), key=VERDICT_ORDER.index)
    if word == "deliver" or all(recipient.verdict == word for recipient in verdict.recipients):
        return replace(verdict, verdict=word)
    return replace(
        verdict,
        verdict=word,
        recipients=tuple(_lifted(recipient, word) for recipient in verdict.recipients),
        records=tuple(_lifted(record, word) for record in verdict.records),
    )


T = TypeVar("T", RecipientVerdict, OutcomeRecord)


def _lifted(one: T, word: VerdictWord) -> T:
    """The strictest word, and a calendar that waits where it would have been left to the client."""
    return replace(one, verdict=word, calendar="wait" if one.calendar == "pass" else one.calendar)
