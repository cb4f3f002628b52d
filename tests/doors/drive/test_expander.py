"""The program that works out dates: what it writes, and that it cannot take more than it was given."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from salver.doors.drive import expander
from salver.doors.drive.expander import dates

PROGRAM = Path(expander.__file__)
START = "2026-11-23T09:00:00"


def asked(
    rule: str, *more: tuple[str, str], start: str = START, after: str = "2026-11-24T00:00:00"
) -> dict[str, list[str]]:
    found = {"rule": [rule], "start": [start], "after": [after]}
    for name, value in more:
        found.setdefault(name, []).append(value)
    return found


def first(rule: str, *more: tuple[str, str], most: int = 2, **words: str) -> list[str]:
    return [moment for moment, _ in zip(dates(asked(rule, *more, **words)), range(most), strict=False)]


def test_local_moments() -> None:
    assert first("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU") == ["2026-11-24T09:00:00", "2026-12-07T09:00:00"]
    assert first("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1") == ["2026-11-30T09:00:00", "2026-12-31T09:00:00"]
    assert first("FREQ=MONTHLY;BYDAY=-1SU,2MO;WKST=SU") == ["2026-11-29T09:00:00", "2026-12-14T09:00:00"]
    assert first("FREQ=DAILY;BYHOUR=9,17;BYMINUTE=30;BYSECOND=0") == ["2026-11-24T09:30:00", "2026-11-24T17:30:00"]


def test_a_zone_gives_each_date_its_own_offset() -> None:
    found = first("FREQ=MONTHLY", ("zone", "Europe/Berlin"), after="2027-03-01T00:00:00")
    assert found == ["2027-03-23T09:00:00+01:00", "2027-04-23T09:00:00+02:00"]


def test_days() -> None:
    assert first("FREQ=WEEKLY;COUNT=2", start="2026-11-23", after="2026-11-23") == ["2026-11-23", "2026-11-30"]
    assert first("FREQ=DAILY;UNTIL=20261124", start="2026-11-23", after="2026-11-24") == ["2026-11-24"]
    twice = [("added", f"2026-12-01T{hour}:00:00") for hour in ("08", "09")]
    assert first("FREQ=DAILY;COUNT=1", *twice, start="2026-11-23", after="2026-11-24") == ["2026-12-01"]


def test_the_end_is_included() -> None:
    assert first("FREQ=DAILY;UNTIL=20261124T090000") == ["2026-11-24T09:00:00"]
    assert first("FREQ=DAILY;UNTIL=20261124") == ["2026-11-24T09:00:00"]
    assert first("FREQ=DAILY;UNTIL=20261124T085959") == []


def test_single_dates_and_exceptions() -> None:
    found = first(
        "FREQ=DAILY;COUNT=3",
        ("removed", "2026-11-24T09:00:00"),
        ("added", "2026-12-24T18:00:00"),
        most=5,
    )
    assert found == ["2026-11-25T09:00:00", "2026-12-24T18:00:00"]


def test_no_rule_but_single_dates() -> None:
    without = {"start": [START], "after": ["2026-11-01T00:00:00"], "added": ["2026-11-24T09:00:00"]}
    assert list(dates(without)) == [START, "2026-11-24T09:00:00"]


def run(request: str, *numbers: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(PROGRAM), *map(str, numbers)]
    return subprocess.run(command, input=request, capture_output=True, encoding="ascii", timeout=20, check=False)


def test_the_program_writes_no_more_than_it_was_asked_for() -> None:
    done = run(f"rule FREQ=DAILY\nstart {START}\nafter {START}\n", 5, 256 * 1024 * 1024, 3)
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        ["2026-11-23T09:00:00", "2026-11-24T09:00:00", "2026-11-25T09:00:00"],
    )


@pytest.mark.parametrize("request_", ["", "rule FREQ=NEVER\nstart x\nafter y\n", "start 2026-11-23\n"])
def test_nonsense_ends_it(request_: str) -> None:
    assert run(request_, 5, 256 * 1024 * 1024, 3).returncode != 0


def test_the_processor_time_is_limited() -> None:
    hostile = f"rule FREQ=SECONDLY;BYMONTHDAY=30;BYMONTH=2\nstart {START}\nafter {START}\n"
    assert run(hostile, 1, 256 * 1024 * 1024, 3).returncode < 0


def test_the_memory_is_limited() -> None:
    code = (
        f"import runpy; confine = runpy.run_path({str(PROGRAM)!r})['confine']; confine(5, 96 * 1024 * 1024)\n"
        "taken = bytearray(128 * 1024 * 1024)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=False, timeout=20)
    assert done.returncode == 1
    assert b"MemoryError" in done.stderr


def test_it_imports_nothing_of_ours_and_nothing_that_talks() -> None:
    code = (
        f"import runpy, sys; runpy.run_path({str(PROGRAM)!r})\nimport dateutil.rrule\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'salver', 'litestar', 'socket', 'msgspec'}))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=True, timeout=20)
    assert done.stdout.strip() == b"[]"
