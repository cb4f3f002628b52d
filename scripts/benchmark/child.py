"""The cost of one action, seen from outside: a fork, the action, and what the kernel says about the child.

A forked child begins with the pages of its parent, so both figures are differences from a child that does nothing. Keep
the parent small while measuring: memory it has freed is memory a child can use without growing.
"""

from __future__ import annotations

import os
import resource
import sys
import traceback
from collections.abc import Callable
from typing import NamedTuple

CPU_SECONDS = 60
"""A child that computes longer is ended by the kernel (setrlimit(2), RLIMIT_CPU)."""
_KIB = 1024


class Cost(NamedTuple):
    """``cpu_ms``: user and system time, milliseconds. ``peak_mb``: largest resident size, MiB."""

    cpu_ms: float
    peak_mb: float
    good: bool = True
    """It returned: neither raised nor was killed."""

    def above(self, idle: Cost) -> Cost:
        """What the action cost on top of a child that does nothing."""
        return Cost(max(self.cpu_ms - idle.cpu_ms, 0.0), max(self.peak_mb - idle.peak_mb, 0.0), self.good)

    def best(self, other: Cost) -> Cost:
        """The smaller of each figure; good only when both are."""
        return Cost(min(self.cpu_ms, other.cpu_ms), min(self.peak_mb, other.peak_mb), self.good and other.good)


def cost_of(action: Callable[[], object]) -> Cost:
    """Run ``action`` in a fork. What it raises is printed there, and makes the cost not ``good``."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _run(action)
    _, status, usage = os.wait4(child, 0)
    good = os.waitstatus_to_exitcode(status) == 0
    return Cost((usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / _KIB, good)


def idle(times: int = 5) -> Cost:
    """What a child costs that does nothing: the best of several."""
    found = cost_of(_nothing)
    for _ in range(times - 1):
        found = found.best(cost_of(_nothing))
    return found


def _nothing() -> None:
    return None


def _run(action: Callable[[], object]) -> None:
    """Never returns: the child must not go on with its parent's work."""
    status = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        action()
        status = 0
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)
