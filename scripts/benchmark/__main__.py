"""``scripts/bench``: what the stages of the engine cost, in CPU microseconds a message on one core."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

import msgspec

from scripts.benchmark.authentication import AtHand, at_hand
from scripts.benchmark.memory import ROOT, engine_memory
from scripts.benchmark.table import key_of, lines
from scripts.benchmark.timing import Result, measured, pinned
from scripts.benchmark.workload import HOW_TO_MAKE_ONE, SETS, Workload, load

FOLDER = Path(os.environ.get("SALVER_WORKLOAD") or ROOT / "build" / "workload")


class Output(msgspec.Struct, frozen=True):
    """The JSON object. ``results`` by ``engine:STAGE:SET``; ``engine`` is the whole inspection of an invitation."""

    results: dict[str, Result]
    ratios: dict[str, float]
    workload: dict[str, str | int]
    python: str
    rounds: int
    core: int | None


def main(arguments: list[str]) -> int:
    """0, or 2 when an option is wrong or there is nothing to measure."""
    options = _parser().parse_args(arguments)
    if options.against:
        return _wrong(f"--against {options.against}: not in this version")
    if options.rounds < 1 or (options.messages is not None and options.messages < 1):
        return _wrong("--rounds and --messages are at least 1")
    try:
        workload = load(options.workload, options.messages)
        answers = at_hand(options.workload / "zone.txt")
    except FileNotFoundError:
        return _wrong(HOW_TO_MAKE_ONE.format(folder=options.workload))
    except (OSError, ValueError) as error:
        return _wrong(f"{options.workload} is not a workload: {error}")
    before: dict[str, Result] | None = None
    if options.compare:
        try:
            before = _earlier(options.compare)
        except (OSError, IndexError, msgspec.MsgspecError) as error:
            return _wrong(f"{options.compare} holds no result of --json: {error}")
    output = measure(workload, options.rounds, answers)
    for line in lines(output.results, before):
        print(line)
    if options.json:
        print(msgspec.json.encode(output).decode())
    return 0


def measure(workload: Workload, rounds: int, answers: AtHand) -> Output:
    """Everything there is to measure, on one core."""
    memory = engine_memory(workload.folder)
    results: dict[str, Result] = {}
    with pinned() as core:
        for name in SETS:
            if workload.sets[name]:
                found = measured(workload.sets[name], rounds, memory, answers)
                results |= {key_of(stage, name): result for stage, result in found.items()}
    if (whole := results.get(key_of("whole", "imip"))) is not None:
        results = {"engine": whole, **results}
    about: dict[str, str | int] = {"seed": workload.seed, "sha256": workload.sha256}
    return Output(results, {}, about, platform.python_version(), rounds, core)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument(
        "--workload", type=Path, default=FOLDER, metavar="DIR", help="default $SALVER_WORKLOAD or %(default)s"
    )
    parser.add_argument(
        "--rounds", type=int, default=7, help="how often each stage is measured; the best counts (default 7)"
    )
    parser.add_argument("--messages", type=int, help="at most so many messages of each set")
    parser.add_argument("--json", action="store_true", help="the last line of output is one JSON object")
    parser.add_argument(
        "--compare", type=Path, metavar="FILE", help="what an earlier --json printed, to stand beside it"
    )
    parser.add_argument("--against", metavar="NAME,...", help="other programs on the same messages")
    return parser


def _earlier(path: Path) -> dict[str, Result]:
    last = path.read_text("utf-8").strip().splitlines()[-1]
    return msgspec.json.decode(last, type=Output).results


def _wrong(why: str) -> int:
    print(f"bench: {why}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
