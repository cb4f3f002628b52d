"""Whether exceptions take away every occurrence, as far as that can be decided without expanding (DOS-07)."""

from __future__ import annotations

from datetime import date

import msgspec

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.recurrence_rule import FREQUENCIES
from salver.read.recurrence_steps import step
from salver.read.repetition import RecurrenceRule


def covers(gone: RecurrenceRule, rule: RecurrenceRule) -> bool:
    """Whether an EXRULE takes away every occurrence of a rule that begins with it: it never ends before the rule, and
    is the same otherwise, or comes at every step of a unit at least as fine (RFC 2445 4.8.5.2)."""
    if gone.count is not None and gone.count != rule.count:
        return False
    if gone.until is not None and gone.until != rule.until:
        return False
    return _without_end(gone) == _without_end(rule) or _comes_always(gone, rule)


def _without_end(rule: RecurrenceRule) -> RecurrenceRule:
    return msgspec.structs.replace(rule, count=None, until=None, week_start=None)


def _comes_always(gone: RecurrenceRule, rule: RecurrenceRule) -> bool:
    """A rule such as FREQ=DAILY, without lists, against one whose occurrences all fall on its moments."""
    plain = RecurrenceRule(frequency=gone.frequency)
    if _without_end(gone) != plain or gone.count is not None:
        return False
    finer = FREQUENCIES.index(gone.frequency) <= FREQUENCIES.index(rule.frequency)
    if gone.frequency in ("WEEKLY", "MONTHLY", "YEARLY"):  # these only meet themselves
        return False
    clock = {"SECONDLY": (), "MINUTELY": rule.seconds, "HOURLY": rule.minutes + rule.seconds}
    return finer and not clock.get(gone.frequency, rule.hours + rule.minutes + rule.seconds)


def every_date_removed(
    rule: RecurrenceRule, start: date, count: int, removed: tuple[str, ...], limits: Limits = DEFAULT_LIMITS
) -> bool:
    """Whether EXDATE names all ``count`` occurrences of a steady rule; looked at up to ``limits.recurrence_list``."""
    if len(removed) < count or count > limits.recurrence_list:
        return False
    gone = set(removed)
    dates = (step(rule, start, number) for number in range(count))
    return all(moment is not None and moment.isoformat() in gone for moment in dates)
