"""The gate behind every mail door: bytes and envelope in, bytes to relay out, everything recorded in between.

What could not be judged is ``unchecked`` and is treated as held (architecture 3.11). A row is committed as *intended*
before the next hop's DATA; when the store is not writable, mail without a calendar flows and a message with one gets a
temporary error.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, TypeVar

import msgspec
import structlog

from salver.act.authentication_results import encode
from salver.act.headers import strip, verdict_header, verify, with_header
from salver.act.neutralise import neutralise
from salver.config.derived import inbox_address
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.envelope import Envelope, domain_of
from salver.core.limits import DEFAULT_LIMITS
from salver.core.ulid import new_ulid
from salver.decide.joint import as_one
from salver.decide.ordinary import ordinary_verdict
from salver.decide.policy import Policy
from salver.decide.report import Report
from salver.decide.verdict import Headline, RecipientVerdict, Verdict, VerdictWord
from salver.decide.write_report import report_for
from salver.doors.drive.concurrent import AnswerAllAsync, drive_async
from salver.doors.drive.dns.beside import BesideDns
from salver.doors.drive.dns.resolver import Resolver
from salver.doors.drive.inspection import Inspection, conclude
from salver.doors.drive.unchecked import unchecked
from salver.doors.live import LiveSettings
from salver.observe.authentication.authenticated import Authentication
from salver.observe.observation import observe
from salver.read.message import Message
from salver.read.reading import read_message
from salver.store import outcomes, secrets
from salver.store.database import Store
from salver.store.events import HistoryMoved
from salver.text.catalogue import words

log = structlog.get_logger("salver.gate")

T = TypeVar("T")


class Passage(msgspec.Struct, frozen=True):
    """What the door relays, and the rows to mark when the next hop has spoken."""

    outgoing: bytes
    outcome_ids: tuple[str, ...] = ()
    word: VerdictWord = "deliver"


class Judged(msgspec.Struct, frozen=True):
    """One message judged: the id of the inspection, the rows, the verdict, and what we found out about its sender."""

    inspection_id: str
    outcome_ids: tuple[str, ...]
    verdict: Verdict
    authentication: Authentication = Authentication()


class Passing(Protocol):
    """What a mail door asks of the gate behind it."""

    async def pass_through(self, raw: bytes, envelope: Envelope) -> Passage:
        """What to relay. Raises StoreError where the mail must wait."""

    async def mark(self, passage: Passage, *, relayed: bool) -> None:
        """What the next hop said."""


class Gate:
    """One gate a process. ``authserv_id`` is ours (RFC 8601 2.5); without a resolver nobody asks the DNS."""

    def __init__(
        self,
        *,
        live: LiveSettings,
        people: People,
        store: Store,
        answers: AnswerAllAsync,
        authserv_id: str,
        dns: Resolver | None = None,
    ) -> None:
        self._live = live
        self._people = people
        self._store = store
        self._answers = answers
        self._authserv_id = authserv_id
        self._dns = dns
        with store.begin() as connection:
            self._key = secrets.header_key(connection)

    async def pass_through(self, raw: bytes, envelope: Envelope) -> Passage:
        """Inspect, record, and say what to relay. Raises StoreError when a calendar message cannot be recorded."""
        settings, policy = self._live.now()
        if await self._released(raw, envelope):
            return Passage(raw)
        message = await _aside(len(raw), lambda: read_message(strip(raw, self._authserv_id), policy.limits))
        if message.ordinary:
            judged = Judged(new_ulid(), (), ordinary_verdict(envelope, policy))
        else:
            judged = await self._judged(message, envelope, policy)
        verdict = judged.verdict
        outgoing = await _aside(len(raw), lambda: self._outgoing(message, judged, settings, policy.enforced))
        log.info(
            "inspected",
            id=judged.inspection_id,
            kind=message.kind,
            verdict=verdict.verdict,
            shown_as=verdict.level,
            rows=[recipient.row for recipient in verdict.recipients],
        )
        return Passage(outgoing, judged.outcome_ids, verdict.verdict)

    async def _judged(self, message: Message, envelope: Envelope, policy: Policy) -> Judged:
        """Inspect and record, anew as often as history has moved on meanwhile."""
        for _ in range(policy.limits.judgements):
            inspection = await self._inspect(message, envelope, policy)
            try:
                return await asyncio.to_thread(self._record, inspection, envelope, policy)
            except HistoryMoved:
                log.info("history-moved", id=inspection.report.id)
        inspection = unchecked(message, envelope, policy, self._people, new_ulid())
        return await asyncio.to_thread(self._record, inspection, envelope, policy)

    async def mark(self, passage: Passage, *, relayed: bool) -> None:
        """Write down what the next hop said. A row that stays *intended* is joined by the next try."""
        if passage.outcome_ids:
            await asyncio.to_thread(self._mark, passage.outcome_ids, relayed)

    def _mark(self, ids: tuple[str, ...], relayed: bool) -> None:
        with self._store.begin() as connection:
            outcomes.mark_relayed(connection, list(ids), "relayed" if relayed else "refused")

    async def _released(self, raw: bytes, envelope: Envelope) -> bool:
        """Whether a person let this very message through, for every one of these mailboxes (architecture 3.7).

        Any other header of ours only saves work elsewhere: here the message is judged again, and joins its row.
        """
        verified = verify(raw, self._key)
        if verified is None or not verified.released or not envelope.rcpt_to:
            return False
        inspection_id = verified.inspection_id

        def known() -> bool:
            with self._store.read() as connection:
                return all(
                    outcomes.by_inspection(connection, address.lower(), inspection_id) is not None
                    for address in envelope.rcpt_to
                )

        return await asyncio.to_thread(known)

    async def _inspect(self, message: Message, envelope: Envelope, policy: Policy) -> Inspection:
        """Judge in time, or say that it could not be done. The one broad ``except`` of the mail doors."""
        started = time.perf_counter()
        inspection_id = new_ulid()
        try:
            trust = msgspec.structs.replace(policy.trust, dns=policy.dns and self._dns is not None)
            asker = observe(message, envelope, trust)
            answers = self._answers if self._dns is None else BesideDns(self._dns, self._answers, policy.limits)
            facts = await asyncio.wait_for(drive_async(asker, answers, policy.limits), policy.limits.inspection_seconds)
            return conclude(message, facts, policy, inspection_id=inspection_id, started=started)
        except TimeoutError:
            log.warning("unchecked", id=inspection_id, why="too slow")
        except Exception:
            log.exception("unchecked", id=inspection_id, why="our fault")
        return unchecked(message, envelope, policy, self._people, inspection_id)

    def _record(self, inspection: Inspection, envelope: Envelope, policy: Policy) -> Judged:
        """Commit the outcomes; the verdict returned is the one for the bytes all mailboxes share.

        A row that is there already counts as well: a retry takes the stricter of the recorded and the new verdict.
        """
        verdict = inspection.verdict
        inspection_id, authentication = inspection.report.id, inspection.facts.message.authentication
        if not verdict.records:
            return Judged(inspection_id, (), verdict, authentication)
        with self._store.begin() as connection:
            before = [outcomes.find(connection, r.mailbox, r.fingerprint) for r in verdict.records]
            if policy.enforced:
                standing = [row.verdict for row in before if row is not None and row.enforced]
                verdict = as_one(verdict, standing)
            ids = outcomes.commit(
                connection,
                verdict.records,
                _reports(inspection, verdict),
                headlines={_mailbox(r): r.headline for r in verdict.recipients if r.address is not None},
                received_at=datetime.now(UTC),
                raw=inspection.message.raw,
                enforced=policy.enforced,
                envelope_domain=domain_of(envelope.mail_from),
            )
        return Judged(inspection_id, tuple(ids), verdict, authentication)

    def _outgoing(self, message: Message, judged: Judged, settings: Settings, enforced: bool) -> bytes:
        """The bytes to relay: neutralised where held and so configured, our headers on top."""
        outgoing, verdict, inspection_id = message.raw, judged.verdict, judged.inspection_id
        if enforced and settings.hold.mail == "neutralise" and verdict.verdict != "deliver":
            outgoing = neutralise(message, sentence=_sentence(verdict, settings), inspection_id=inspection_id)
        if judged.authentication.source == "own":
            outgoing = with_header(outgoing, encode(judged.authentication, self._authserv_id))
        word = verdict.verdict if verdict.verdict in ("deliver", "hold") else "unchecked"
        return with_header(outgoing, verdict_header(word, inspection_id, self._key, outgoing, observe=not enforced))


async def _aside(size: int, work: Callable[[], T]) -> T:
    """Large messages are worked on in a thread, so that the door goes on answering others."""
    return await asyncio.to_thread(work) if size > DEFAULT_LIMITS.aside_bytes else work()


def _sentence(verdict: Verdict, settings: Settings) -> str:
    """What the mail says in place of the invitation: the headline, and where to answer if anything waits.

    All recipients get the same bytes, and a reason may rest on whom one of them knows. So a headline that is not
    everybody's stands in the inbox alone, where each sees their own.
    """
    shared = all(recipient.headline == verdict.headline for recipient in verdict.recipients)
    headline = verdict.headline if shared else Headline("several-readers")
    texts = words(headline.code, headline.variant, headline.params)
    where = inbox_address(settings.http)
    waits = any(recipient.calendar in ("wait", "apply") for recipient in verdict.recipients)
    said = f"{texts.headline} {texts.why}"
    if where is None:
        return said
    return f"{said}\n\n{'It waits for you at' if waits else 'It is written down at'} {where}"


def _reports(inspection: Inspection, verdict: Verdict) -> dict[str, Report]:
    """The report of every mailbox, with no other recipient in it."""
    return {_mailbox(one): report_for(inspection.report, one) for one in verdict.recipients if one.address is not None}


def _mailbox(recipient: RecipientVerdict) -> str:
    return (recipient.address or "").lower()
