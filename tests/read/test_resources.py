"""What one file costs, measured from outside: at most 50 ms of processor time and 64 MB, whatever the file is.

A fork that does nothing is the measure of nothing (``scripts/benchmark/child.py``). The shared test collection is read
where it is at hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.benchmark.child import cost_of, idle
from scripts.benchmark.resources import as_message, files_below, measure
from tests import collection
from tests.read.hostile import SHAPES, Shape


def _spend() -> None:
    total = 0
    for number in range(2_000_000):
        total += number


def test_a_child_that_computes_costs_time() -> None:
    assert cost_of(_spend).above(idle()).cpu_ms > 10


def test_a_child_that_grows_costs_memory() -> None:
    cost = cost_of(lambda: bytes(bytearray(b"x") * (32 << 20))).above(idle())
    assert 60 < cost.peak_mb < 80  # both copies at once


def test_a_child_that_raises_is_not_good(capfd: pytest.CaptureFixture[str]) -> None:
    def fails() -> None:
        raise ValueError("a defect of ours")

    assert not cost_of(fails).good
    assert "a defect of ours" in capfd.readouterr().err


def test_files_below(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/two", "a", "c"):
        (tmp_path / name).write_bytes(b"")
    assert [path.name for path in files_below([tmp_path / "c", tmp_path])] == ["c", "a", "two", "c"]


@pytest.mark.slow
@collection.needed
@pytest.mark.parametrize("folder", ["mime", "signatures", "calendar"])
def test_no_file_of_the_collection_is_expensive(folder: str) -> None:
    over = [one.line() for one in measure(files_below([collection.FOLDER / folder])) if one.over()]
    assert not over, "\n" + "\n".join(over)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_hostile_shapes_stay_small(shape: Shape) -> None:
    """A message of half a megabyte never takes 64 MB, whatever it consists of."""
    raw = shape(500_000)
    cost = cost_of(lambda: as_message(raw)).above(idle(1))
    assert cost.good
    assert cost.peak_mb < 64
