"""``scripts/fuzz``: feed one target, or each of them in turn, with bytes that reach new code."""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path

from scripts.fuzzing.targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "tests" / "fuzz"
FOUND = ROOT / "build" / "fuzz"
"""Inputs that reached new code on this machine; a later run goes on from them."""
NIGHTLY_MINUTES = 5.0
OPTIONS = ("-max_len=4096", "-timeout=300", "-report_slow_units=300", "-rss_limit_mb=2048", "-print_final_stats=1")


def main(arguments: list[str]) -> int:
    """0: nothing found; 1: an input failed and is kept; 2: an option is wrong, or atheris is missing."""
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description=__doc__)
    parser.add_argument("target", nargs="?", choices=TARGETS, help="what to feed")
    parser.add_argument("--minutes", type=float, default=1.0, help="for each target (default 1)")
    parser.add_argument("--nightly", action="store_true", help=f"every target, {NIGHTLY_MINUTES:g} minutes each")
    options = parser.parse_args(arguments)
    if (options.target is None) == (not options.nightly):
        parser.error("name one target, or --nightly")
    if importlib.util.find_spec("atheris") is None:
        print("fuzz: atheris is not installed; it comes with the extra named fuzz", file=sys.stderr)
        return 2
    minutes = NIGHTLY_MINUTES if options.nightly else options.minutes
    failed = [name for name in (TARGETS if options.nightly else (options.target,)) if not feed(name, minutes)]
    for name in failed:
        print(f"fuzz: {name}: an input failed; it is kept in {KEPT / 'crashes' / name}", file=sys.stderr)
        print("fuzz: tests/fuzz/test_replay.py replays it from now on", file=sys.stderr)
    return 1 if failed else 0


def feed(name: str, minutes: float) -> bool:
    """Run one target; whether nothing failed."""
    corpus, crashes = FOUND / name, KEPT / "crashes" / name
    corpus.mkdir(parents=True, exist_ok=True)
    crashes.mkdir(parents=True, exist_ok=True)
    before = _written(crashes)
    command = [
        *(sys.executable, "-m", "scripts.fuzzing.run", name, str(crashes)),
        *OPTIONS,
        f"-max_total_time={round(minutes * 60)}",
        f"-artifact_prefix={crashes}/",
        f"-dict={KEPT / 'words.dict'}",
        str(corpus),
        str(KEPT / "seeds" / name),
    ]
    print(f"fuzz: {name}, {minutes:g} minutes", file=sys.stderr)
    good = subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    after = _written(crashes)
    if not after:
        crashes.rmdir()
    return good and after == before


def _written(folder: Path) -> dict[Path, int]:
    """The inputs kept so far, and when: one that fails again is written again."""
    return {path: path.stat().st_mtime_ns for path in folder.iterdir()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
