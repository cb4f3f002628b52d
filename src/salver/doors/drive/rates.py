"""Rates by the ``limits`` package, in memory: distinct UIDs (or recipients) of a key within a moving window."""

from __future__ import annotations

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from salver.config.schema import Rates as RateSettings
from salver.observe.question import Rate, RateQuestion

# Counting goes this far; beyond it a flood is a flood and the exact number helps nobody.
_COUNTED = 1_000


class RateCounter:
    """Answers rate questions. Asking about the same UID again within the window does not count twice."""

    def __init__(self, settings: RateSettings) -> None:
        self._settings = settings
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._once = RateLimitItemPerSecond(1, settings.window_seconds, namespace="uid")
        self._many = RateLimitItemPerSecond(_COUNTED, settings.window_seconds, namespace="key")

    def count(self, question: RateQuestion) -> Rate:
        """Count this UID, and say how many distinct ones the key has brought."""
        key = (question.scope, question.key)
        if self._limiter.hit(self._once, *key, question.uid):
            self._limiter.hit(self._many, *key)
        remaining = self._limiter.get_window_stats(self._many, *key).remaining
        settings = self._settings
        most = {
            "organizer": settings.organizer,
            "envelope-domain": settings.envelope_domain,
            "signature": settings.signature,
        }
        return Rate(count=_COUNTED - remaining, most=most[question.scope], window_seconds=settings.window_seconds)
