"""What a held mail says in place of its invitation, and what one reader must not learn about another."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import msgspec

from salver.config.people import People
from salver.config.schema import Gate as GateSection
from salver.config.schema import Hold, Http, PersonSection, Settings
from salver.core.envelope import Envelope
from salver.decide.report import to_json
from salver.decide.verdict import CalendarWord, Headline, RecipientVerdict, Verdict
from salver.doors.drive.rates import RateCounter
from salver.doors.drive.service import ServiceAnswers
from salver.doors.gate import Gate, _sentence
from salver.doors.http.inbox.reasons import reason_rows
from salver.doors.live import LiveSettings
from salver.observe.question import Answer, PersonQuestion, Question, Unavailable
from salver.read.reading import read_message
from salver.store import outcomes
from salver.store.database import open_store
from salver.store.outcomes import Outcome
from tests.doors.http.house import invitation

NORA, BOB = "nora@home.example", "bob@home.example"
ANNA, ANOTHER = "anna.keller@acme.example", "anna@clinic.example"


def _verdict(calendar: CalendarWord) -> Verdict:
    headline = Headline("organizer-contradicted", "", {"claimed": "bank.example", "confirmed": "evil.test"})
    recipient = RecipientVerdict(
        address="nora@home.example",
        person="nora",
        verdict="hold",
        level="contradiction",
        calendar=calendar,
        row="danger",
        familiarity="stranger",
        history="new",
        headline=headline,
    )
    return Verdict(
        verdict="hold",
        level="contradiction",
        policy="personal",
        enforced=True,
        headline=headline,
        findings=(),
        recipients=(recipient,),
    )


def test_it_says_what_is_the_case_and_where_to_answer() -> None:
    said = _sentence(_verdict("wait"), Settings(http=Http(public_url="https://salver.home.example")))
    assert said.startswith("Someone we cannot confirm as bank.example invites you.")
    assert said.endswith("It waits for you at https://salver.home.example")


def test_what_is_ignored_does_not_wait() -> None:
    said = _sentence(_verdict("ignore"), Settings(http=Http(listen="127.0.0.1:8025")))
    assert said.endswith("It is written down at http://127.0.0.1:8025")


def test_without_an_inbox_there_is_no_address() -> None:
    assert "http" not in _sentence(_verdict("wait"), Settings(http=Http(listen=None)))


def test_a_reason_that_is_not_everybodys_stands_in_no_shared_mail() -> None:
    """All readers get the same bytes, and this headline names whom one of them knows."""
    verdict = _verdict("wait")
    theirs = Headline("lookalike-domain", "", {"claimed": "cl1nic.example", "known": "clinic.example"})
    other = msgspec.structs.replace(verdict.recipients[0], address=BOB, headline=theirs)
    verdict = msgspec.structs.replace(verdict, headline=theirs, recipients=(*verdict.recipients, other))
    said = _sentence(verdict, Settings(http=Http(listen="127.0.0.1:8025")))
    assert "clinic.example" not in said
    assert said.startswith("This invitation is kept back.")
    assert said.endswith("It waits for you at http://127.0.0.1:8025")


def _contacts(folder: Path, name: str, address: str) -> str:
    path = folder / f"{name}.vcf"
    path.write_text(f"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna Keller\r\nEMAIL:{address}\r\nEND:VCARD\r\n")
    return str(path)


def _to_both(folder: Path, raw: bytes, *, unknown: tuple[str, ...] = ()) -> tuple[bytes, dict[str, Outcome]]:
    """One message to Nora and Bob, each with a contact of the same name; whose mailbox is ``unknown`` nobody says."""
    people_of = {
        "nora": PersonSection(addresses=(NORA,), contacts_file=_contacts(folder, "nora", ANNA)),
        "bob": PersonSection(addresses=(BOB,), contacts_file=_contacts(folder, "bob", ANOTHER)),
    }
    settings = Settings(gate=GateSection(mode="protect"), hold=Hold(mail="neutralise"), people=people_of)
    store = open_store(f"sqlite:///{folder / 'salver.sqlite3'}")
    people = People(settings)
    service = ServiceAnswers(store, people, RateCounter(settings.rates))

    async def answers(questions: frozenset[Question]) -> Mapping[Question, Answer]:
        found = dict(await service(questions))
        lost = [one for one in questions if isinstance(one, PersonQuestion) and one.address in unknown]
        return found | dict.fromkeys(lost, Unavailable("temporary", "no answer"))

    live = LiveSettings(settings, None, lambda: settings)
    gate = Gate(live=live, people=people, store=store, answers=answers, authserv_id="salver.gate.example")
    envelope = Envelope(mail_from="x@evil.test", rcpt_to=(NORA, BOB))
    passage = asyncio.run(gate.pass_through(raw, envelope))
    with store.read() as connection:
        fingerprint = read_message(raw).fingerprint
        rows = {mailbox: outcomes.find(connection, mailbox, fingerprint) for mailbox in (NORA, BOB)}
    store.close()
    return passage.outgoing, {mailbox: row for mailbox, row in rows.items() if row is not None}


def test_nobodys_page_or_mail_shows_whom_another_reader_knows(tmp_path: Path) -> None:
    raw = invitation(organizer="anna.keller@evil.test", name="Anna Keller", results="")
    outgoing, rows = _to_both(tmp_path, raw)
    shown = {
        mailbox: [row for row in reason_rows(one) if row.code == "name-of-known-person"]
        for mailbox, one in rows.items()
    }
    known = {mailbox: [dict(row.evidence)["known"][0].raw for row in found] for mailbox, found in shown.items()}
    assert known == {NORA: [ANNA], BOB: [ANOTHER]}
    assert b"clinic.example" not in to_json(rows[NORA].report)
    assert b"acme.example" not in to_json(rows[BOB].report)
    assert b"clinic.example" not in outgoing
    assert b"acme.example" not in outgoing
    assert b"This invitation is kept back." in outgoing


def test_a_question_nobody_answered_does_not_name_another_reader(tmp_path: Path) -> None:
    """Bob may stand in Bcc."""
    raw = invitation(organizer="anna.keller@evil.test", name="Anna Keller", results="")
    _, rows = _to_both(tmp_path, raw, unknown=(NORA, BOB))
    for mailbox, other in ((NORA, BOB), (BOB, NORA)):
        missing = [one for one in rows[mailbox].report.unavailable if one.need == "person"]
        assert [one.name.raw for one in missing] == [mailbox]
        assert other not in [one.name.raw for one in rows[mailbox].report.unavailable]
