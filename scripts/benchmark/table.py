"""The results for people: a table, and a bar for each stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scripts.benchmark.stages import NAMES
from scripts.benchmark.timing import Result
from scripts.benchmark.workload import SETS

MUST = {
    "engine:read:imip": 180.0,
    "engine:authenticate:imip": 90.0,
    "engine:dkim:imip": 110.0,
    "engine:door:mail": 60.0,
    "engine:door:mail-small": 25.0,
}
"""The budgets that are settled, CPU microseconds a message."""

_TITLES = {"imip": "invitations", "mail": "ordinary mail", "mail-small": "ordinary mail below 100 kB"}
_BAR = 40


def key_of(stage: str, name: str) -> str:
    """The name of one result: ``engine:STAGE:SET``."""
    return f"engine:{stage}:{name}"


def lines(results: Mapping[str, Result], before: Mapping[str, Result] | None = None) -> Iterator[str]:
    """The whole output. With ``before``, what an earlier run said stands beside each figure."""
    for name in SETS:
        shown = [(stage, results[key_of(stage, name)]) for stage in NAMES if key_of(stage, name) in results]
        if shown:
            first = shown[0][1]
            yield f"{_TITLES[name]}: {first.messages} messages, {first.mean_bytes:,} bytes on average"
            yield from _set(name, dict(shown), before or {})
            yield ""
    some = next(iter(results.values()), None)
    if some is not None:
        yield f"memory after all of it: {some.rss_mb} MB RSS, {some.pss_mb} MB PSS"


def _set(name: str, shown: Mapping[str, Result], before: Mapping[str, Result]) -> Iterator[str]:
    earlier = "   before" if before else ""
    yield f"  {'stage':12} {'CPU us':>9} {'median':>9} {'p50 ms':>8} {'p99 ms':>8} {'a second':>9} {'must':>6}{earlier}"
    most = max(one.cpu_us_per_message for one in shown.values()) or 1.0
    for stage, one in shown.items():
        key = key_of(stage, name)
        must = f"{MUST[key]:6.0f}" if key in MUST else " " * 6
        bar = _bar(one.cpu_us_per_message / most)
        yield (
            f"  {stage:12} {one.cpu_us_per_message:9.1f} {one.cpu_us_median:9.1f} {one.p50_ms:8.3f} {one.p99_ms:8.3f}"
            f" {one.messages_per_second:9,.0f} {must}{_change(one, before.get(key))}  {bar}"
        )


def _change(now: Result, then: Result | None) -> str:
    if then is None:
        return ""
    change = (now.cpu_us_per_message / then.cpu_us_per_message - 1) * 100 if then.cpu_us_per_message else 0.0
    return f" {then.cpu_us_per_message:8.1f} ({change:+.0f} %)"


def _bar(share: float) -> str:
    return "#" * max(round(share * _BAR), 1)
