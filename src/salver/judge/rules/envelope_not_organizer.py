"""The envelope sender (MAIL FROM) is not the organizer.

Why it matters: comparing these two is the advice one reads most. Measured on real mail it separates nothing: it holds
for all phishing invitations of a collection and for none of the genuine ones that came through lists (AUTH-32).

When it is wrong: on every large calendar service, every list, every forwarder. It is information for the curious.

What to do: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts


def check(facts: MessageFacts) -> Iterator[Finding]:
    mail_from = facts.envelope.mail_from
    if mail_from is None:
        return
    for event in facts.events:
        claimed = event.identity.claimed
        if claimed and claimed.lower() != mail_from.lower():
            yield finding("envelope-not-organizer", where="MAIL FROM", mail_from=mail_from or "<>", claimed=claimed)
            return


RULE = message_rule("envelope-not-organizer", __doc__, reads=("envelope", "events"), check=check)
