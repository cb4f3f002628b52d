"""The next dates in the reader's words."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from salver.doors.drive.expansion import NextDates
from salver.doors.http.inbox.next_dates import next_dates

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (None, None),
        (NextDates(), "None that we can find."),
        (NextDates(("2026-12-03", "2027-12-03")), "Thu 3 Dec, Fri 3 Dec 2027"),
        (NextDates(("2026-12-03T19:00:00+01:00", "2026-12-10T18:00:00+00:00")), "Thu 3 Dec, Thu 10 Dec, at 19:00"),
        (
            NextDates(("2027-03-22T13:00:00+00:00", "2027-03-29T13:00:00+00:00")),
            "Mon 22 Mar 2027, 14:00; Mon 29 Mar 2027, 15:00",
        ),
        (NextDates(("2026-12-03T19:00:00",)), "Thu 3 Dec, at 19:00"),
        (NextDates(("2026-12-03T19:00:00",), theirs=True), "Thu 3 Dec, at 19:00, in the sender’s time"),
        (NextDates(why="not-asked"), "We do not work them out for a rule like this."),
        (NextDates(why="busy"), "Not known just now. Load the page again in a moment."),
        (NextDates(why="failed"), "We could not work them out."),
        (NextDates(("0001-01-01T00:30:00+01:00",)), "Mon 1 Jan 1, at 00:30"),
    ],
)
def test_words(found: NextDates | None, words: str | None) -> None:
    assert next_dates(found, ZoneInfo("Europe/Berlin"), NOW) == words


def test_a_series_whose_last_date_is_known_is_over() -> None:
    assert next_dates(NextDates(), ZoneInfo("UTC"), NOW, ends=True) == "None. The last one is over."


def test_single_entries_beside_the_series() -> None:
    found = NextDates(("2026-12-03",))
    assert next_dates(found, ZoneInfo("UTC"), NOW, moved=True) == "Thu 3 Dec. Single dates may have been moved."
