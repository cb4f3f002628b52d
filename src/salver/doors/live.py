"""The configuration while the service runs: ``salver mode observe`` takes effect without a restart.

Only ``[gate]`` and ``[hold]`` are taken over from a changed file; everything else belongs to open sockets and databases
and waits for the next start. A file that has become unusable changes nothing and says so once.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import structlog

from salver.config.compile import policy
from salver.config.schema import Settings
from salver.core.errors import ConfigError
from salver.decide.policy import Policy

log = structlog.get_logger("salver.config")


class LiveSettings:
    """``now()`` gives the settings and the policy in force. ``reload`` reads the file again, raising ConfigError."""

    def __init__(self, settings: Settings, path: Path | None, reload: Callable[[], Settings]) -> None:
        self._settings = settings
        self._policy = policy(settings)
        self._path = path
        self._reload = reload
        self._seen = self._stamp()

    def now(self) -> tuple[Settings, Policy]:
        """One ``stat`` a message; the file is read only when it has changed."""
        stamp = self._stamp()
        if stamp != self._seen:
            self._seen = stamp
            self._take_over()
        return self._settings, self._policy

    @property
    def enforces(self) -> bool:
        """Whether verdicts are carried out right now."""
        return self.now()[1].enforced

    def _stamp(self) -> tuple[int, int] | None:
        if self._path is None:
            return None
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

    def _take_over(self) -> None:
        try:
            fresh = self._reload()
        except (ConfigError, OSError) as error:
            log.error("configuration-unusable", why=str(error))
            return
        self._settings = msgspec.structs.replace(self._settings, gate=fresh.gate, hold=fresh.hold)
        self._policy = policy(self._settings)
        log.info("configuration-changed", mode=fresh.gate.mode, hold=fresh.hold.mail)
