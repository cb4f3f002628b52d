"""A rule in the copy is written from what was read, never from the text (DOS-08), and harmful ones are refused."""

from __future__ import annotations

import pytest

from salver.act.refused import CopyRefused
from salver.act.rule_writing import write_rule
from salver.core.limits import DEFAULT_LIMITS
from salver.read.content_lines import Property


def written(text: str, *, all_day: bool = False) -> str:
    made = write_rule(Property("RRULE", "", text), DEFAULT_LIMITS, all_day=all_day)
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
    assert written("FREQ=DAILY;UNTIL=20261231T120000Z", all_day=True) == "FREQ=DAILY;UNTIL=20261231"


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
        written("FREQ=DAILY;BYHOUR=9", all_day=True)
