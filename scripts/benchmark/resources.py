#!/usr/bin/env python3
"""The worst single file: what inspecting each file costs, CPU and memory, measured from outside the process.

    scripts/benchmark/resources.py [--cpu-ms 50] [--memory-mb 64] [--top 20] PATH...

Every file below the paths is inspected as a message and, where that reads differently, as a file. Each inspection runs
in a fork made after everything was imported; the cost is what the kernel counted beyond a fork that does nothing. A
file over a limit is measured twice more at the end, and its best run counts. Status 1 when a file is over a limit or
raises.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

if __name__ == "__main__":
    ROOT = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from salver.core.envelope import Envelope
from salver.decide.policy import Policy
from salver.doors.drive.inspection import inspect, inspect_message
from salver.doors.drive.plain import from_mapping
from salver.read.beginnings import begins_calendar_file
from salver.read.reading import read_file
from scripts.benchmark.child import Cost, cost_of, idle

CPU_MS = 50.0
MEMORY_MB = 64.0
TIMES = 3
_WARM = b"""Content-Type: text/calendar; method=REQUEST\r
\r
BEGIN:VCALENDAR\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
UID:1@example.com\r
ORGANIZER;CN=A:mailto:a@example.com\r
DTSTART;TZID=Europe/Berlin:20260105T110000\r
RRULE:FREQ=DAILY;COUNT=3\r
DESCRIPTION:https://example.com/ or +49 30 901820\r
END:VEVENT\r
END:VCALENDAR\r
"""


class Measured(NamedTuple):
    """One file, read in one way (``message`` or ``file``)."""

    path: Path
    way: str
    cost: Cost

    def over(self, cpu_ms: float = CPU_MS, memory_mb: float = MEMORY_MB) -> bool:
        """Whether it raised, or cost more than is allowed."""
        return not self.cost.good or self.cost.cpu_ms > cpu_ms or self.cost.peak_mb > memory_mb

    def line(self) -> str:
        """For people."""
        failed = "" if self.cost.good else "  RAISED OR WAS KILLED"
        return f"{self.cost.cpu_ms:9.1f} ms {self.cost.peak_mb:7.1f} MB  {self.way:7}  {self.path}{failed}"


def files_below(paths: Iterable[Path]) -> list[Path]:
    """The paths that are files, and every regular file below those that are folders, in name order."""
    found: list[Path] = []
    for path in paths:
        found += [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    return found


def measure(paths: Iterable[Path], cpu_ms: float = CPU_MS, memory_mb: float = MEMORY_MB) -> Iterator[Measured]:
    """The cost of inspecting each file. The limits only say which files are worth measuring again.

    Those come last: a machine that stalls makes a whole row of files slow, and not for long.
    """
    warm()
    nothing = idle()
    again: list[Measured] = []
    for path in paths:
        for way in ("message", "file") if reads_differently(path) else ("message",):
            one = Measured(path, way, _cost(path, way, nothing))
            if one.over(cpu_ms, memory_mb):
                again.append(one)
            else:
                yield one
    for one in again:
        for _ in range(TIMES - 1):
            one = one._replace(cost=one.cost.best(_cost(one.path, one.way, nothing)))
        yield one


def _cost(path: Path, way: str, nothing: Cost) -> Cost:
    action = as_file if way == "file" else as_message
    return cost_of(lambda: action(path.read_bytes())).above(nothing)


def warm() -> None:
    """Load what is loaded when it is first needed, so that no child pays for it."""
    as_message(_WARM)
    as_file(_WARM)


def as_message(raw: bytes) -> object:
    """What a door does with a mail."""
    return inspect(raw)


def as_file(raw: bytes) -> object:
    """What the command line does with a file."""
    return inspect_message(read_file(raw), Envelope(), Policy(), from_mapping({}))


def reads_differently(path: Path) -> bool:
    """Whether a file is read in another way than a message: a bare calendar, or one behind an mbox line."""
    with path.open("rb") as file:
        head = file.read(4096)
    return head.startswith(b"From ") or begins_calendar_file(head)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--cpu-ms", type=float, default=CPU_MS, help="limit for one file (default 50)")
    parser.add_argument("--memory-mb", type=float, default=MEMORY_MB, help="limit above an idle child (default 64)")
    parser.add_argument("--top", type=int, default=20, help="how many of the most expensive to print (default 20)")
    options = parser.parse_args(arguments)
    missing = [str(path) for path in options.paths if not path.exists()]
    if missing:
        parser.error(f"not there: {', '.join(missing)}")
    measured = list(measure(files_below(options.paths), options.cpu_ms, options.memory_mb))
    over = [one for one in measured if one.over(options.cpu_ms, options.memory_mb)]
    print(f"{len(measured)} inspections; {len(over)} over {options.cpu_ms:g} ms or {options.memory_mb:g} MB")
    for title, key in (("most CPU", _by_cpu), ("most memory", _by_memory)):
        print(f"\n{title}:")
        for one in sorted(measured, key=key, reverse=True)[: options.top]:
            print(one.line())
    if over:
        print("\nover a limit:")
        for one in over:
            print(one.line())
    return 1 if over else 0


def _by_cpu(one: Measured) -> float:
    return one.cost.cpu_ms


def _by_memory(one: Measured) -> float:
    return one.cost.peak_mb


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
