"""Cost of the stages: processor time for the work, wall time for how long one message takes.

Processor time (``time.process_time``) is what other jobs of the machine disturb least; the best of several rounds is
what the work costs, the median what it cost today. Garbage of the preparation is frozen, so that collections during a
round look at the round's own objects only. What reading the clock costs is taken off.
"""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import msgspec

from scripts.benchmark import authentication
from scripts.benchmark.stages import STAGES, WAYS, Clock, stage_times
from scripts.benchmark.workload import Mail

_LATENCY_ROUNDS = 2
_MICRO = 1e3
_MILLI = 1e6
_SECOND = 1e9


class Result(msgspec.Struct, frozen=True):
    """One line of the benchmark. ``messages_per_second`` is what one core does when it does nothing else."""

    messages: int
    mean_bytes: int
    messages_per_second: float
    cpu_us_per_message: float
    cpu_us_median: float
    p50_ms: float
    p99_ms: float
    rss_mb: float
    pss_mb: float


Times = Callable[[Mail, Clock], tuple[int, ...]]


@contextmanager
def pinned() -> Iterator[int | None]:
    """Bind this process to the last core it may use; gives its number, or None where that cannot be done."""
    if not hasattr(os, "sched_setaffinity"):
        yield None
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield max(allowed)
    finally:
        os.sched_setaffinity(0, allowed)


def measured(
    mails: Sequence[Mail], rounds: int, memory: tuple[float, float], answers: authentication.AtHand
) -> dict[str, Result]:
    """A result for every stage and every way, by name; ``dkim`` only where there are signatures."""
    found: dict[str, Result] = {}
    with _frozen():
        clock_cost = _cost_of_clock(time.process_time_ns)
        found |= zip(STAGES, _staged(mails, rounds, stage_times, memory, clock_cost), strict=True)
        signed = [mail for mail in mails if mail.signed]
        for name, work, those in (
            ("authenticate", authentication.whole(answers), mails),
            ("dkim", authentication.signatures(answers), signed),
        ):
            if those:
                _sum_of_prepared(those, work)
                costs = [[_sum_of_prepared(those, work) / len(those)] for _ in range(rounds)]
                found[name] = next(_results(those, costs, _prepared(work), memory))
        for name, run in WAYS.items():
            _sum_of(mails, run)
            costs = [[_sum_of(mails, run) / len(mails)] for _ in range(rounds)]
            found[name] = next(_results(mails, costs, _at_once(run), memory))
    return found


def _staged(
    mails: Sequence[Mail], rounds: int, times: Times, memory: tuple[float, float], clock_cost: float
) -> Iterator[Result]:
    """Stages behind reading: the clock is read in between, and what that costs is taken off."""
    _sums(mails, times)  # warm
    costs = [[total / len(mails) - clock_cost for total in _sums(mails, times)] for _ in range(rounds)]
    return _results(mails, costs, times, memory)


def _results(
    mails: Sequence[Mail], costs: list[list[float]], times: Times, memory: tuple[float, float]
) -> Iterator[Result]:
    """``costs`` are nanoseconds a message, a list for every round, with one figure for each result."""
    latencies = [times(mail, time.perf_counter_ns) for _ in range(_LATENCY_ROUNDS) for mail in mails]
    for place in range(len(costs[0])):
        ours = sorted(max(cost[place], 1.0) for cost in costs)
        took = sorted(one[place] for one in latencies)
        yield Result(
            messages=len(mails),
            mean_bytes=round(sum(len(mail.raw) for mail in mails) / len(mails)),
            messages_per_second=round(_SECOND / ours[0], 1),
            cpu_us_per_message=round(ours[0] / _MICRO, 2),
            cpu_us_median=round(statistics.median(ours) / _MICRO, 2),
            p50_ms=_quantile(took, 0.5),
            p99_ms=_quantile(took, 0.99),
            rss_mb=memory[0],
            pss_mb=memory[1],
        )


def _at_once(run: Callable[[Mail], object]) -> Times:
    def times(mail: Mail, clock: Clock) -> tuple[int, ...]:
        start = clock()
        run(mail)
        return (clock() - start,)

    return times


def _prepared(work: authentication.Work) -> Times:
    def times(mail: Mail, clock: Clock) -> tuple[int, ...]:
        one = authentication.asked(mail)
        start = clock()
        work(one)
        return (clock() - start,)

    return times


def _sum_of_prepared(mails: Sequence[Mail], work: authentication.Work) -> int:
    """Nanoseconds of processor time for all messages together; they are read before, and not counted."""
    asked = [authentication.asked(mail) for mail in mails]
    start = time.process_time_ns()
    for one in asked:
        work(one)
    return time.process_time_ns() - start


def _sums(mails: Sequence[Mail], times: Times) -> list[int]:
    """Nanoseconds of processor time of all messages together, for each stage."""
    return [sum(took) for took in zip(*(times(mail, time.process_time_ns) for mail in mails), strict=True)]


def _sum_of(mails: Sequence[Mail], run: Callable[[Mail], object]) -> int:
    """The same for what is timed by itself. Reading this clock is a call of the kernel: once for all of them."""
    start = time.process_time_ns()
    for mail in mails:
        run(mail)
    return time.process_time_ns() - start


def _cost_of_clock(clock: Clock) -> float:
    """Nanoseconds between two readings with nothing in between."""
    return statistics.median(-(clock() - clock()) for _ in range(1_000))


def _quantile(ordered: list[int], share: float) -> float:
    """Milliseconds of the value below which ``share`` of all lie."""
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] / _MILLI, 4)


@contextmanager
def _frozen() -> Iterator[None]:
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
