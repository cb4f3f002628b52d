#!/usr/bin/env python3
"""The worst single message: what hostile messages of one size cost, CPU and memory, measured from outside the process.

    scripts/benchmark/shapes.py [--bytes 1000000] [--top 20] [WORD...]

The shapes are those of ``tests/read/hostile.py``; words choose those whose name holds one of them.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

if __name__ == "__main__":
    ROOT = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from scripts.benchmark.child import Cost, cost_of, idle
from scripts.benchmark.resources import as_message, warm
from tests.read.hostile import SHAPES


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--bytes", type=int, default=1_000_000, dest="size", help="of each message (default 1000000)")
    parser.add_argument("--top", type=int, default=20, help="how many to print (default 20)")
    options = parser.parse_args(arguments)
    warm()
    nothing = idle()
    costs = {
        name: cost_of(lambda shape=shape: as_message(shape(options.size))).above(  # type: ignore[misc]
            cost_of(lambda shape=shape: shape(options.size))._replace(peak_mb=nothing.peak_mb)  # type: ignore[misc]
        )
        for name, shape in SHAPES.items()
        if not options.words or any(word in name for word in options.words)
    }
    worst: list[tuple[str, Cost]] = sorted(costs.items(), key=lambda one: one[1].cpu_ms, reverse=True)
    print(f"{len(costs)} shapes of {options.size:,} bytes")
    for name, cost in worst[: options.top]:
        print(f"{cost.cpu_ms:9.1f} ms {cost.peak_mb:7.1f} MB  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
