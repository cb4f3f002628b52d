"""The event repeats so often, so many times or so densely that it floods a calendar.

Why it matters: a rule of thirty letters can ask for every second of every year. Calendars and servers have spent hours
or all their memory on such an event (DOS-01, DOS-02, DOS-04), or on ten thousand single dates (DOS-09). Events that run
into one another cover a whole calendar.

When it is wrong: a medicine plan with more than eight times a day, or a slip of the hand that made one meeting a week
long and daily. A daily meeting without an end, yearly birthdays and shift plans are none of this.

What to do: decline silently, or ask the sender for an event that does not repeat like this.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from salver.core.limits import DEFAULT_LIMITS as LIMITS
from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts
from salver.read.repetition import Recurrence

_YEAR_DAYS = 366
_DATE_LENGTH = len("2026-11-24")


def check(facts: MessageFacts) -> Iterator[Finding]:
    for event in facts.events:
        recurrence = event.invitation.recurrence
        seen = _flood(recurrence, facts.now) if recurrence is not None else None
        if recurrence is not None and seen is not None:
            variant, params = seen
            yield finding(
                "recurrence-flood",
                where=f"part {event.invitation.part}, {'RDATE' if variant == 'dates' else 'RRULE'}",
                variant=variant,
                params=params,
                rule=recurrence.text,
                a_year=int(recurrence.per_year),
                at_most=recurrence.at_most,
            )


def _flood(found: Recurrence, now: str | None) -> tuple[str, dict[str, str]] | None:
    """The variant and its parameters; the plainest reason first."""
    most = found.at_most
    if "too-many-dates" in found.flags:  # DOS-09
        return "dates", {"n": f"{max(found.dates, found.excluded):,}"}
    if not found.rules:
        return None
    if found.per_year > LIMITS.recurrence_a_year and (most is None or most > LIMITS.recurrence_burst):  # DOS-01
        return "", {"n": f"{-int(-found.per_year // _YEAR_DAYS):,}"}
    count = max((rule.count or 0 for rule in found.rules), default=0)
    if count > LIMITS.recurrence_count:  # DOS-04
        return "count", {"n": f"{count:,}"}
    crowded = "sub-daily" in found.flags and "overlapping" in found.flags
    if found.overlap > LIMITS.recurrence_at_once or (crowded and found.overlap > 1):
        return "overlap", {"n": f"{found.overlap:,}"}
    return _out_of_time(found, now)


def _out_of_time(found: Recurrence, now: str | None) -> tuple[str, dict[str, str]] | None:
    """A series that began so long ago, or begins so late, that a program has to count its way to it (DOS-02)."""
    if found.first is None or now is None:
        return None
    begin, today = date.fromisoformat(found.first[:_DATE_LENGTH]), date.fromisoformat(now[:_DATE_LENGTH])
    since = int(found.per_year * max(0, (today - begin).days) / _YEAR_DAYS)
    if found.at_most is not None:
        since = min(since, found.at_most)
    if since > LIMITS.recurrence_before_now:
        return "long-ago", {"year": str(begin.year), "n": f"{since:,}"}
    if begin.year - today.year > LIMITS.recurrence_years_ahead:
        return "far-ahead", {"year": str(begin.year)}
    return None


RULE = message_rule("recurrence-flood", __doc__, reads=("events", "now"), check=check)
