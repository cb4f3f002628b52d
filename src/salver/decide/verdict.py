"""What decide decides, and the records act must commit with it."""

from __future__ import annotations

from typing import Literal

import msgspec

from salver.judge.finding import Finding
from salver.observe.facts import Familiarity, Strength
from salver.observe.question import EventState

VerdictWord = Literal["deliver", "hold", "reject", "defer", "unchecked"]
Level = Literal["none", "known", "new", "check", "contradiction"]
CalendarWord = Literal["pass", "wait", "apply", "ignore", "none"]

VERDICT_ORDER: tuple[VerdictWord, ...] = ("deliver", "hold", "unchecked", "defer", "reject")
LEVEL_ORDER: tuple[Level, ...] = ("none", "known", "new", "check", "contradiction")


class Headline(msgspec.Struct, frozen=True):
    """The strongest reason as a key of the text catalogue, with its parameters."""

    code: str
    variant: str = ""
    params: dict[str, str] = {}


class EventRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What to remember of one event of one person. ``judged_on`` is the version of the row it was judged on, 0 for
    none; when the stored version differs, the door observes, judges and decides again (architecture 1).
    ``stands_for`` is the person a group calendar as organizer was seen to stand for."""

    person: str
    uid: str
    organizer: str | None
    strength: Strength
    state: EventState
    sequence: int | None = None
    dtstamp: str | None = None
    judged_on: int = 0
    stands_for: str | None = None


class OutcomeRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The one recorded outcome of a calendar message for one mailbox, keyed by (mailbox, fingerprint)."""

    mailbox: str
    person: str | None
    fingerprint: str
    verdict: VerdictWord
    level: Level
    calendar: CalendarWord
    events: tuple[EventRecord, ...] = ()


Record = OutcomeRecord


class RecipientVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict for one mailbox. ``row`` names the line of the table that matched."""

    address: str | None
    person: str | None
    verdict: VerdictWord
    level: Level
    calendar: CalendarWord
    row: str
    familiarity: Familiarity
    history: str
    headline: Headline
    findings: tuple[Finding, ...] = ()


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict for the message: the strictest over its recipients, and one each."""

    verdict: VerdictWord
    level: Level
    policy: str
    enforced: bool
    headline: Headline
    findings: tuple[Finding, ...]
    recipients: tuple[RecipientVerdict, ...]
    records: tuple[Record, ...] = ()
