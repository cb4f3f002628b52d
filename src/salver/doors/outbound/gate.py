"""Behind the door for outbound mail: it goes on unchanged, and its recipients become known to who wrote to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import UTC, datetime

import structlog

from salver.config.people import People
from salver.core.envelope import Envelope
from salver.core.errors import StoreError
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.doors.gate import Passage
from salver.doors.outbound.letter import Letter, sent_letter
from salver.read.reading import read_message
from salver.store import correspondents
from salver.store.database import Store
from salver.store.times import utc_now

log = structlog.get_logger("salver.outbound")


class OutboundPassage(Passage, frozen=True):
    """What goes on, and the letter it is, if it is one."""

    letter: Letter | None = None


class OutboundGate:
    """``own`` are the domains of this house: an address there is a person, also where no configuration names it.

    Nothing here keeps mail from going on: what cannot be read or remembered is only not remembered.
    """

    def __init__(
        self,
        store: Store,
        people: People,
        own: Collection[str],
        *,
        limits: Limits = DEFAULT_LIMITS,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._people = people
        self._own = frozenset(own)
        self._limits = limits
        self._clock = clock

    async def pass_through(self, raw: bytes, envelope: Envelope) -> Passage:
        """The bytes as they came."""
        try:
            letter = await asyncio.to_thread(self._letter, raw, envelope)
        except Exception:  # a bug in reading must not stop anybody's mail
            log.exception("letter-unread")
            letter = None
        return OutboundPassage(raw, letter=letter)

    async def mark(self, passage: Passage, *, relayed: bool) -> None:
        """The next hop has spoken: what it took was written."""
        if relayed and isinstance(passage, OutboundPassage) and passage.letter is not None:
            try:
                await asyncio.to_thread(self._remember, passage.letter)
            except StoreError as error:
                log.error("letter-not-remembered", why=error.private)

    def _letter(self, raw: bytes, envelope: Envelope) -> Letter | None:
        message = read_message(raw, self._limits)
        return sent_letter(message, envelope.mail_from, envelope.rcpt_to, self._people, self._own)

    def _remember(self, letter: Letter) -> None:
        with self._store.begin() as connection:
            correspondents.wrote_to(
                connection,
                letter.person,
                letter.names,
                at=self._clock().astimezone(UTC),
                source="outbound",
                most=self._limits.correspondents,
            )
        log.info("wrote-to", person=letter.person, count=len(letter.names))
