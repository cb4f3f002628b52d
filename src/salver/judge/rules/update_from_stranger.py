"""A message changes an event this mailbox has, and somebody other than its organizer is proved to have sent it.

Why it matters: an update needs only the UID and the organizer's name, both known to every guest. Changing the link or
the place of a meeting you already trust is the quietest attack there is; a shipping server applied such mails
(SPF-09, CVE-2026-93627). Only the one who invited you may change the event, also when a fellow guest authenticates.

When it is wrong: an assistant who takes over a series. Merely weaker evidence from the organizer himself is not this
rule: then we ask.

What to do: your calendar is unchanged. Use the link and the time you already have.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding
from salver.judge.rule import recipient_rule
from salver.judge.stranger import cancels, from_somebody_else
from salver.observe.facts import MessageFacts, RecipientFacts
from salver.read.message import Invitation

_CHANGES = frozenset({None, "PUBLISH", "REQUEST", "ADD", "DECLINECOUNTER"})


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    return from_somebody_else("update-from-stranger", facts, recipient, _changes)


def _changes(invitation: Invitation) -> bool:
    return invitation.method in _CHANGES and not cancels(invitation)


RULE = recipient_rule("update-from-stranger", __doc__, reads=("author", "events"), check=check)
