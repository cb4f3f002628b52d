"""Keeps up, in the background, with whom people know: address books, Sent folders, and entries that have ended.

Whatever fails is said once in the log and on the page of that person; what is known stays known.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog

from salver.act.address_book_account import address_book_account
from salver.act.carddav import CardDav
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.errors import AddressBookError, StoreError
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.doors.outbound.sent_folder import horizon, look, stamp
from salver.store import address_books, correspondents, sent_folders
from salver.store.database import Store
from salver.store.familiarity import Terms, wrote_to_after
from salver.store.times import utc_now

log = structlog.get_logger("salver.acquaintances")

_BREATH = 1.0
"""Seconds between two parts of a Sent folder that is read for the first time."""


class Acquaintances:
    """One a process; ``run`` never ends by itself."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        people: People,
        *,
        limits: Limits = DEFAULT_LIMITS,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._settings = settings
        self._people = people
        self._terms = terms_of(settings)
        self._limits = limits
        self._clock = clock
        self._stamps: dict[str, tuple[int, ...]] = {}

    async def run(self) -> None:
        """Look at everything, again and again."""
        await asyncio.gather(self._books(), self._folders())

    async def _books(self) -> None:
        while True:
            for person in self._people.address_books:
                await self.refresh(person)
            await self._in_store(self._tidy)
            await asyncio.sleep(self._limits.address_book_seconds)

    async def _folders(self) -> None:
        while self._people.sent_folders:
            more = False
            for person in self._people.sent_folders:
                more = await asyncio.to_thread(self.read_sent, person) or more
            await asyncio.sleep(_BREATH if more else self._limits.sent_folder_seconds)

    async def refresh(self, person: str) -> None:
        """Read one person's address book, if it has changed. Never raises for what another machine does."""
        url = self._people.address_books[person]
        try:
            await self._refresh(person, url)
        except AddressBookError as error:
            await self._in_store(self._book_failed, person, url, error)
        except StoreError as error:
            log.error("store-down", why=error.private)

    async def _refresh(self, person: str, url: str) -> None:
        account = address_book_account(self._settings, self._people, person)
        if account is None:
            return
        token, known = await asyncio.to_thread(self._kept, person, url)
        async with CardDav(account, self._limits) as server:
            found = await server.read(known, token)
        await asyncio.to_thread(self._keep, person, url, found.token if found else None, found.cards if found else None)

    def _kept(self, person: str, url: str) -> tuple[str | None, address_books.Cards]:
        with self._store.read() as connection:
            book = address_books.get(connection, person)
            if book is None or book.url != url or book.fetched_at is None:
                return None, {}
            return book.token, address_books.cards(connection, person)

    def _keep(self, person: str, url: str, token: str | None, cards: address_books.Cards | None) -> None:
        with self._store.begin() as connection:
            before = address_books.get(connection, person)
            if cards is None:
                address_books.unchanged(connection, person, self._clock())
            else:
                address_books.keep(connection, person, url, token, cards, self._clock())
        if cards is not None:
            log.info("address-book-read", person=person, cards=len(cards))
        elif before is not None and before.trouble:
            log.info("address-book-back", person=person)

    def _book_failed(self, person: str, url: str, error: AddressBookError) -> None:
        with self._store.begin() as connection:
            before = address_books.get(connection, person)
            address_books.failed(connection, person, url, error.public, self._clock())
        if before is None or before.trouble != error.public:
            log.warning("address-book-unread", person=person, why=error.public, private=error.private)

    def read_sent(self, person: str) -> bool:
        """Read what is new in one person's Sent folder; True where some is left for the next look."""
        folder = self._people.sent_folders[person]
        try:
            return self._read_sent(person, folder)
        except OSError as error:
            self._folder_failed(person, folder, error)
        except StoreError as error:
            log.error("store-down", why=error.private)
        return False

    def _read_sent(self, person: str, folder: str) -> bool:
        now, found = self._clock(), stamp(Path(folder))
        if self._stamps.get(person) == found:
            return False
        with self._store.read() as connection:
            seen_to = sent_folders.seen_to(connection, person, folder)
        after = horizon(now, self._terms.wrote_to_days)
        seen = look(Path(folder), person, self._people, seen_to=seen_to, after=after, limits=self._limits)
        with self._store.begin() as connection:
            for at, letter in seen.letters:
                correspondents.wrote_to(
                    connection, person, letter.names, at=at, source="sent-folder", most=self._limits.correspondents
                )
            sent_folders.put(connection, person, folder, seen.seen_to, now)
        if not seen.more:
            self._stamps[person] = found
        log.info("sent-folder-read", person=person, letters=len(seen.letters), more=seen.more)
        return seen.more

    def _folder_failed(self, person: str, folder: str, error: OSError) -> None:
        why = f"The Sent folder cannot be read: {(error.strerror or 'an error').lower()}."
        self._stamps.pop(person, None)
        try:
            with self._store.begin() as connection:
                before = sent_folders.get(connection, person)
                seen_to = sent_folders.seen_to(connection, person, folder)
                sent_folders.put(connection, person, folder, seen_to, self._clock(), why)
        except StoreError as store_error:
            log.error("store-down", why=store_error.private)
            return
        if before is None or before.trouble != why:
            log.warning("sent-folder-unread", person=person, why=why)

    def _tidy(self) -> None:
        with self._store.begin() as connection:
            gone = correspondents.drop_unused(connection, before=wrote_to_after(self._clock(), self._terms))
        if gone:
            log.info("correspondents-ended", count=gone)

    async def _in_store(self, work: Callable[..., None], *arguments: object) -> None:
        try:
            await asyncio.to_thread(work, *arguments)
        except StoreError as error:
            log.error("store-down", why=error.private)


def terms_of(settings: Settings) -> Terms:
    """How long people count as known here, and whether colleagues do."""
    return Terms(
        wrote_to_days=settings.retention.wrote_to_days,
        allowed_days=settings.retention.allowed_days,
        colleagues=settings.gate.colleagues,
    )
