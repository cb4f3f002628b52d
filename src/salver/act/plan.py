"""What a decision would do elsewhere, worked out before anything is recorded: the jobs, and the events they touch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from salver.act.calendar_account import has_calendar
from salver.act.calendar_job import calendar_payload
from salver.act.calendar_source import source_of
from salver.act.refused import DecisionRefused, ReplyRefused
from salver.act.release import release_payload
from salver.act.reply import PartStat, invited_address, reply
from salver.act.safe_copy import safe_copy
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.envelope import domain_of
from salver.core.limits import Limits
from salver.read.message import CalendarPart, Invitation, Message
from salver.read.reading import read_message
from salver.store.outbox import Kind, Payload
from salver.store.outcomes import Outcome

_WRITTEN = frozenset({None, "REQUEST", "PUBLISH"})
ORGANIZER_SPEAKS = frozenset({None, "PUBLISH", "REQUEST", "ADD", "CANCEL"})
"""Methods by which an organizer speaks: only those say anything about the state of an event (RFC 5546 1.4)."""


class Effect(msgspec.Struct, frozen=True):
    """One job to queue."""

    kind: Kind
    payload: Payload


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One event of the message: what history keeps of it.

    ``organizer`` is the one history knows the event by. With a ``recurrence_id`` the event is a single date (or single
    dates) of a series, without a master. ``cancelled`` says that the message takes it off.
    """

    uid: str
    organizer: str | None
    method: str | None
    sequence: int | None
    dtstamp: str | None
    recurrence_id: str | None = None
    cancelled: bool = False

    @property
    def single(self) -> bool:
        """Whether this is about single dates of a series."""
        return self.recurrence_id is not None


def speaker(organizer: str | None, method: str | None, author: str | None) -> str | None:
    """Whose event it is: the ORGANIZER, or the author of a PUBLISH or plain calendar that names none."""
    return author if organizer is None and method in (None, "PUBLISH") else organizer


class Planner:
    """Works out the effects of one decision about one outcome. Reads, and asks nobody."""

    def __init__(
        self, settings: Settings, people: People, outcome: Outcome, raw: bytes | None, person: str, limits: Limits
    ) -> None:
        self._settings = settings
        self._people = people
        self._outcome = outcome
        self._person = person
        self._limits = limits
        self._raw = raw
        self._addresses = people.addresses(person)
        self._message: Message | None = read_message(raw, limits) if raw is not None else None
        self._chosen = list(self._invitations())

    @property
    def events(self) -> tuple[Event, ...]:
        """The events the message is about, each once."""
        return tuple(
            Event(
                uid=found.uid,
                organizer=self._speaker(found),
                method=found.method,
                sequence=found.sequence,
                dtstamp=found.dtstamp,
                recurrence_id=found.recurrence_id,
                cancelled=found.method == "CANCEL" or found.status == "CANCELLED",
            )
            for _, found in self._chosen
            if found.uid is not None
        )

    def release(self) -> list[Effect]:
        """The original handed on. Raises DecisionRefused when it is gone or there is nobody to hand it to."""
        self._need_original()
        if self._settings.smtp.next_hop is None:
            raise DecisionRefused("No mail server is configured behind Salver, so the mail cannot be handed on.")
        return [Effect("release", release_payload(self._outcome))]

    def accept(self, partstat: PartStat, *, tell: bool, decision_id: str, now: datetime) -> list[Effect]:
        """By ``calendar.writer``: the original released, or safe copies written and the organizer told.

        A contradiction is never answered, whatever was asked. Raises DecisionRefused or CopyRefused with a sentence.
        """
        if self._settings.calendar.writer == "client":
            return self.release()
        self._need_original()
        if not has_calendar(self._settings, self._people, self._person):
            raise DecisionRefused("No calendar is set up for you yet.")
        if not self.events:
            raise DecisionRefused("We cannot read the event in this message. Hand the mail on instead.")
        self._need_one_version()
        effects = [Effect("calendar", self._calendar(part, found, partstat)) for part, found in self._chosen]
        if tell and self._outcome.level != "contradiction":
            effects += self.replies(partstat, decision_id=decision_id, now=now)
        return effects

    def replies(self, partstat: PartStat, *, decision_id: str, now: datetime) -> list[Effect]:
        """An answer to every REQUEST that can be answered; none without a submission server."""
        if self._settings.submission.host is None:
            return []
        effects = []
        for index, (part, found) in enumerate(self._chosen):
            if found.method != "REQUEST" or found.uid is None:
                continue
            domain = domain_of(self._addresses[0]) if self._addresses else None
            try:
                answer = reply(
                    part.data,
                    found.uid,
                    addresses=self._addresses,
                    partstat=partstat,
                    message_id=f"{decision_id.lower()}.{index}@{domain or 'salver.invalid'}",
                    now=now,
                    limits=self._limits,
                )
            except ReplyRefused:
                continue
            payload = {"mail_from": answer.mail_from, "rcpt_to": answer.rcpt_to, "message": answer.message.decode()}
            effects.append(Effect("reply", payload))
        return effects

    def _calendar(self, part: CalendarPart, found: Invitation, partstat: PartStat) -> Payload:
        organizer = self._speaker(found)
        if found.uid is None:
            raise DecisionRefused("The event has no identifier, so a calendar cannot keep it.")
        if found.method == "CANCEL":
            if found.recurrence_id is not None:
                raise DecisionRefused("This cancels one date of a series. Hand the mail on, and cancel it there.")
            return calendar_payload(self._person, found.uid, organizer, None)
        if found.method not in _WRITTEN:
            raise DecisionRefused("A message of this kind does not go into a calendar. Hand the mail on instead.")
        attendee = invited_address(source_of(part.data, found.uid, self._limits), self._addresses)
        copy = safe_copy(part.data, found.uid, attendee=attendee, partstat=partstat, limits=self._limits)
        return calendar_payload(self._person, found.uid, organizer, copy)

    def _invitations(self) -> Iterator[tuple[CalendarPart, Invitation]]:
        """What counts: not forwarded inside another mail, and each twin once."""
        for part in self._message.calendars if self._message else ():
            for found in part.invitations:
                if not part.nested and not found.nested and found.same_as is None and part.same_as is None:
                    yield part, found

    def _speaker(self, found: Invitation) -> str | None:
        if found.organizer is not None:
            return found.organizer.address
        return speaker(None, found.method, self._message.from_field.only if self._message else None)

    def _need_original(self) -> None:
        if self._raw is None:
            raise DecisionRefused("The original of this invitation is not kept any more.")

    def _need_one_version(self) -> None:
        uids = [found.uid for _, found in self._chosen]
        if len(set(uids)) != len(uids):
            raise DecisionRefused("The message holds two versions of the same event. Hand it on only if you trust it.")
