"""One RECUR value: what is read, what is refused and why, and that what is written is what was read (DOS-08)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.recurrence_rule import canonical_rule, read_rule
from salver.read.repetition import RecurrenceRule


def read(text: str) -> RecurrenceRule:
    rule, why = read_rule(text)
    assert rule is not None, why
    return rule


def test_every_part() -> None:
    rule = read(
        "FREQ=YEARLY;INTERVAL=2;UNTIL=20301231T090000Z;BYSECOND=0;BYMINUTE=30,0;BYHOUR=9;BYDAY=-1SU,2MO;"
        "BYMONTHDAY=-1,1;BYYEARDAY=100;BYMONTH=12,1;BYSETPOS=-1;WKST=SU"
    )
    assert rule == RecurrenceRule(
        frequency="YEARLY",
        interval=2,
        until="2030-12-31T09:00:00+00:00",
        seconds=(0,),
        minutes=(0, 30),
        hours=(9,),
        days=((-1, 6), (2, 0)),
        month_days=(-1, 1),
        year_days=(100,),
        months=(1, 12),
        positions=(-1,),
        week_start=6,
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("FREQ=DAILY", "FREQ=DAILY"),
        ("freq = weekly ; byday = tu , MO ; interval=01;", "FREQ=WEEKLY;BYDAY=MO,TU"),
        ("COUNT=0010;FREQ=MONTHLY;BYDAY=+2MO,2MO", "FREQ=MONTHLY;COUNT=10;BYDAY=2MO"),
        ("FREQ=DAILY;UNTIL=2026-12-31", "FREQ=DAILY;UNTIL=20261231"),
        ("FREQ=DAILY;UNTIL=20261231T0900", "FREQ=DAILY;UNTIL=20261231T090000"),
        ("FREQ=DAILY;UNTIL=20261231T090000z", "FREQ=DAILY;UNTIL=20261231T090000Z"),
        ("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=OMIT", "FREQ=MONTHLY"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;WKST=MO", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;WKST=MO"),
        ("FREQ=DAILY;COUNT=1000000000", "FREQ=DAILY;COUNT=1000000000"),
    ],
)
def test_what_is_written_comes_from_the_parts(text: str, written: str) -> None:
    assert canonical_rule(read(text)) == written


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not-a-rule"),
        ("FREQ", "not-a-rule"),
        ("D1 #10", "not-a-rule"),
        ("INTERVAL=1", "not-a-rule"),
        ("FREQ=SOMETIMES", "not-a-rule"),
        ("FREQ=DAI LY", "not-a-rule"),
        ("FREQ=ＤＡＩＬＹ", "not-a-rule"),
        ("FREQ=DAILY;FREQ=SECONDLY", "part-twice"),
        ("FREQ=DAILY;freq = secondly", "part-twice"),
        ("FREQ=DAILY;BYMONTH=1;BYMONTH=2", "part-twice"),
        ("FREQ=DAILY;X-EVIL=1", "part-unknown"),
        ("FREQ=DAILY;BYEASTER=0", "part-unknown"),
        ("FREQ=DAILY;INTERVAL=0", "interval-zero"),
        ("FREQ=DAILY;INTERVAL=00", "interval-zero"),
        ("FREQ=DAILY;INTERVAL=-1", "interval-zero"),
        ("FREQ=DAILY;COUNT=0", "count-zero"),
        ("FREQ=DAILY;COUNT=99999999999", "part-out-of-range"),
        ("FREQ=DAILY;COUNT=" + "9" * 1_900, "part-out-of-range"),
        ("FREQ=DAILY;COUNT=１", "part-out-of-range"),
        ("FREQ=DAILY;COUNT=1;UNTIL=20270101", "two-ends"),
        ("FREQ=DAILY;UNTIL=never", "part-out-of-range"),
        ("FREQ=DAILY;UNTIL=20261332", "part-out-of-range"),
        ("FREQ=DAILY;BYHOUR=24", "part-out-of-range"),
        ("FREQ=DAILY;BYHOUR=1_0", "part-out-of-range"),
        ("FREQ=DAILY;BYMONTH=0", "part-out-of-range"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "part-out-of-range"),
        ("FREQ=MONTHLY;BYMONTHDAY=", "part-out-of-range"),
        ("FREQ=MONTHLY;BYDAY=4TH,4XX", "part-out-of-range"),
        ("FREQ=MONTHLY;BYDAY=0MO", "part-out-of-range"),
        ("FREQ=MONTHLY;BYDAY=6MO", "part-out-of-range"),
        ("FREQ=YEARLY;BYDAY=54MO", "part-out-of-range"),
        ("FREQ=DAILY;WKST=1MO", "part-out-of-range"),
        ("FREQ=WEEKLY;BYDAY=1MO", "parts-do-not-fit"),
        ("FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO", "parts-do-not-fit"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "parts-do-not-fit"),
        ("FREQ=MONTHLY;BYYEARDAY=1", "parts-do-not-fit"),
        ("FREQ=MONTHLY;BYWEEKNO=1", "parts-do-not-fit"),
        ("RSCALE=CHINESE;FREQ=YEARLY", "other-calendar"),
        ("RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD", "other-calendar"),
        ("FREQ=DAILY;BYSECOND=" + ",".join(["1"] * 65), "list-too-long"),
        ("FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 65), "list-too-long"),
        ("FREQ=DAILY;" + "X=1;" * 1_000, "too-long"),
    ],
)
def test_why_a_rule_is_not_read(text: str, why: str) -> None:
    assert read_rule(text) == (None, why)


def test_the_longest_list_is_a_limit() -> None:
    text = "FREQ=HOURLY;BYMINUTE=" + ",".join(map(str, range(60)))
    assert len(read(text).minutes) == 60
    assert read_rule(text, Limits(recurrence_list=59)) == (None, "list-too-long")
    assert DEFAULT_LIMITS.recurrence_list >= 60


PARTS = st.sampled_from(
    ["FREQ=DAILY", "freq=monthly", "INTERVAL=2", "COUNT=3", "UNTIL=20270101", "BYDAY=MO,2TU", "BYMONTH=2,1", "WKST=SU"]
)


@given(st.text(max_size=80) | st.lists(PARTS, max_size=6).map(";".join))
def test_any_text_is_read_or_refused_and_reads_back_the_same(text: str) -> None:
    rule, why = read_rule(text)
    if rule is None:
        assert why
    else:
        assert read_rule(canonical_rule(rule)) == (rule, "")
