"""The recipient is not on the guest list of the invitation.

Why it matters: one template sent to thousands names a guest who is somebody else (SPF-16).

When it is wrong: forwarded invitations and mailing lists look the same and are honest. Where one of them is recognised,
``invitation-forwarded`` or ``sent-by-list`` says it instead.

What to do: ask the one who passed it on.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.passage import passed_on
from salver.judge.rule import recipient_rule
from salver.observe.facts import MessageFacts, RecipientFacts


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    if passed_on(facts):
        return
    for event, seen in zip(facts.events, recipient.events, strict=True):
        if seen.invited is False and event.invitation.method in ("REQUEST", "ADD", "CANCEL"):
            yield finding(
                "recipient-not-invited",
                where=f"part {event.invitation.part}, ATTENDEE",
                guests=len(event.invitation.attendees),
            )
            return


RULE = recipient_rule("recipient-not-invited", __doc__, reads=("circumstances", "events"), check=check)
