"""What every page has at hand: the store, the settings, the people, the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from salver.config.derived import inbox_address
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.doors.acquaintances import terms_of
from salver.doors.drive.contacts import ContactSources
from salver.doors.drive.expansion import Expansion
from salver.doors.http.security.attempts import Attempts
from salver.doors.http.security.hosts import Hosts
from salver.store.database import Store
from salver.store.times import utc_now

SendLogin = Callable[[str, str], None]
"""Sends a person (first) a sign-in link (second)."""


class Desk:
    """The tray all handlers share. Nothing in it changes while the app runs, but the counters of ``attempts``."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        people: People,
        *,
        clock: Callable[[], datetime] = utc_now,
        send_login: SendLogin | None = None,
        limits: Limits = DEFAULT_LIMITS,
        observes: Callable[[], bool] | None = None,
    ) -> None:
        self.store = store
        self.settings = settings
        self.people = people
        self.clock = clock
        self.send_login = send_login
        self.limits = limits
        self.hosts = Hosts(settings.http)
        self.attempts = Attempts()
        self.expansion = Expansion(limits)
        self.contacts = ContactSources(people)
        self.terms = terms_of(settings)
        self._observes = observes or (lambda: settings.gate.mode == "observe")

    @property
    def observes(self) -> bool:
        """Whether the gate only looks: nothing is kept out (mode observe)."""
        return self._observes()

    @property
    def secure(self) -> bool:
        """Whether browsers reach us over HTTPS."""
        return (self.settings.http.public_url or "").lower().startswith("https://")


def login_link(settings: Settings, token: str) -> str:
    """The address to open for a one-time token."""
    return f"{inbox_address(settings.http) or 'http://localhost'}/login/{token}"
