"""One target under atheris, in a process of its own: ``python -m scripts.fuzzing.run TARGET FOLDER [options]``.

An input that fails does not end the run: the first one of every distinct failure is kept in FOLDER, and the run goes on
for what else there is. An input that takes too much processor time fails, too. Options are libFuzzer's, which ends the
process when its time is over, and on an input that takes too much memory or never comes back. Its clock goes on while
the machine stands still, so that it is no measure of what an input costs.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

MOST_SECONDS = 2.0
"""Of the processor, for one input of at most 4 kB: most take milliseconds, and some ten times that when traced."""


class TooSlowError(Exception):
    """An input that was read without a fault, but not in the time it may take."""


class Keeper:
    """Calls a target; keeps one input for each place where it failed."""

    def __init__(self, target: Callable[[bytes], None], folder: Path) -> None:
        self._target = target
        self._folder = folder
        self._seen: set[str] = set()

    def __call__(self, data: bytes) -> None:
        try:
            started = time.process_time()
            self._target(data)
            if (took := time.process_time() - started) > MOST_SECONDS:
                raise TooSlowError(f"{took:.1f} s for {len(data)} bytes")
        except Exception as failure:  # whatever it is, the run goes on
            self._keep(data, failure)

    def _keep(self, data: bytes, failure: Exception) -> None:
        places = [
            f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(failure.__traceback__)
        ]
        signature = f"{type(failure).__name__} at {places[-1]}"
        if signature in self._seen:
            return
        self._seen.add(signature)
        path = self._folder / f"failed-{hashlib.sha256(data).hexdigest()[:12]}"
        path.write_bytes(data)
        print(
            f"\nfuzz: {signature}: {failure!s:.200}\nfuzz: {' '.join(places[1:])}\nfuzz: kept as {path}",
            file=sys.stderr,
        )


def main(arguments: list[str]) -> None:
    """Never returns. Raises ImportError where atheris is not installed."""
    name, folder, *options = arguments
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["salver.read", "salver.act.neutralise", "salver.act.calendar_free"]):
        targets = importlib.import_module("scripts.fuzzing.targets")
    atheris.Setup([f"fuzz-{name}", *options], Keeper(targets.TARGETS[name], Path(folder)))
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
