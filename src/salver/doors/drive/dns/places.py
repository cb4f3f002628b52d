"""How many DNS questions are on their way at once: so many in all, and no more than a share for one message (DOS-28).

Whoever sends mail can make a check ask a hundred names that never answer. Such a message waits for itself: a place that
becomes free goes to the message that has the fewest.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from salver.core.limits import Limits


class Share:
    """What one message takes of the places."""

    def __init__(self) -> None:
        self.taken = 0
        self.queue: deque[asyncio.Future[None]] = deque()


class Places:
    """For one event loop at a time."""

    def __init__(self, limits: Limits) -> None:
        self._free = limits.dns_at_once
        self._most = limits.dns_at_once_for_one
        self._queueing: dict[Share, None] = {}

    @asynccontextmanager
    async def one(self, share: Share) -> AsyncIterator[None]:
        """Hold a place for the block; waits until there is one."""
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        share.queue.append(place)
        self._queueing[share] = None
        self._give()
        try:
            await place
            yield
        finally:
            if place.done() and not place.cancelled():
                share.taken -= 1
                self._free += 1
            self._give()

    def _give(self) -> None:
        """Hand out what is free."""
        while self._free and self._queueing:
            share = min(self._queueing, key=lambda one: one.taken)
            while share.queue and share.queue[0].done():
                share.queue.popleft()  # nobody waits for it any more
            if not share.queue:
                del self._queueing[share]
                continue
            if share.taken >= self._most:
                return
            share.queue.popleft().set_result(None)
            share.taken += 1
            self._free -= 1
