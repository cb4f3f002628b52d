"""Reports, records and whole recorded outcomes for tests."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection

from salver.core.ulid import new_ulid
from salver.core.untrusted import Untrusted
from salver.decide.report import (
    Report,
    ReportArc,
    ReportAuthentication,
    ReportDmarc,
    ReportIdentity,
    ReportObject,
    ReportRecipient,
    ReportSpf,
)
from salver.decide.verdict import CalendarWord, EventRecord, Headline, Level, OutcomeRecord
from salver.observe.facts import Strength
from salver.observe.question import EventState
from salver.store import outcomes

NOW = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
ME = "nora@home.example"
ANN = "ann@acme.example"


def shown(uid: str, organizer: str | None) -> ReportObject:
    return ReportObject(
        part="1",
        method="REQUEST",
        method_param="REQUEST",
        component="VEVENT",
        uid=Untrusted(uid),
        sequence=0,
        dtstamp=None,
        recurrence_id=None,
        instances=1,
        status=None,
        organizer=organizer,
        sent_by=None,
        attendees=(ME,),
        summary=Untrusted("Lunch"),
        location=None,
        start="2026-11-24T13:00:00+00:00",
        end="2026-11-24T14:00:00+00:00",
        recurrence=None,
        prodid=None,
        same_as=None,
        nested=False,
        truncated=False,
    )


def report(
    uid: str = "u1",
    organizer: str | None = ANN,
    *,
    strength: Strength = "strong",
    level: Level = "new",
    author: str = ANN,
    contradicted_by: tuple[str, ...] = (),
) -> Report:
    vouched = strength in ("strong", "moderate")
    return Report(
        version="0",
        id=new_ulid(),
        sha256="0",
        fingerprint="f",
        message_id=Untrusted("<1@acme.example>"),
        from_=(author,),
        reply_to=(),
        kind="imip",
        verdict="hold",
        level=level,
        policy="personal",
        enforced=True,
        headline="Somebody invites you.",
        recipients=(
            ReportRecipient(
                address=ME,
                person="nora",
                verdict="hold",
                level=level,
                calendar="wait",
                familiarity="stranger",
                history="new",
                findings=(),
            ),
        ),
        findings=(),
        objects=(shown(uid, organizer),),
        identity=ReportIdentity(
            claimed=organizer,
            vouched_by="self" if vouched else "nobody",
            strength=strength,
            contradicted_by=contradicted_by,
        ),
        authentication=ReportAuthentication(
            source=None,
            spf=ReportSpf("not-asked", None),
            dkim=(),
            dmarc=ReportDmarc("not-asked"),
            arc=ReportArc("not-asked"),
        ),
        links=(),
        phones=(),
        removed_on_accept=(),
        defects=(),
        unavailable=(),
        rounds=1,
        elapsed_ms=0.5,
    )


def sent_from(report: Report, domain: str | None, *, spf: str = "pass") -> Report:
    """The same from a server that SPF checked for this domain in MAIL FROM."""
    checked = ReportSpf(spf, domain, "mailfrom") if domain else ReportSpf("none")
    return msgspec.structs.replace(
        report, authentication=msgspec.structs.replace(report.authentication, source="own", spf=checked)
    )


def event(
    uid: str = "u1",
    organizer: str | None = ANN,
    *,
    state: EventState = "waiting",
    strength: Strength = "strong",
    judged_on: int = 0,
    person: str = "nora",
) -> EventRecord:
    return EventRecord(
        person=person, uid=uid, organizer=organizer, strength=strength, state=state, sequence=0, judged_on=judged_on
    )


def record(
    *events: EventRecord,
    mailbox: str = ME,
    person: str = "nora",
    fingerprint: str = "f",
    level: Level = "new",
    calendar: CalendarWord = "wait",
) -> OutcomeRecord:
    return OutcomeRecord(
        mailbox=mailbox,
        person=person,
        fingerprint=fingerprint,
        verdict="hold" if calendar == "wait" else "deliver",
        level=level,
        calendar=calendar,
        events=events,
    )


def commit(
    connection: Connection,
    *records: OutcomeRecord,
    made: Report | None = None,
    raw: bytes = b"From: ann@acme.example\r\n\r\nhello\r\n",
    enforced: bool = True,
    received_at: datetime = NOW,
    envelope_domain: str | None = None,
) -> list[str]:
    """Record outcomes as a door does."""
    made = made or report()
    return outcomes.commit(
        connection,
        records,
        {one.mailbox: made for one in records},
        headlines={one.mailbox: Headline("first-contact", "", {"confirmed": "acme.example"}) for one in records},
        received_at=received_at,
        raw=raw,
        enforced=enforced,
        envelope_domain=envelope_domain,
    )


def waiting(
    connection: Connection,
    raw: bytes,
    made: Report,
    *,
    state: EventState = "waiting",
    envelope_domain: str | None = None,
) -> str:
    """One outcome that waits for nora, with the event of its report in history; returns its id."""
    uid = made.objects[0].uid
    assert uid is not None
    happening = event(uid.raw, made.identity.claimed, strength=made.identity.strength, state=state)  # type: ignore[arg-type]
    fingerprint = hashlib.sha256(raw).hexdigest()
    return commit(
        connection,
        record(happening, fingerprint=fingerprint, level=made.level),  # type: ignore[arg-type]
        made=made,
        raw=raw,
        envelope_domain=envelope_domain,
    )[0]
