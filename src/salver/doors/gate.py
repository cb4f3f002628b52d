"""The gate behind every mail door: bytes and envelope in, bytes to relay out, everything recorded in between.

What could not be judged is ``unchecked`` and is treated as held (architecture 3.11). A row is committed as *intended*
before the next hop's DATA; when the store is not writable, mail without a calendar flows and a message with one gets a
temporary error.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

import msgspec
import structlog

from salver.act.headers import strip, verdict_header, verify, with_header
from salver.act.neutralise import neutralise
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.envelope import Envelope
from salver.core.ulid import new_ulid
from salver.decide.policy import Policy
from salver.decide.report import Report
from salver.decide.verdict import VERDICT_ORDER, Headline, Verdict, VerdictWord
from salver.decide.write_report import report_for
from salver.doors.drive.concurrent import AnswerAllAsync, drive_async
from salver.doors.drive.inspection import Inspection, conclude
from salver.doors.drive.unchecked import unchecked
from salver.doors.live import LiveSettings
from salver.observe.observation import observe
from salver.read.message import Message
from salver.read.reading import read_message
from salver.store import outcomes, secrets
from salver.store.database import Store
from salver.store.events import HistoryMoved
from salver.text.catalogue import words

log = structlog.get_logger("salver.gate")

_TRIES = 3
"""How often a verdict is made anew when history has moved (architecture 1)."""


class Passage(msgspec.Struct, frozen=True):
    """What the door relays, and the rows to mark when the next hop has spoken."""

    outgoing: bytes
    outcome_ids: tuple[str, ...] = ()
    word: VerdictWord = "deliver"


class Gate:
    """One gate a process. ``authserv_id`` is ours (RFC 8601 2.5)."""

    def __init__(
        self,
        *,
        live: LiveSettings,
        people: People,
        store: Store,
        answers: AnswerAllAsync,
        authserv_id: str,
    ) -> None:
        self._live = live
        self._people = people
        self._store = store
        self._answers = answers
        self._authserv_id = authserv_id
        with store.begin() as connection:
            self._key = secrets.header_key(connection)

    async def pass_through(self, raw: bytes, envelope: Envelope) -> Passage:
        """Inspect, record, and say what to relay. Raises StoreError when a calendar message cannot be recorded."""
        settings, policy = self._live.now()
        if await self._carried_out(raw, envelope):
            return Passage(raw)
        clean = strip(raw, self._authserv_id)
        message = read_message(clean, policy.limits)
        for _ in range(_TRIES):
            inspection = await self._inspect(message, envelope, policy)
            try:
                ids, recorded = await asyncio.to_thread(self._record, inspection, policy)
                break
            except HistoryMoved:
                log.info("history-moved", id=inspection.report.id)
        else:
            inspection = unchecked(message, envelope, policy, self._people, new_ulid())
            ids, recorded = await asyncio.to_thread(self._record, inspection, policy)
        word = max((inspection.verdict.verdict, *recorded), key=VERDICT_ORDER.index)
        outgoing = self._outgoing(message, inspection, word, settings, policy)
        log.info(
            "inspected",
            id=inspection.report.id,
            kind=inspection.report.kind,
            verdict=word,
            level=inspection.verdict.level,
            rows=[recipient.row for recipient in inspection.verdict.recipients],
        )
        return Passage(outgoing, tuple(ids), word)

    async def mark(self, passage: Passage, *, relayed: bool) -> None:
        """Write down what the next hop said. A row that stays *intended* is joined by the next try."""
        if passage.outcome_ids:
            await asyncio.to_thread(self._mark, passage.outcome_ids, relayed)

    def _mark(self, ids: tuple[str, ...], relayed: bool) -> None:
        with self._store.begin() as connection:
            outcomes.mark_relayed(connection, list(ids), "relayed" if relayed else "refused")

    async def _carried_out(self, raw: bytes, envelope: Envelope) -> bool:
        """Whether our own good header says that this very message was judged for every one of these mailboxes."""
        verified = verify(raw, self._key)
        if verified is None or not envelope.rcpt_to:
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
            asker = observe(message, envelope, policy.trust)
            facts = await asyncio.wait_for(
                drive_async(asker, self._answers, policy.limits), policy.limits.inspection_seconds
            )
            return conclude(message, facts, policy, inspection_id=inspection_id, started=started)
        except TimeoutError:
            log.warning("unchecked", id=inspection_id, why="too slow")
        except Exception:
            log.exception("unchecked", id=inspection_id, why="our fault")
        return unchecked(message, envelope, policy, self._people, inspection_id)

    def _record(self, inspection: Inspection, policy: Policy) -> tuple[list[str], list[VerdictWord]]:
        """Commit the outcomes; returns their ids, and the recorded verdicts of rows that were there before."""
        verdict = inspection.verdict
        if not verdict.records:
            return [], []
        reports, headlines = _by_mailbox(inspection)
        with self._store.begin() as connection:
            before = [outcomes.find(connection, r.mailbox, r.fingerprint) for r in verdict.records]
            ids = outcomes.commit(
                connection,
                verdict.records,
                reports,
                headlines=headlines,
                received_at=datetime.now(UTC),
                raw=inspection.message.raw,
                enforced=policy.enforced,
            )
        return ids, [row.verdict for row in before if row is not None and row.relayed != "refused"]

    def _outgoing(
        self, message: Message, inspection: Inspection, word: VerdictWord, settings: Settings, policy: Policy
    ) -> bytes:
        """The bytes to relay: neutralised where held and so configured, our header on top."""
        inspection_id = inspection.report.id
        outgoing = message.raw
        if policy.enforced and settings.hold.mail == "neutralise" and word in ("hold", "unchecked"):
            sentence = _sentence(inspection.verdict, settings)
            outgoing = neutralise(message, sentence=sentence, inspection_id=inspection_id)
        header = verdict_header(
            "unchecked" if word not in ("deliver", "hold") else word,
            inspection_id,
            self._key,
            outgoing,
            observe=not policy.enforced,
        )
        return with_header(outgoing, header)


def _sentence(verdict: Verdict, settings: Settings) -> str:
    """What the mail says in place of the invitation: the headline, and where to answer if anything waits."""
    headline = verdict.headline
    texts = words(headline.code, headline.variant, headline.params)
    http = settings.http
    where = http.public_url or (f"http://{http.listen}/" if http.listen else None)
    waits = any(recipient.calendar in ("wait", "apply") for recipient in verdict.recipients)
    said = f"{texts.headline} {texts.why}"
    if where is None:
        return said
    return f"{said}\n\n{'It waits for you at' if waits else 'It is written down at'} {where}"


def _by_mailbox(inspection: Inspection) -> tuple[dict[str, Report], dict[str, Headline]]:
    reports: dict[str, Report] = {}
    headlines: dict[str, Headline] = {}
    for recipient in inspection.verdict.recipients:
        if recipient.address is not None:
            mailbox = recipient.address.lower()
            reports[mailbox] = report_for(inspection.report, recipient)
            headlines[mailbox] = recipient.headline
    return reports, headlines
