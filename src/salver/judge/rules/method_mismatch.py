"""The MIME parameter and the calendar disagree about the method, or only one of them has it.

Why it matters: a gate that reads the one and a program that obeys the other treat the same mail as two different things
(SPAM-07; RFC 6047 2.4 asks for both, and equal).

When it is wrong: Google declares its COUNTER as REPLY, Yahoo its CANCEL as REQUEST, and hand-made invitations often
leave the parameter out. It is a notice.

What to do: read what the message asks for before you decide.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.judge.speaker import usual_there
from salver.observe.facts import MessageFacts
from salver.read.message import Invitation, Message

_ANSWERS = frozenset({"REPLY", "COUNTER"})


def check(facts: MessageFacts) -> Iterator[Finding]:
    several = {d.part for d in facts.message.noted if d.code == "calendar-method-several"}
    for event in facts.events:
        invitation = event.invitation
        if usual_there(event.identity, "method-mismatch") and invitation.part not in several:
            continue
        if invitation.part in several or _differ(facts.message, invitation):
            yield finding(
                "method-mismatch",
                where=f"part {invitation.part}",
                params={"parameter": _word(invitation.method_param), "method": _word(invitation.method)},
                parameter=invitation.method_param,
                method=invitation.method,
            )


def _differ(message: Message, invitation: Invitation) -> bool:
    declared, written = invitation.method_param, invitation.method
    if declared and written:
        pair = {declared.upper(), written}
        return len(pair) > 1 and not pair <= _ANSWERS  # RFC 6047 2.4
    if declared:
        return True
    # An attachment without the parameter is ordinary; text/calendar that calls itself iTIP inside only is not iMIP.
    return bool(written) and _type(message, invitation.part) == "text/calendar"


def _type(message: Message, number: str) -> str | None:
    return next((one.content_type for one in message.calendars if one.part == number), None)


def _word(method: str | None) -> str:
    """A method for our own sentence: a known iTIP word or nothing of the sender's."""
    known = ("PUBLISH", "REQUEST", "REPLY", "ADD", "CANCEL", "REFRESH", "COUNTER", "DECLINECOUNTER")
    return method.upper() if method and method.upper() in known else "nothing" if not method else "something else"


RULE = message_rule("method-mismatch", __doc__, reads=("events", "message"), check=check)
