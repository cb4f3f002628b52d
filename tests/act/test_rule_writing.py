"""A rule in the copy is written from what was read, never from the text (DOS-08), and harmful ones are refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from salver.act.refused import CopyRefused
from salver.act.rule_writing import write_rule
from salver.core.limits import DEFAULT_LIMITS
from salver.read.content_lines import Property

TUESDAY = datetime(2026, 11, 24, 19, 0)  # noqa: DTZ001
ANGELES = ZoneInfo("America/Los_Angeles")


def written(text: str, *, begin: date = TUESDAY, zone: tzinfo | None = UTC) -> str:
    made = write_rule(Property("RRULE", "", text), DEFAULT_LIMITS, begin=begin, zone=zone)
    return bytes(made.to_ical()).decode()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("freq = weekly ; byday = tu, mo ;", "FREQ=WEEKLY;BYDAY=MO,TU"),
        ("FREQ=MONTHLY;BYDAY=+2MO,-1FR;INTERVAL=02", "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR,2MO"),
        ("FREQ=DAILY;UNTIL=20261231", "FREQ=DAILY;UNTIL=20261231T235959Z"),
        ("FREQ=DAILY;UNTIL=20261231T120000Z", "FREQ=DAILY;UNTIL=20261231T120000Z"),
        ("RSCALE=GREGORIAN;FREQ=DAILY;COUNT=3;SKIP=OMIT", "FREQ=DAILY;COUNT=3"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;WKST=SU", "FREQ=YEARLY;BYMONTHDAY=29;BYMONTH=2;WKST=SU"),
    ],
)
def test_rules_are_written_anew(text: str, copy: str) -> None:
    assert written(text) == copy


def test_the_end_has_the_type_of_the_beginning() -> None:
    assert (
        written("FREQ=DAILY;UNTIL=20261231T120000Z", begin=date(2026, 11, 24), zone=None) == "FREQ=DAILY;UNTIL=20261231"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("FREQ=DAILY;FREQ=SECONDLY", "cannot read"),
        ("RSCALE=HEBREW;FREQ=YEARLY", "cannot read"),
        ("FREQ=DAILY;BYSECOND=60", "cannot read"),
        ("FREQ=HOURLY", "every hour or more often"),
        ("FREQ=DAILY;COUNT=36601", "more often than a calendar can hold"),
        ("FREQ=MONTHLY;BYMONTHDAY=-31;BYMONTH=4,6", "never comes"),
        ("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", "never comes"),
    ],
)
def test_rules_that_are_refused(text: str, sentence: str) -> None:
    with pytest.raises(CopyRefused, match=sentence):
        written(text)


def test_a_clock_in_an_all_day_series_is_refused() -> None:
    with pytest.raises(CopyRefused, match="cannot read"):
        written("FREQ=DAILY;BYHOUR=9", begin=date(2026, 11, 24), zone=None)


@pytest.mark.parametrize(
    ("until", "zone", "copy"),
    [
        # the day ends on the clock of DTSTART
        ("20261208", ANGELES, "20261209T075959Z"),
        ("20261208T190000", ANGELES, "20261209T030000Z"),
        ("20261208T190000Z", ANGELES, "20261208T190000Z"),
        ("20261208T190000", timezone(timedelta(hours=-8)), "20261209T030000Z"),
        ("20261208T190000", None, "20261208T190000"),
        ("20261208T190000Z", None, "20261208T190000"),
        ("20261208", None, "20261208T235959"),
        ("99991231", ANGELES, "99991231T235959Z"),
    ],
)
def test_the_end_is_the_one_that_was_shown(until: str, zone: tzinfo | None, copy: str) -> None:
    assert written(f"FREQ=DAILY;UNTIL={until}", zone=zone) == f"FREQ=DAILY;UNTIL={copy}"


def test_a_rule_that_never_meets_its_beginning_is_refused() -> None:
    with pytest.raises(CopyRefused, match="never comes"):
        written("FREQ=MONTHLY;INTERVAL=12;BYMONTH=2", begin=date(2026, 12, 1), zone=None)
    assert written("FREQ=MONTHLY;INTERVAL=12;BYMONTH=11") == "FREQ=MONTHLY;INTERVAL=12;BYMONTH=11"
