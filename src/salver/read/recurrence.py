"""A recurrence rule read statically: how often, until when, how many. Nothing is ever expanded (DOS-01 .. DOS-09)."""

from __future__ import annotations

import re
from datetime import date

from salver.core.untrusted import Untrusted
from salver.read.icalendar import Property
from salver.read.message import Recurrence
from salver.read.times import parse_moment

# Occasions a year of each FREQ, from above (RFC 5545 3.3.10).
_PER_YEAR = {
    "SECONDLY": 31_622_400.0,
    "MINUTELY": 527_040.0,
    "HOURLY": 8_784.0,
    "DAILY": 366.0,
    "WEEKLY": 53.0,
    "MONTHLY": 12.0,
    "YEARLY": 1.0,
}
_MOST_PER_YEAR = _PER_YEAR["SECONDLY"]
_LIST = re.compile(r"[+-]?\d{1,3}(?:,[+-]?\d{1,3})*", re.ASCII)
_DAYS = re.compile(
    r"(?:[+-]?\d{1,2})?(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:[+-]?\d{1,2})?(?:MO|TU|WE|TH|FR|SA|SU))*", re.ASCII
)
# The table: which lists multiply the occasions of which FREQ; for all others they only take some away.
# RFC 5545 3.3.10
_EXPANDS = {
    "BYSECOND": {"MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"},
    "BYMINUTE": {"HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"},
    "BYHOUR": {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"},
    "BYMONTHDAY": {"MONTHLY", "YEARLY"},
    "BYYEARDAY": {"YEARLY"},
    "BYWEEKNO": {"YEARLY"},
    "BYMONTH": {"YEARLY"},
}
_RULE_LENGTH = 2_000


def read_recurrence(rules: tuple[Property, ...], dates: tuple[Property, ...]) -> Recurrence | None:
    """All RRULE and RDATE properties of a component as one summary; None when there is neither.

    Several rules add up: the first gives the words, any endless one makes it endless, any unreadable one unreadable.
    """
    extra = sum(found.value.count(",") + 1 for found in dates)
    if not rules:
        return Recurrence(None, dates=extra) if extra else None
    read = [_rule(found.value) for found in rules]
    first = read[0]
    return Recurrence(
        first.frequency,
        first.interval,
        first.count,
        first.until,
        any(one.endless for one in read),
        min(sum(one.per_year for one in read), _MOST_PER_YEAR),
        extra,
        all(one.readable for one in read),
        first.text,
    )


def _rule(value: str) -> Recurrence:
    """One RECUR value (RFC 5545 3.3.10)."""
    text = Untrusted(value[:_RULE_LENGTH])
    words: dict[str, str] = {}
    if len(value) > _RULE_LENGTH:
        return _unreadable(text)
    for piece in value.strip().strip(";").upper().split(";"):
        name, equals, content = piece.partition("=")
        if not equals or name.strip() in words:
            return _unreadable(text)
        words[name.strip()] = content.strip()
    frequency = words.get("FREQ", "")
    interval = _number(words.get("INTERVAL", "1"))
    count = _number(words["COUNT"]) if "COUNT" in words else None
    until, until_bad = _until(words.get("UNTIL"))
    unreadable = (
        frequency not in _PER_YEAR
        or not interval  # DOS-03: INTERVAL=0 never ends
        or ("COUNT" in words and not count)
        or until_bad
        or "RSCALE" in words  # DOS-30: other calendars are not guessed at
    )
    factor = 1.0
    for name, content in words.items():
        if name.startswith("BY"):
            size = _size(name, content, frequency)
            unreadable = unreadable or size == 0
            factor *= max(size, 1)
    if unreadable:
        return _unreadable(text, endless=count is None and until is None)
    assert interval
    per_year = min(_PER_YEAR[frequency] / interval * factor, _MOST_PER_YEAR)
    return Recurrence(frequency, interval, count, until, count is None and until is None, per_year, 0, True, text)


def _unreadable(text: Untrusted, endless: bool = False) -> Recurrence:
    return Recurrence(None, endless=endless, readable=False, text=text)


def _number(text: str) -> int | None:
    """A positive number of at most nine digits; None otherwise (DOS-21)."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 and int(text) > 0 else None


def _until(text: str | None) -> tuple[str | None, bool]:
    """UNTIL as ISO text, and whether it was there but unreadable."""
    if text is None:
        return None, False
    moment: date | None = parse_moment(text)[0]
    return (moment.isoformat(), False) if moment else (None, True)


def _size(name: str, content: str, frequency: str) -> int:
    """By how much a BY list can multiply the occasions; 0 for a list we cannot read."""
    if name == "BYDAY":
        if not _DAYS.fullmatch(content):
            return 0
        days = content.count(",") + 1
        numbered = any(character.isdigit() for character in content)
        weeks = {"WEEKLY": 1, "MONTHLY": 1 if numbered else 5, "YEARLY": 1 if numbered else 53}.get(frequency)
        return days * weeks if weeks else 1
    if not _LIST.fullmatch(content):
        return 0
    return content.count(",") + 1 if frequency in _EXPANDS.get(name, ()) else 1
