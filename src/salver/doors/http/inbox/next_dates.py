"""The next dates of a series in the reader's words, or a plain word that they are not known."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from salver.doors.drive.expansion import NextDates
from salver.doors.http.inbox.times import clock, day, local, read

_UNKNOWN = {
    "not-asked": "We do not work them out for a rule like this.",
    "busy": "Not known just now. Load the page again in a moment.",
    "failed": "We could not work them out.",
}
_OVER = "None. The last one is over."
_NONE = "None that we can find."
_THEIRS = ", in the sender’s time"
_MOVED = "Single dates may have been moved."


def next_dates(
    found: NextDates | None, zone: ZoneInfo, now: datetime, *, ends: bool = False, moved: bool = False
) -> str | None:
    """``Thu 3 Dec, Thu 10 Dec, at 19:00``; None for an event that happens once.

    ``ends`` says that the last date of the series is known: without it, no dates may also mean that none ever comes.
    ``moved`` says that the message holds entries of the series that differ from its rule.
    """
    if found is None:
        return None
    if found.why:
        return _UNKNOWN[found.why]
    if not found.dates:
        return _OVER if ends else _NONE
    words = _list(found.dates, zone, now)
    if found.theirs:
        words += _THEIRS
    return f"{words}. {_MOVED}" if moved else words


def _list(dates: tuple[str, ...], zone: ZoneInfo, now: datetime) -> str:
    """The days, with the time once where it is always the same."""
    today = now.astimezone(zone).date()
    days, clocks = [], []
    for iso in dates:
        moment = read(iso)
        if isinstance(moment, datetime):
            here = local(moment, zone)
            days.append(day(here.date(), today))
            clocks.append(clock(here))
        elif moment is not None:
            days.append(day(moment, today))
    if not clocks:
        return ", ".join(days)
    if len(set(clocks)) == 1:
        return f"{', '.join(days)}, at {clocks[0]}"
    return "; ".join(f"{one}, {at}" for one, at in zip(days, clocks, strict=True))
