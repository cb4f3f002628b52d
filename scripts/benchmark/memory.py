"""How large a process grows that inspects a whole workload, one message after the other.

Run as a program (``python -m scripts.benchmark.memory FOLDER``) it does that and prints its RSS and PSS in MiB: a fresh
process, since the benchmark itself holds all messages at once.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def engine_memory(folder: Path) -> tuple[float, float]:
    """RSS and PSS of a fresh process after the whole workload, MiB; zeros where the system does not tell."""
    command = [sys.executable, "-m", "scripts.benchmark.memory", str(folder.resolve())]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    rss, pss = ended.stdout.split()
    return float(rss), float(pss)


def _own() -> tuple[float, float]:
    """proc(5), smaps_rollup: kB."""
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        return 0.0, 0.0
    found = {"Rss:": 0, "Pss:": 0}
    for line in rollup.read_text("ascii").splitlines():
        words = line.split()
        if words[0] in found:
            found[words[0]] = int(words[1])
    return round(found["Rss:"] / 1024, 1), round(found["Pss:"] / 1024, 1)


def main(folder: Path) -> None:
    from salver import inspect
    from scripts.benchmark.workload import envelope, records

    for record in records(folder):
        inspect((folder / record.file).read_bytes(), envelope(record))
    print(*_own())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
