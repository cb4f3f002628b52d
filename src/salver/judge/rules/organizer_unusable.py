"""The organizer is missing where one is required, or is not exactly one mail address.

Why it matters: iMIP needs a mailto address (RFC 6047 2.3). Two addresses in one value, a question mark, line breaks
or no domain at all make one program answer here and another there, and have injected headers into replies (SPF-29,
SPF-30).

When it is wrong: some servers write a path or a bare name, and hand-made invitations leave the organizer out. An
address without ``mailto:`` is read all the same, and a service that is proved and writes a path is only a notice.

What to do: nothing can be answered. Write a new mail to the sender if you expected an invitation.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.judge.speaker import by_service
from salver.observe.facts import MessageFacts

# RFC 5546 3.2.2, 3.2.4, 3.2.5, 3.2.8: ORGANIZER is required (1) in these methods.
_REQUIRED = frozenset({"REQUEST", "ADD", "CANCEL", "DECLINECOUNTER"})


def check(facts: MessageFacts) -> Iterator[Finding]:
    for event in facts.events:
        invitation = event.invitation
        organizer = invitation.organizer
        if organizer is None and invitation.method in _REQUIRED:  # RFC 5546 3.2.2
            yield finding("organizer-unusable", variant="missing", where=f"part {invitation.part}")
        elif organizer is not None and organizer.address is None:  # RFC 6047 2.3
            usual = by_service(event.identity)
            yield finding(
                "organizer-unusable",
                severity="notice" if usual else None,
                where=f"part {invitation.part}, ORGANIZER",
                organizer=organizer.raw,
            )


RULE = message_rule("organizer-unusable", __doc__, reads=("events",), check=check)
