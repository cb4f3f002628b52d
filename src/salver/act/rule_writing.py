"""A stranger's recurrence rule, written anew from its parsed parts, or refused. Nothing is expanded (DOS-01 .. DOS-08).

The parts come from the one parser of ``read``; no text of the sender's rule is looked at twice (DOS-08).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo

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
_LAST_SECOND = time(23, 59, 59)
_WORDS = frozenset({"FREQ", "BYDAY", "WKST"})
_UNREADABLE = "The event repeats by a rule we cannot read."
_TOO_OFTEN = "The event would repeat every hour or more often. That would fill your calendar."
_TOO_MANY = "The event would repeat more often than a calendar can hold."
_NEVER = "The event repeats on a date that never comes. Some calendars search for it forever."


def write_rule(found: Property, limits: Limits, *, begin: date, zone: tzinfo | None) -> vRecur:
    """An RRULE value for the copy (RFC 5545 3.8.5.3).

    ``begin`` is DTSTART as it is written, a date or a time on its own clock, and ``zone`` the zone it stands in (None:
    a date, or floating). Raises CopyRefused for rules that are unreadable, that come hourly or more often, or that can
    never come.
    """
    rule, _ = read_rule(found.value, limits)
    start = begin.replace(tzinfo=None) if isinstance(begin, datetime) else begin
    all_day = not isinstance(begin, datetime)
    if rule is None or 60 in rule.seconds or (all_day and (rule.hours or rule.minutes or rule.seconds)):
        raise CopyRefused(_UNREADABLE)  # RFC 5545 3.3.10: no clock where DTSTART has none; no leap seconds either
    if rule.frequency in ("SECONDLY", "MINUTELY", "HOURLY") or moments_a_day(rule) >= _HOURS_OF_A_DAY:
        raise CopyRefused(_TOO_OFTEN)
    if rule.count is not None and rule.count > limits.recurrence_count:  # DOS-04
        raise CopyRefused(_TOO_MANY)
    if never(rule, start):  # DOS-06
        raise CopyRefused(_NEVER)
    return vRecur(_typed(rule, zone, all_day=all_day))


def _typed(rule: RecurrenceRule, zone: tzinfo | None, *, all_day: bool) -> dict[str, object]:
    """The parts as the ``icalendar`` library wants them: lists of words, of numbers, of one moment."""
    parts: dict[str, object] = {}
    for piece in canonical_rule(msgspec.structs.replace(rule, until=None)).split(";"):
        name, _, content = piece.partition("=")
        values = content.split(",")
        parts[name] = values if name in _WORDS else [int(value) for value in values]
    if rule.until is not None:
        parts["UNTIL"] = [_until(rule.until, zone, all_day=all_day)]
    return parts


def _until(iso: str, zone: tzinfo | None, *, all_day: bool) -> date:
    """The same end as ``read/recurrence.py`` says it, in the type of DTSTART (RFC 5545 3.3.10).

    A date for an all-day series, local for a floating one, else UTC. A date ends with its last second on the clock of
    DTSTART, and a time without a zone is a time on that clock.
    """
    moment = datetime.fromisoformat(iso)
    if all_day:
        return moment.date()
    if "T" not in iso:
        moment = datetime.combine(moment.date(), _LAST_SECOND)
    if zone is None:
        return moment.replace(tzinfo=None)
    if moment.tzinfo is not None:
        return moment
    try:
        return moment.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:  # the years 1 and 9999
        return moment.replace(tzinfo=UTC)
