"""How long something takes, as steadily as it can be said: processor time, best of several, no collection between."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def cost(action: Callable[[], object], tries: int = 3) -> float:
    """Seconds of the processor."""
    gc.disable()
    try:
        return min(_once(action) for _ in range(tries))
    finally:
        gc.enable()


def _once(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start
