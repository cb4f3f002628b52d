"""How an event repeats, read statically: how often, until when, how many. Nothing is ever expanded (DOS-01 .. DOS-09).

A rule is read once, into typed parts (``recurrence_rule``); what is said about it follows from the parts by counting
(``recurrence_pace``), by arithmetic (``recurrence_steps``) and by looking for contradictions (``recurrence_never``).
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta, tzinfo

import msgspec

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.core.untrusted import Untrusted
from salver.read.components import Component
from salver.read.content_lines import Property
from salver.read.message import EventTime
from salver.read.recurrence_dates import local_moment, local_start, moments, zone_of
from salver.read.recurrence_exceptions import covers, every_date_removed
from salver.read.recurrence_never import never
from salver.read.recurrence_pace import DAY, least_gap, moments_a_day, per_interval, per_year
from salver.read.recurrence_rule import canonical_rule, read_rule
from salver.read.recurrence_steps import steady, step, steps_until
from salver.read.repetition import Recurrence, RecurrenceFlag, RecurrenceRule

_MOST_PER_YEAR = 31_622_400.0  # seconds of a leap year
_YEAR_DAYS = 366


def recurrence_of(
    component: Component, start: EventTime | None, end: EventTime | None, limits: Limits = DEFAULT_LIMITS
) -> Recurrence | None:
    """How this component repeats; None when it does not. ``start`` and ``end`` are its DTSTART and its end."""
    rules, dates = component.every("RRULE"), component.every("RDATE")
    if not rules and not dates:
        return None
    return read_recurrence(
        rules,
        dates,
        exceptions=component.every("EXDATE"),
        exception_rules=component.every("EXRULE"),
        start=start,
        end=end,
        limits=limits,
    )


def read_recurrence(
    rules: tuple[Property, ...],
    dates: tuple[Property, ...],
    *,
    exceptions: tuple[Property, ...] = (),
    exception_rules: tuple[Property, ...] = (),
    start: EventTime | None = None,
    end: EventTime | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Recurrence | None:
    """All RRULE, RDATE, EXDATE and EXRULE of a component as one summary; None with neither RRULE nor RDATE. Total.

    Several rules add up: the first gives the words, any endless one makes it endless, any unreadable one unreadable.
    ``start`` and ``end`` are DTSTART and the end of the event; without them less can be said.
    """
    if not rules and not dates:
        return None
    begin, zone = local_start(start), zone_of(start)
    added, extra, added_bad = moments(dates, start, zone, limits)
    removed, excluded, removed_bad = moments(exceptions, start, zone, limits)
    if not rules and not extra:
        return None
    read = _Read(rules, exception_rules, begin, zone, limits)
    if extra > limits.recurrence_dates or excluded > limits.recurrence_dates:  # DOS-09
        read.flags.append("too-many-dates")
    if added_bad or removed_bad:
        read.trouble("date-unreadable")
    summary = read.summary(extra, excluded, added, removed)
    return _with_length(summary, start, end)


def canonical(recurrence: Recurrence) -> str:
    """The rules, one a line, written anew from their parsed parts; empty where there is none or it cannot be read."""
    return "\n".join(canonical_rule(rule) for rule in recurrence.rules) if recurrence.readable else ""


class _Read:
    """The rules of one component while they are read."""

    def __init__(
        self,
        rules: tuple[Property, ...],
        exception_rules: tuple[Property, ...],
        begin: date | None,
        zone: tzinfo | None,
        limits: Limits,
    ) -> None:
        self.begin = begin
        self.limits = limits
        self.flags: list[RecurrenceFlag] = []
        self.why = ""
        self.readable = True
        self.text = Untrusted(rules[0].value[: limits.recurrence_characters]) if rules else Untrusted("")
        self.bounded = [_bounded(found.value, limits) for found in rules]
        self.same_clock = True
        self.rules = self._all(rules, zone)
        if len(rules) > 1:  # RFC 5545 3.8.5.3
            self.flags.append("several-rules")
        if exception_rules:
            self.flags.append("excluding-rule")
        self.exceptions = self._all(exception_rules, zone)

    def trouble(self, why: str) -> None:
        """Remember why it cannot be read; the first reason stays."""
        self.readable = False
        self.why = self.why or why

    def _all(self, found: tuple[Property, ...], zone: tzinfo | None) -> list[RecurrenceRule]:
        rules = []
        for one in found[: self.limits.recurrence_list]:
            rule, why = read_rule(one.value, self.limits)
            if rule is None:
                self.trouble(why)
            else:
                self.same_clock = self.same_clock and _on_clock(rule, self.begin, zone)
                rules.append(_in_zone(rule, self.begin, zone))
        if len(found) > self.limits.recurrence_list:
            self.trouble("too-long")
        return rules

    def summary(self, extra: int, excluded: int, added: tuple[str, ...], removed: tuple[str, ...]) -> Recurrence:
        first = self.rules[0] if self.rules and self.readable else None
        shown = self.rules if self.readable else []
        at_most, counted = self._how_many(shown, extra)
        self._look_for_never(shown, removed, at_most if counted else None)
        exact = counted and self.same_clock
        return Recurrence(
            frequency=first.frequency if first else None,
            interval=first.interval if first else 1,
            count=first.count if first else None,
            until=first.until if first else None,
            endless=any(_endless(rule) for rule in shown) if self.readable else not all(self.bounded),
            per_year=min(sum(per_year(rule) for rule in shown), _MOST_PER_YEAR),
            dates=extra,
            readable=self.readable,
            text=self.text,
            rules=tuple(shown),
            why=self.why,
            flags=tuple(dict.fromkeys(self.flags)),
            at_most=at_most,
            exact=exact and not excluded and "excluding-rule" not in self.flags,
            first=self.begin.isoformat() if self.begin else None,
            second=_iso(self._step(shown, 1)),
            last=_iso(self._step(shown, at_most - 1)) if at_most and exact else None,
            excluded=excluded,
            added=added,
            removed=removed,
        )

    def _steady(self, rules: list[RecurrenceRule]) -> bool:
        return len(rules) == 1 and self.begin is not None and steady(rules[0], self.begin)

    def _step(self, rules: list[RecurrenceRule], number: int) -> date | None:
        """The occurrence that many steps on, where it follows by arithmetic and the rule goes on that far."""
        if self.begin is None or not self._steady(rules):
            return None
        rule = rules[0]
        if rule.count is not None and number >= rule.count:
            return None
        if rule.until is not None and number > steps_until(rule, self.begin, local_moment(rule.until)):
            return None
        return step(rule, self.begin, number)

    def _how_many(self, rules: list[RecurrenceRule], extra: int) -> tuple[int | None, bool]:
        """Occurrences from above, and whether that is their number as we read the rule. (None, False): no end, or no
        telling."""
        if not self.readable or any(_endless(rule) for rule in rules):
            return None, False
        total = extra if rules else extra + 1
        for rule in rules:
            one = self._count(rule)
            if one is None:
                return None, False
            total += one
        return total, not extra and self._steady(rules)

    def _count(self, rule: RecurrenceRule) -> int | None:
        if rule.count is not None:
            return rule.count
        if self.begin is None or rule.until is None:
            return None
        until = local_moment(rule.until)
        if steady(rule, self.begin):
            return max(1, steps_until(rule, self.begin, until) + 1)
        years = max(0, (until.toordinal() - self.begin.toordinal())) // 365 + 1
        return int(min(per_year(rule), _MOST_PER_YEAR) * years) + per_interval(rule)

    def _look_for_never(self, rules: list[RecurrenceRule], removed: tuple[str, ...], count: int | None) -> None:
        if any(moments_a_day(rule) > 1 or rule.frequency in ("SECONDLY", "MINUTELY", "HOURLY") for rule in rules):
            self.flags.append("sub-daily")
        why = ""
        if any(never(rule, self.begin) for rule in rules):  # DOS-06
            why = "never"
        elif self.begin is not None and any(_over_before(rule, self.begin) for rule in rules):
            why = "ends-before-it-begins"
        elif rules and self._cancelled(rules, removed, count):  # DOS-07
            why = "cancelled-out"
        if why:
            self.flags.append("never")
            self.why = self.why or why

    def _cancelled(self, rules: list[RecurrenceRule], removed: tuple[str, ...], count: int | None) -> bool:
        if all(any(covers(gone, rule) for gone in self.exceptions) for rule in rules):
            return True
        if self.begin is None or not count:
            return False
        return every_date_removed(rules[0], self.begin, count, removed, self.limits)


def _iso(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def _endless(rule: RecurrenceRule) -> bool:
    return rule.count is None and rule.until is None


def _bounded(value: str, limits: Limits) -> bool:
    """Whether a rule, readable or not, seems to name an end."""
    upper = value[: limits.recurrence_characters].upper()
    return "COUNT" in upper or "UNTIL" in upper


def _over_before(rule: RecurrenceRule, begin: date) -> bool:
    """UNTIL before DTSTART; days are compared, so that no zone makes the difference."""
    return rule.until is not None and local_moment(rule.until).toordinal() < begin.toordinal()


def _in_zone(rule: RecurrenceRule, begin: date | None, zone: tzinfo | None) -> RecurrenceRule:
    """The rule with UNTIL on the clock of DTSTART: UTC becomes local, a time in an all-day series its day.

    Where DTSTART floats, or at the ends of time, the clock stays and only the offset goes (RFC 5545 3.3.10).
    """
    if rule.until is None or begin is None:
        return rule
    until = local_moment(rule.until)
    if not isinstance(begin, datetime):
        day = date(until.year, until.month, until.day)
        return msgspec.structs.replace(rule, until=day.isoformat())
    if zone is not None and rule.until.endswith("+00:00"):
        with suppress(OverflowError, ValueError):
            until = datetime.fromisoformat(rule.until).astimezone(zone).replace(tzinfo=None)
    return msgspec.structs.replace(rule, until=until.isoformat())


def _on_clock(rule: RecurrenceRule, begin: date | None, zone: tzinfo | None) -> bool:
    """Whether UNTIL has the type that goes with DTSTART; of another one programs make different last dates.

    A date for a date, UTC for a time in a zone, local for a floating one (RFC 5545 3.3.10).
    """
    if rule.until is None or begin is None:
        return True
    if not isinstance(begin, datetime) or "T" not in rule.until:
        return not isinstance(begin, datetime) and "T" not in rule.until
    return rule.until.endswith("+00:00") == (zone is not None)


def _with_length(found: Recurrence, start: EventTime | None, end: EventTime | None) -> Recurrence:
    """The summary with what its length says: whether occurrences run into one another."""
    length = _length(start, end)
    if not found.rules or length <= 0:
        return found
    overlaps = any(length > least_gap(rule) for rule in found.rules)
    at_once = int(-(-length * found.per_year // (_YEAR_DAYS * DAY)))
    if found.at_most is not None:
        at_once = min(at_once, found.at_most)
    flags: Iterable[RecurrenceFlag] = (*found.flags, "overlapping") if overlaps else found.flags
    return msgspec.structs.replace(found, flags=tuple(flags), overlap=max(1, at_once))


def _length(start: EventTime | None, end: EventTime | None) -> float:
    """Seconds from the beginning to the end; 0 where that cannot be said."""
    if start is None or end is None or not start.iso or not end.iso:
        return 0
    one, other = datetime.fromisoformat(start.iso), datetime.fromisoformat(end.iso)
    if (one.tzinfo is None) != (other.tzinfo is None):
        one, other = one.replace(tzinfo=None), other.replace(tzinfo=None)
    return (other - one) / timedelta(seconds=1)
