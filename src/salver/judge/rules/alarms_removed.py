"""The event brings alarms of its own; the copy for the calendar leaves them out.

Why it matters: alarms of a stranger ring on all your devices, play sounds and have started programs (SPAM-11).

When it is wrong: an honest organizer may mean well. Your own program sets the alarm you want.

What to do: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts


def check(facts: MessageFacts) -> Iterator[Finding]:
    alarms = sum(event.invitation.alarms for event in facts.events)
    if alarms:
        yield finding("alarms-removed", params={"n": str(alarms)}, alarms=alarms)


RULE = message_rule("alarms-removed", __doc__, reads=("events",), check=check)
