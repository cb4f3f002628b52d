"""How often a sign-in link may be asked for: counted in memory, by address and by asker, forgotten on restart."""

from __future__ import annotations

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from salver.core.limits import DEFAULT_LIMITS

# Without the first anybody could fill a mailbox with links; whoever meets the second is looking for an address that
# exists.
PER_ADDRESS: RateLimitItem = RateLimitItemPerHour(DEFAULT_LIMITS.login_mails_per_hour)
PER_CLIENT: RateLimitItem = RateLimitItemPerMinute(DEFAULT_LIMITS.login_requests_per_minute)


class Attempts:
    """Counters of one process."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def may_ask(self, address: str, client: str) -> bool:
        """Count one request for a link; False when it was one too many.

        The asker is counted first: addresses are only remembered at the pace one asker may ask.
        """
        if not self._limiter.hit(PER_CLIENT, "client", client):
            return False
        return self._limiter.hit(PER_ADDRESS, "address", address.strip().lower())
