"""Programs would read this calendar in different ways, and the difference matters.

Why it matters: two METHODs, an open quotation mark before the organizer, or a line end that only some programs see show
one event to a filter and another one to a person (MIME-26..28). Salver reads such a calendar again the way other
programs do, and names the properties in which they differ. Whoever vouches for one reading vouches for no other.

When it is wrong: home-made software that writes a property twice or forgets to quote a name. Long lines, lower-case
names, Windows zones, bare LF and a missing DTSTAMP are read alike everywhere and never set this off.

What to do: decline silently, and ask for a new invitation if you need it.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts
from salver.read.agreement import DIFFERS
from salver.read.message import Message


def check(facts: MessageFacts) -> Iterator[Finding]:
    for calendar in facts.message.calendars:
        if calendar.ambiguous and not calendar.nested:
            yield finding(
                "calendar-ambiguous",
                where=f"part {calendar.part}, {calendar.ambiguous[0]}",
                properties=calendar.ambiguous,
                offset=_offset(facts.message, calendar.part),
            )


def _offset(message: Message, part: str) -> int | None:
    """Where in the calendar the first of the differences comes from."""
    return next((d.offset for d in message.noted if d.part == part and d.code.startswith(DIFFERS)), None)


RULE = message_rule("calendar-ambiguous", __doc__, reads=("message",), check=check)
