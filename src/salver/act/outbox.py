"""The runner of the outbox: carries out what is due, tries again while that can help, and says so when it cannot.

There is one runner a store: ``run`` recovers the jobs that a dead one, or a store that failed, left behind.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import Connection

from salver.act.calendar_job import run_calendar_job
from salver.act.release import run_release_job
from salver.act.submission import submit
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.errors import RemoteError, StoreError
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.store import originals, outbox
from salver.store.database import Store
from salver.store.outbox import Job
from salver.store.times import from_text, to_text, utc_now

log = structlog.get_logger("salver.outbox")

_UNSENT = "Not sent, because the event is not in your calendar."
_BUG = "Something went wrong inside Salver. The log says what."


def _finish(connection: Connection, *, job: Job, now: datetime, took_place: bool) -> None:
    if took_place:
        outbox.done(connection, job, now)
    else:
        outbox.drop(connection, job)


class Outbox:
    """Runs the jobs of one store. ``clock`` is for tests."""

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
        self._limits = limits
        self._clock = clock
        self._unrecorded: Callable[[Connection], None] | None = None

    async def run(self) -> None:
        """Recover what a crash left behind, then work until cancelled. A store that is down is waited for.

        When the store fails, the job at hand stays claimed in it, so what was left behind is recovered again.
        """
        recovered = False
        while True:
            try:
                if not recovered:
                    await asyncio.to_thread(self._recover)
                    recovered = True
                await self.run_due(self._clock())
                pause = await asyncio.to_thread(self._pause)
            except StoreError as error:
                log.error("store-down", why=error.private)
                recovered = False
                pause = self._limits.undo_seconds
            await asyncio.sleep(pause)

    async def run_due(self, now: datetime) -> int:
        """Carry out every job due at ``now``, one after the other; returns how many were tried.

        Each is claimed when its turn comes, so that a store that fails leaves the others pending. An answer becomes due
        once the event it tells of is written, so the queue is looked at until it yields nothing. Raises StoreError.
        """
        tried = 0
        while job := await asyncio.to_thread(self._claim, now):
            await self._carry_out(job, now)
            tried += 1
        await asyncio.to_thread(self._let_go, now)
        return tried

    async def _carry_out(self, job: Job, now: datetime) -> None:
        try:
            took_place = await self._do(job)
        except StoreError:
            raise
        except RemoteError as error:
            log.warning("job-failed", job=job.id, kind=job.kind, why=error.private or error.public)
            await asyncio.to_thread(self._failed, job, error, now)
        except Exception:
            log.exception("job-failed", job=job.id, kind=job.kind)
            await asyncio.to_thread(self._failed, job, RemoteError(_BUG, temporary=False), now)
        else:
            await self._record(partial(_finish, job=job, now=now, took_place=took_place))

    async def _record(self, word: Callable[[Connection], None]) -> None:
        """Write down that the effect took place, as soon as the store lets us: it must not take place once more.

        Pauses double up to the one a person has to undo. After that ``_recover`` does it; only a crash before then
        leaves the job to be carried out again.
        """
        self._unrecorded = word
        for doublings in reversed(range(self._limits.outbox_doublings)):
            try:
                await asyncio.to_thread(self._write_unrecorded)
            except StoreError as error:
                log.warning("store-down", why=error.private)
                await asyncio.sleep(self._limits.undo_seconds / 2**doublings)
            else:
                return
        await asyncio.to_thread(self._write_unrecorded)

    async def _do(self, job: Job) -> bool:
        """Whether the effect took place; False where there was no need for it any more."""
        match job.kind:
            case "calendar":
                return await run_calendar_job(job, self._store, self._settings, self._people, self._limits)
            case "release":
                await run_release_job(job, self._store, self._settings, self._limits)
            case "reply" | "mail":
                mail_from, rcpt_to, message = (str(job.payload[name]) for name in ("mail_from", "rcpt_to", "message"))
                await submit(self._settings.submission, mail_from, rcpt_to, message.encode(), self._limits)
        return True

    def _claim(self, now: datetime) -> Job | None:
        with self._store.read() as connection:  # most looks find nothing, and should not wait for a writer
            first = outbox.next_due(connection)
        if first is None or first > to_text(now):
            return None
        with self._store.begin() as connection:
            return next(iter(outbox.due(connection, now, 1)), None)

    def _write_unrecorded(self) -> None:
        if self._unrecorded is not None:
            with self._store.begin() as connection:
                self._unrecorded(connection)
            self._unrecorded = None

    def _failed(self, job: Job, error: RemoteError, now: datetime) -> None:
        with self._store.begin() as connection:
            if error.temporary and job.attempts + 1 < self._limits.outbox_attempts:
                pause = self._limits.undo_seconds * 2 ** min(job.attempts + 1, self._limits.outbox_doublings)
                outbox.retry(connection, job, error.public, now + timedelta(seconds=pause))
                return
            outbox.fail(connection, job, error.public)
            if job.kind == "calendar" and job.decision_id is not None:
                for other in outbox.of_decision(connection, job.decision_id):
                    if other.kind == "reply" and other.state == "pending":
                        outbox.fail(connection, other, _UNSENT)

    def _recover(self) -> None:
        self._write_unrecorded()
        with self._store.begin() as connection:
            count = outbox.recover(connection)
        if count:
            log.info("jobs-recovered", count=count)

    def _let_go(self, now: datetime) -> None:
        """Originals and failed jobs that nobody can want any more are not kept."""
        sent = to_text(now - timedelta(seconds=self._limits.undo_seconds))
        silent = to_text(now - timedelta(seconds=self._limits.take_back_seconds))
        with self._store.read() as connection:
            needed = outbox.any_stale(connection, silent) or originals.any_decided(connection, sent, silent)
        if needed:
            with self._store.begin() as connection:
                outbox.empty_stale(connection, silent)
                originals.drop_decided(connection, sent, silent)

    def _pause(self) -> float:
        """Seconds to sleep: to the next job, but at most a fifth of the pause to undo, since others queue jobs too.

        And not less than a tenth of it: an answer that waits for its calendar job is overdue, and nothing to do.
        """
        with self._store.read() as connection:
            first = outbox.next_due(connection)
        longest = self._limits.undo_seconds / 5
        if first is None:
            return longest
        until = (from_text(first) - self._clock()).total_seconds()
        return min(max(until, longest / 2), longest)
