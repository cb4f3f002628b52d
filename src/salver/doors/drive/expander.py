"""The program that works out the dates of a series, in a process of its own (DOS-01 .. DOS-07).

Started as ``python -I expander.py SECONDS BYTES DATES`` by ``expansion.py``. It first takes away its own right to more
processor time and memory, then reads lines ``name value`` from standard input:

``rule`` a RECUR value that ``read/recurrence_rule.py`` has written; ``start`` DTSTART, local ISO; ``after`` the local
moment from which dates are wanted; ``zone`` the IANA name of the zone of all these, if there is one; any number of
``added`` and ``removed``, local ISO.

It writes at most DATES moments, one a line: RFC 3339 with a zone, local ISO without one, a date for all-day series.
Anything it cannot do ends it with a status other than 0. It imports nothing of Salver and nothing that talks.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

_DAY_LENGTH = len("2026-11-24")
# The keyword of dateutil.rrule for each list of numbers.
# RFC 5545 3.3.10
_LISTS = {
    "BYSECOND": "bysecond",
    "BYMINUTE": "byminute",
    "BYHOUR": "byhour",
    "BYMONTHDAY": "bymonthday",
    "BYYEARDAY": "byyearday",
    "BYWEEKNO": "byweekno",
    "BYMONTH": "bymonth",
    "BYSETPOS": "bysetpos",
}
_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Asked = dict[str, list[str]]
"""The values of every line by its name."""


def main() -> None:
    """Read what is asked, write the dates."""
    seconds, memory, most = (int(word) for word in sys.argv[1:4])
    confine(seconds, memory)
    asked: Asked = {}
    for line in sys.stdin.read().splitlines():
        name, _, value = line.partition(" ")
        asked.setdefault(name, []).append(value)
    sys.stdout.write("".join(f"{moment}\n" for moment in islice(dates(asked), most)))


def confine(seconds: int, memory: int) -> None:
    """No more than this much processor time (seconds) and address space (bytes), and no files written."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def dates(asked: Asked) -> Iterator[str]:
    """The moments at or after ``after``, in order."""
    from dateutil.rrule import rruleset  # after the limits are in force

    start, after = asked["start"][0], _moment(asked["after"][0])
    zone = ZoneInfo(asked["zone"][0]) if "zone" in asked else None
    series = rruleset()
    if "rule" in asked:
        series.rrule(_rule(asked["rule"][0], _moment(start)))
    else:
        series.rdate(_moment(start))
    for text in asked.get("added", ()):
        series.rdate(_moment(text))
    for text in asked.get("removed", ()):
        series.exdate(_moment(text))
    last = ""
    for moment in series:
        if moment >= after:
            written = _written(moment, zone, all_day=len(start) == _DAY_LENGTH)
            if written != last:
                yield written
            last = written


def _written(moment: datetime, zone: ZoneInfo | None, *, all_day: bool) -> str:
    if all_day:
        return moment.date().isoformat()
    return (moment.replace(tzinfo=zone) if zone else moment).isoformat()


def _moment(text: str) -> datetime:
    """A local moment; of a date its beginning."""
    if len(text) == _DAY_LENGTH:
        day = date.fromisoformat(text)
        return datetime(day.year, day.month, day.day)  # noqa: DTZ001
    return datetime.fromisoformat(text)


def _rule(text: str, start: datetime) -> Any:
    """A canonical rule as dateutil's. UNTIL has been made local before; of a date it is the end of the day."""
    from dateutil.rrule import rrule, weekday

    parts = dict(piece.split("=") for piece in text.split(";"))
    wanted: dict[str, Any] = {
        "freq": _FREQUENCIES.index(parts["FREQ"]),
        "interval": int(parts.get("INTERVAL", "1")),
        "wkst": _WEEKDAYS.index(parts.get("WKST", "MO")),
    }
    if "COUNT" in parts:
        wanted["count"] = int(parts["COUNT"])
    if "UNTIL" in parts:
        until = parts["UNTIL"]
        wanted["until"] = datetime.strptime(until if "T" in until else until + "T235959", "%Y%m%dT%H%M%S")  # noqa: DTZ007
    for name, keyword in _LISTS.items():
        if name in parts:
            wanted[keyword] = [int(number) for number in parts[name].split(",")]
    if "BYDAY" in parts:
        wanted["byweekday"] = [
            weekday(_WEEKDAYS.index(day[-2:]), int(day[:-2]) if day[:-2] else None) for day in parts["BYDAY"].split(",")
        ]
    return rrule(dtstart=start, **wanted)


if __name__ == "__main__":
    main()
