"""How an event repeats: a rule taken apart, and what a static reading of all of them says (``recurrence.py``)."""

from __future__ import annotations

from typing import Literal

import msgspec

from salver.core.untrusted import Untrusted

Frequency = Literal["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]


class RecurrenceRule(msgspec.Struct, frozen=True, kw_only=True):
    """One RECUR value, taken apart (RFC 5545 3.3.10). Every number is inside the range its part allows.

    ``until`` is ISO: a date, a local time, or a time in UTC; in a ``Recurrence`` on the clock of DTSTART where that is
    known. ``days`` are pairs of the ordinal (0: every) and the
    weekday counted from Monday (0); ``week_start`` counts likewise. Lists are sorted, without repetition; an empty one
    means that the part is not there.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: str | None = None
    seconds: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int | None = None


RecurrenceFlag = Literal["sub-daily", "overlapping", "never", "several-rules", "excluding-rule", "too-many-dates"]


class Recurrence(msgspec.Struct, frozen=True):
    """A rule read statically, never expanded (architecture, ``read/recurrence.py``).

    ``frequency`` is the FREQ word; ``count`` and ``until`` (ISO) bound it; ``endless`` when neither does. ``per_year``
    estimates instances a year from above. ``dates`` counts RDATE values, ``excluded`` EXDATE values. ``readable`` is
    false for a rule we cannot read, and ``why`` says what is wrong with it, or why it can never come. ``text`` is the
    raw rule, ``rules`` every RRULE that could be read.

    ``at_most`` is the number of occurrences from above, None where there is no end; ``exact`` says that it is the
    number itself. ``first``, ``second`` and ``last`` are local (ISO, without offset), known where they follow by
    arithmetic alone. ``overlap`` is how many occurrences run at once on average, rounded up. ``added`` and ``removed``
    are the values of RDATE (of a PERIOD its start) and EXDATE, in ISO, as long as there are not too many.
    """

    frequency: str | None
    interval: int = 1
    count: int | None = None
    until: str | None = None
    endless: bool = False
    per_year: float = 0.0
    dates: int = 0
    readable: bool = True
    text: Untrusted = Untrusted("")
    rules: tuple[RecurrenceRule, ...] = ()
    why: str = ""
    flags: tuple[RecurrenceFlag, ...] = ()
    at_most: int | None = None
    exact: bool = False
    first: str | None = None
    second: str | None = None
    last: str | None = None
    overlap: int = 1
    excluded: int = 0
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
