"""Ten times the bytes cost at most eleven times the processor time, on every hostile shape (DOS-05 .. DOS-22)."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator

import pytest

import salver
from salver.read.reading import read_file, read_message
from tests.read.hostile import SHAPES, Shape
from tests.read.invariants import everything

SMALL = 100_000
MOST = 11.0
"""The issue's own figure, for ten times the bytes."""
FLOOR = 20e-9
"""Seconds a byte. What is read faster may become this slow: a limit that stops one reader starts another."""
TRIES = 5


@pytest.fixture(autouse=True)
def _only_our_own_garbage() -> Iterator[None]:
    """The heap of the test run is no part of what is measured."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_time_is_linear(shape: Shape) -> None:
    small, large = shape(SMALL), shape(10 * SMALL)
    most = MOST * len(large) / len(small) / 10
    for attempt in range(TRIES):
        before = max(_seconds(small, 5), FLOOR * len(small))
        after = _seconds(large, 1 + attempt)
        if after <= most * before:
            return
    pytest.fail(
        f"{len(small):,} bytes: {before * 1e3:.1f} ms, {len(large):,} bytes: {after * 1e3:.1f} ms "
        f"({after / before:.1f} times)"
    )


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_hostile_shapes_are_read(shape: Shape) -> None:
    """Neither raises, at any size, whatever the bytes break off in."""
    for size in (0, 1, 300, 4_000):
        raw = shape(size)
        assert read_message(raw).raw == raw
        assert salver.inspect(raw).sha256
    assert read_file(raw[: len(raw) // 2]).fingerprint


def _seconds(raw: bytes, times: int) -> float:
    """The least processor time of several readings."""
    best = float("inf")
    for _ in range(times):
        started = time.process_time()
        everything(read_message(raw))
        best = min(best, time.process_time() - started)
    return best
