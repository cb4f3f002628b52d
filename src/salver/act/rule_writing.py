"""A stranger's recurrence rule, written anew from its parsed parts, or refused. Nothing is expanded (DOS-01 .. DOS-08).

The parts come from the one parser of ``read``; no text of the sender's rule is looked at twice (DOS-08).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import msgspec
from icalendar import vRecur

from salver.act.refused import CopyRefused
from salver.core.limits import Limits
from salver.read.content_lines import Property
from salver.read.recurrence_never import never
from salver.read.recurrence_pace import moments_a_day
from salver.read.recurrence_rule import canonical_rule, read_rule
from salver.read.repetition import RecurrenceRule

_HOURS_OF_A_DAY = 24
_WORDS = frozenset({"FREQ", "BYDAY", "WKST"})
_UNREADABLE = "The event repeats by a rule we cannot read."
_TOO_OFTEN = "The event would repeat every hour or more often. That would fill your calendar."
_TOO_MANY = "The event would repeat more often than a calendar can hold."
_NEVER = "The event repeats on a date that never comes. Some calendars search for it forever."


def write_rule(found: Property, limits: Limits, *, all_day: bool) -> vRecur:
    """An RRULE value for the copy (RFC 5545 3.8.5.3).

    ``all_day`` says that DTSTART is a date: UNTIL is then one, too. Raises CopyRefused for rules that are unreadable,
    that come hourly or more often, or that can never come.
    """
    rule, _ = read_rule(found.value, limits)
    if rule is None or 60 in rule.seconds or (all_day and (rule.hours or rule.minutes or rule.seconds)):
        raise CopyRefused(_UNREADABLE)  # RFC 5545 3.3.10: no clock where DTSTART has none; no leap seconds either
    if rule.frequency in ("SECONDLY", "MINUTELY", "HOURLY") or moments_a_day(rule) >= _HOURS_OF_A_DAY:
        raise CopyRefused(_TOO_OFTEN)
    if rule.count is not None and rule.count > limits.recurrence_count:  # DOS-04
        raise CopyRefused(_TOO_MANY)
    if never(rule, None):  # DOS-06
        raise CopyRefused(_NEVER)
    return vRecur(_typed(rule, all_day))


def _typed(rule: RecurrenceRule, all_day: bool) -> dict[str, object]:
    """The parts as the ``icalendar`` library wants them: lists of words, of numbers, of one moment."""
    parts: dict[str, object] = {}
    for piece in canonical_rule(msgspec.structs.replace(rule, until=None)).split(";"):
        name, _, content = piece.partition("=")
        values = content.split(",")
        parts[name] = values if name in _WORDS else [int(value) for value in values]
    if rule.until is not None:
        parts["UNTIL"] = [_until(datetime.fromisoformat(rule.until), "T" in rule.until, all_day)]
    return parts


def _until(moment: datetime, has_clock: bool, all_day: bool) -> date:
    """UNTIL in the type of DTSTART, and in UTC where it has a time (RFC 5545 3.3.10)."""
    if all_day:
        return moment.date()
    if has_clock:
        return moment.replace(tzinfo=UTC)
    return datetime.combine(moment.date(), time(23, 59, 59), UTC)
