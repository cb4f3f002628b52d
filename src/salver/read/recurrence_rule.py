"""One RECUR value, taken apart into typed parts and written anew from them (RFC 5545 3.3.10).

There is one parser. Whatever hands a rule on, to a calendar or to the process that works out dates, writes it from the
parsed parts: a text that one program checks and another one executes is how checks are passed by (DOS-08).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import get_args

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.repetition import Frequency, RecurrenceRule
from salver.read.times import parse_moment

FREQUENCIES: tuple[Frequency, ...] = get_args(Frequency)
"""From the finest to the coarsest."""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_KNOWN = frozenset(FREQUENCIES)
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,3}", re.ASCII)
# INTEGER reaches to 2147483647 (RFC 5545 3.3.8); longer digit strings are never turned into numbers (DOS-21).
_DIGITS = 10
_SHORT = 100
# The field each list becomes, its lowest and its highest number; a lowest below 0 counts from the end, 0 is then none.
# RFC 5545 3.3.10
_LISTS = {
    "BYSECOND": ("seconds", 0, 60),
    "BYMINUTE": ("minutes", 0, 59),
    "BYHOUR": ("hours", 0, 23),
    "BYMONTHDAY": ("month_days", -31, 31),
    "BYYEARDAY": ("year_days", -366, 366),
    "BYWEEKNO": ("weeks", -53, 53),
    "BYMONTH": ("months", 1, 12),
    "BYSETPOS": ("positions", -366, 366),
}
# What the parts cannot be combined with, by FREQ (RFC 5545 3.3.10).
_NOT_WITH = {
    "month_days": frozenset({"WEEKLY"}),
    "year_days": frozenset({"DAILY", "WEEKLY", "MONTHLY"}),
    "weeks": _KNOWN - {"YEARLY"},
}


class _Unreadable(Exception):
    """Why a rule cannot be read, as one of the words of ``Recurrence.why``."""


def read_rule(value: str, limits: Limits = DEFAULT_LIMITS) -> tuple[RecurrenceRule | None, str]:
    """The rule, or None and why it cannot be read. Total; linear in at most ``limits.recurrence_characters``.

    Why is one of ``too-long``, ``not-a-rule``, ``part-twice``, ``part-unknown``, ``part-out-of-range``,
    ``parts-do-not-fit``, ``list-too-long``, ``interval-zero``, ``count-zero``, ``two-ends``, ``other-calendar``.
    """
    if len(value) > limits.recurrence_characters:
        return None, "too-long"
    return (_known if len(value) <= _SHORT else _read)(value, limits.recurrence_list)


def _read(value: str, most: int) -> tuple[RecurrenceRule | None, str]:
    try:
        return _rule(_words(value), most), ""
    except _Unreadable as unreadable:
        return None, str(unreadable)


# Every Monday, every day: most rules are the same few.
_known = lru_cache(maxsize=512)(_read)


def canonical_rule(rule: RecurrenceRule) -> str:
    """The rule as a RECUR value, from its parts alone: upper case, no blanks, lists sorted (RFC 5545 3.3.10)."""
    pieces = [f"FREQ={rule.frequency}"]
    if rule.interval != 1:
        pieces.append(f"INTERVAL={rule.interval}")
    if rule.count is not None:
        pieces.append(f"COUNT={rule.count}")
    if rule.until is not None:
        pieces.append(f"UNTIL={basic(rule.until)}")
    for name, (field, _, _) in _LISTS.items():
        numbers: tuple[int, ...] = getattr(rule, field)
        if numbers:
            pieces.append(f"{name}={','.join(map(str, numbers))}")
    if rule.days:
        pieces.append("BYDAY=" + ",".join(f"{ordinal or ''}{WEEKDAYS[day]}" for ordinal, day in rule.days))
    if rule.week_start is not None:
        pieces.append(f"WKST={WEEKDAYS[rule.week_start]}")
    return ";".join(pieces)


def basic(iso: str) -> str:
    """``2026-12-31`` or ``2026-12-31T09:00:00`` (with ``+00:00`` in UTC) as iCalendar writes it (RFC 5545 3.3.5)."""
    return iso.replace("+00:00", "Z").replace("-", "").replace(":", "")


def _words(value: str) -> dict[str, str]:
    """The parts by name, in upper case, without the blanks around. No part may stand twice."""
    words: dict[str, str] = {}
    for piece in value.strip().strip(";").upper().split(";"):
        name, equals, content = piece.partition("=")
        name = name.strip()
        if not equals:
            raise _Unreadable("not-a-rule")
        if name in words:  # RFC 5545 3.3.10
            raise _Unreadable("part-twice")
        words[name] = content.strip()
    return words


def _rule(words: dict[str, str], most: int) -> RecurrenceRule:
    frequency = words.pop("FREQ", "")
    if frequency not in _KNOWN:
        raise _Unreadable("not-a-rule")
    _gregorian(words)
    if "COUNT" in words and "UNTIL" in words:  # RFC 5545 3.3.10
        raise _Unreadable("two-ends")
    parts: dict[str, object] = {"frequency": frequency}
    for name, content in words.items():
        listed = _LISTS.get(name)
        if listed is not None:
            field, low, high = listed
            parts[field] = _numbers(content, low, high, most)
            if frequency in _NOT_WITH.get(field, ()):
                raise _Unreadable("parts-do-not-fit")
        elif name in _SINGLE:
            field, read = _SINGLE[name]
            parts[field] = read(content)
        elif name == "BYDAY":
            parts["days"] = _days(content, most)
        else:
            raise _Unreadable("part-unknown")
    rule = RecurrenceRule(**parts)  # type: ignore[arg-type]
    _check_days(rule)
    return rule


def _gregorian(words: dict[str, str]) -> None:
    """Takes RSCALE and SKIP away where they say what holds without them (RFC 7529 4). Others are not guessed at."""
    scale, skip = words.pop("RSCALE", "GREGORIAN"), words.pop("SKIP", "OMIT")
    if scale != "GREGORIAN" or skip != "OMIT":  # DOS-30
        raise _Unreadable("other-calendar")


def _check_days(rule: RecurrenceRule) -> None:
    """Numbered weekdays belong to months and years; which of them exist (RFC 5545 3.3.10)."""
    if all(not ordinal for ordinal, _ in rule.days):
        return
    if rule.frequency not in ("MONTHLY", "YEARLY") or (rule.frequency == "YEARLY" and rule.weeks):
        raise _Unreadable("parts-do-not-fit")
    most = 5 if rule.frequency == "MONTHLY" or rule.months else 53
    if any(abs(ordinal) > most for ordinal, _ in rule.days):
        raise _Unreadable("part-out-of-range")


def _positive(text: str, otherwise: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise _Unreadable(otherwise if text.startswith("-") else "part-out-of-range")
    number = int(text)
    if not number:
        raise _Unreadable(otherwise)
    return number


def _interval(text: str) -> int:
    return _positive(text, "interval-zero")  # DOS-03: INTERVAL=0 never ends


def _count(text: str) -> int:
    return _positive(text, "count-zero")


def _until(text: str) -> str:
    """A moment as ISO text."""
    moment, is_utc = parse_moment(text)
    if moment is None:
        raise _Unreadable("part-out-of-range")
    if isinstance(moment, datetime) and is_utc:
        return moment.isoformat(timespec="seconds")
    return moment.isoformat()


def _week_start(text: str) -> int:
    if text not in WEEKDAYS:
        raise _Unreadable("part-out-of-range")
    return WEEKDAYS.index(text)


_SINGLE: dict[str, tuple[str, Callable[[str], object]]] = {
    "INTERVAL": ("interval", _interval),
    "COUNT": ("count", _count),
    "UNTIL": ("until", _until),
    "WKST": ("week_start", _week_start),
}


def _numbers(content: str, low: int, high: int, most: int) -> tuple[int, ...]:
    pieces = content.split(",")
    if len(pieces) > most:  # DOS-05
        raise _Unreadable("list-too-long")
    found = set()
    for piece in pieces:
        text = piece.strip()
        if not _NUMBER.fullmatch(text):
            raise _Unreadable("part-out-of-range")
        number = int(text)
        if not low <= number <= high or (number == 0 and low < 0):
            raise _Unreadable("part-out-of-range")
        found.add(number)
    return tuple(sorted(found))


def _days(content: str, most: int) -> tuple[tuple[int, int], ...]:
    pieces = content.split(",")
    if len(pieces) > most:  # DOS-05
        raise _Unreadable("list-too-long")
    found = set()
    for piece in pieces:
        match = _DAY.fullmatch(piece.strip())
        if match is None or (match[1] and int(match[1]) == 0):
            raise _Unreadable("part-out-of-range")
        found.add((int(match[1] or 0), WEEKDAYS.index(match[2])))
    return tuple(sorted(found))
