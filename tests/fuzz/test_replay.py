"""Every seed of the fuzz targets, and every input that ever failed, once through its target.

``scripts/fuzz`` finds new ones. What failed once stays in ``crashes/`` and must not fail again.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from scripts.fuzzing.targets import TARGETS

FOLDER = Path(__file__).parent
MOST_SECONDS = 1.0
SMALL_BYTES = 4_096


def _inputs(folder: str) -> list[Path]:
    return [path for path in sorted((FOLDER / folder).rglob("*")) if path.is_file() and path.name != ".gitkeep"]


SEEDS, CRASHES = _inputs("seeds"), _inputs("crashes")


@pytest.mark.parametrize("path", [*SEEDS, *CRASHES], ids=lambda path: "/".join(path.parts[-3:]))
def test_input_passes(path: Path) -> None:
    started = time.process_time()
    TARGETS[path.parent.name](path.read_bytes())
    assert time.process_time() - started < MOST_SECONDS


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_has_seeds(target: str) -> None:
    ours = [path for path in SEEDS if path.parent.name == target]
    assert len(ours) >= 3
    assert all(path.stat().st_size <= SMALL_BYTES for path in ours)


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_at_all_passes(target: str) -> None:
    TARGETS[target](b"")


def test_the_oracle_target_objects_to_a_missed_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would notice: a reader that calls everything ordinary fails on the first invitation."""
    from scripts.fuzzing import targets

    class Ordinary:
        ordinary = True

    monkeypatch.setattr(targets, "read_message", lambda _raw: Ordinary())
    with pytest.raises(AssertionError, match="we call it ordinary mail"):
        targets.oracle(next(path for path in SEEDS if path.parent.name == "oracle").read_bytes())
