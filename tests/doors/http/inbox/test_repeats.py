"""Recurrence in words."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from salver.doors.http.inbox.repeats import repeats
from salver.read.repetition import Recurrence

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (None, None),
        (Recurrence("WEEKLY", count=3), "every week, 3 times, then it ends"),
        (Recurrence("WEEKLY", count=1), "every week, once"),
        (Recurrence("DAILY", 3, until="2026-12-31"), "every 3 days, until Thu 31 Dec"),
        (Recurrence("DAILY", until="2026-12-03T01:00:00", last="2026-12-02T10:00:00"), "every day, last on Wed 2 Dec"),
        (Recurrence("MONTHLY", until="2027-01-01T00:30:00+00:00"), "every month, until Fri 1 Jan 2027"),
        (Recurrence("MONTHLY", until="nonsense"), "every month, with an end we cannot read"),
        (Recurrence("SECONDLY", endless=True), "every second, no end"),
        (Recurrence("NONSENSE", endless=True), "again and again, no end"),
        (Recurrence(None, dates=1), "on one further date"),
        (Recurrence(None, dates=4), "on 4 further dates"),
        (Recurrence("WEEKLY", readable=False), "in a way we cannot read"),
    ],
)
def test_words(rule: Recurrence | None, words: str | None) -> None:
    assert repeats(rule, ZoneInfo("Europe/Berlin"), NOW) == words


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
@pytest.mark.parametrize(
    ("until", "words"),
    [("9999-12-31T23:59:59+00:00", "31 Dec 9999"), ("0001-01-01T00:00:00+00:00", "1 Jan 1")],
)
def test_an_end_at_the_ends_of_time(zone: str, until: str, words: str) -> None:
    told = repeats(Recurrence("YEARLY", until=until), ZoneInfo(zone), NOW)
    assert told is not None
    assert told.endswith(words)
