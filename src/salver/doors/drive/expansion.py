"""The next dates of a series, for display: asked of a process that can be killed, never worked out in our own.

A static guard looks first: what a page would never need, or what is known to cost much, is not asked at all. Then one
process a time works, with a clock, a limit of memory and a short queue. Every failure means "not known": it changes no
verdict and no page fails over it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
import structlog

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.message import EventTime, Invitation
from salver.read.recurrence import canonical
from salver.read.recurrence_dates import local_moment, zone_of
from salver.read.repetition import Recurrence, RecurrenceRule
from salver.read.zones import public_zone

log = structlog.get_logger("salver.expansion")

Why = Literal["", "not-asked", "busy", "failed"]

PROGRAM = (sys.executable, "-I", str(Path(__file__).with_name("expander.py")))
"""The process: isolated from the environment, the working directory and the user's own packages."""

_TOO_MUCH = frozenset({"sub-daily", "never", "several-rules", "excluding-rule", "too-many-dates"})
_YEAR_DAYS = 366


class NextDates(msgspec.Struct, frozen=True):
    """The next dates as ISO texts: RFC 3339, or local where the zone is not a public one, or days.

    ``theirs``: local means the clock of the sender, whose zone we know only for the first date. Empty with ``why``
    ``""``: there are none any more. Otherwise ``why`` says that they are not known: ``not-asked`` (the guard refused),
    ``busy`` (too many wait), ``failed`` (the process ran out of time or memory, or is not there).
    """

    dates: tuple[str, ...] = ()
    why: Why = ""
    theirs: bool = False


class Expansion:
    """Works out dates for the pages of one process. Called from threads; waits at most the queue's length."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS, program: tuple[str, ...] = PROGRAM) -> None:
        self._limits = limits
        self._program = program
        self._places = BoundedSemaphore(limits.expansion_queue)
        self._turn = Lock()

    def next_dates(self, invitation: Invitation, now: datetime, reader: ZoneInfo) -> NextDates | None:
        """The dates of this event from ``now`` (aware) on; None for an event that happens once.

        ``reader`` is the zone of the person who looks: a floating time is theirs (RFC 5545 3.3.5).
        """
        recurrence, start = invitation.recurrence, invitation.start
        if recurrence is None:
            return None
        if not worth_asking(recurrence, start, now, self._limits):
            return NextDates(why="not-asked")
        assert start is not None
        found = self.ask("".join(f"{line}\n" for line in _request(recurrence, start, now, reader)))
        theirs = zone_of(start) is not None and _zone(start) is None
        return msgspec.structs.replace(found, theirs=theirs)

    def ask(self, request: str) -> NextDates:
        """One request to the process, in the words of ``expander.py``."""
        if not self._places.acquire(blocking=False):
            return NextDates(why="busy")
        try:
            with self._turn:
                return self._run(request)
        finally:
            self._places.release()

    def _run(self, request: str) -> NextDates:
        limits = self._limits
        numbers = (ceil(limits.expansion_seconds), limits.expansion_bytes, limits.expansion_dates)
        try:
            done = subprocess.run(  # noqa: S603  (our own program; the request holds parsed values alone)
                [*self._program, *map(str, numbers)],
                input=request,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=limits.expansion_seconds,
                check=True,
                encoding="ascii",
                cwd="/",
                env={},
                start_new_session=True,
            )
            return NextDates(tuple(_checked(done.stdout, limits)))
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            log.warning("dates-not-known", why=type(error).__name__)
            return NextDates(why="failed")


def worth_asking(recurrence: Recurrence, start: EventTime | None, now: datetime, limits: Limits) -> bool:
    """The static guard: a rule that is read without doubt, comes daily or less often, and is not far to walk to."""
    if not recurrence.readable or not _TOO_MUCH.isdisjoint(recurrence.flags):
        return False
    if start is None or start.iso is None or any(_read_in_several_ways(rule) for rule in recurrence.rules):
        return False
    days = max(0, now.toordinal() - local_moment(start.iso).toordinal())
    return recurrence.per_year * days / _YEAR_DAYS <= limits.recurrence_before_now  # DOS-02


def _read_in_several_ways(rule: RecurrenceRule) -> bool:
    """Rules for which programs, the one we use among them, show different dates."""
    mixed = len({bool(ordinal) for ordinal, _ in rule.days}) > 1
    return mixed or bool(rule.weeks and not rule.days) or 60 in rule.seconds


def _request(recurrence: Recurrence, start: EventTime, now: datetime, reader: ZoneInfo) -> Iterator[str]:
    """The lines of a request. Every value is written from something parsed."""
    zone = _zone(start)
    rule = canonical(recurrence)
    if rule:
        yield f"rule {rule}"
    yield f"start {local_moment(start.iso or '').isoformat()}"
    if zone is not None and not start.all_day:
        yield f"zone {zone.key}"
    local = now.astimezone(zone_of(start) or reader).replace(tzinfo=None)
    yield f"after {local.date().isoformat() if start.all_day else local.isoformat(timespec='seconds')}"
    yield from (f"added {moment}" for moment in recurrence.added)
    yield from (f"removed {moment}" for moment in recurrence.removed)


def _zone(start: EventTime) -> ZoneInfo | None:
    """The public zone the event stands in, under a name of our own tables."""
    zone = public_zone(start.zone) if start.zone else None
    if zone is UTC:
        return ZoneInfo("UTC")
    return zone if isinstance(zone, ZoneInfo) else None


def _checked(output: str, limits: Limits) -> Iterator[str]:
    """The lines of an answer, if each is a moment. Raises ValueError otherwise."""
    lines = output.splitlines()
    if len(lines) > limits.expansion_dates:
        raise ValueError("more dates than asked for")
    for line in lines:
        datetime.fromisoformat(line)
        yield line
