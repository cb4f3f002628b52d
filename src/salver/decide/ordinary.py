"""The verdict on ordinary mail: what the whole flow comes to, without walking it.

Mail with nothing a calendar could pick up is asked nothing, has no findings, and the first rows of the table send it
on. Nearly all mail is of this kind, so doors take this short way; a test holds it against the long one.
"""

from __future__ import annotations

from salver.core.envelope import Envelope
from salver.decide.policy import Policy
from salver.decide.verdict import Headline, RecipientVerdict, Verdict


def ordinary_verdict(envelope: Envelope, policy: Policy) -> Verdict:
    """For a message that is ``ordinary``; nothing in it is looked at again."""
    inbound = envelope.direction == "inbound"
    headline = Headline("no-calendar" if inbound else "outbound")
    recipients = tuple(
        RecipientVerdict(
            address=address,
            person=None,
            verdict="deliver",
            level="none",
            calendar="none",
            row="no-calendar" if inbound else "outbound-is-not-judged",
            familiarity="not-asked",
            history="not-asked",
            headline=headline,
        )
        for address in envelope.rcpt_to or (None,)
    )
    return Verdict(
        verdict="deliver",
        level="none",
        policy=policy.preset,
        enforced=policy.enforced,
        headline=headline,
        findings=(),
        recipients=recipients,
    )
