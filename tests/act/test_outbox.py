"""The outbox end to end: a real calendar, a real next hop, a real submission server; crashes, failures, retries."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection, select

from salver.act.calendar_job import run_calendar_job
from salver.act.decisions import Decided, decide, undo
from salver.act.headers import verify
from salver.act.outbox import Outbox
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.errors import StoreError
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.store import events, outbox, outcomes
from salver.store.database import Store
from salver.store.decisions import Action
from salver.store.schema import outbox as outbox_table
from salver.store.secrets import header_key
from tests.act import setting
from tests.act.invitations import ANN, ME, calendar, event, mail
from tests.servers.certificates import Certificates
from tests.servers.mail_sink import MailSink
from tests.servers.radicale import Radicale
from tests.store import made

UID = "u1@acme.example"
NOW = made.NOW
DUE = NOW + timedelta(seconds=10)
RAW = mail(calendar(event("ATTACH:https://evil.example/x")), head="X-Salver-Verdict: deliver; forged\r\n")


class Desk:
    def __init__(self, store: Store, settings: Settings, people: People) -> None:
        self.store, self.settings, self.people = store, settings, people
        self.outbox = Outbox(store, settings, people, limits=Limits(remote_seconds=5, next_hop_seconds=5))

    def decide(self, action: Action, raw: bytes = RAW, *, tell: bool = True) -> Decided:
        with self.store.begin() as connection:
            row = events.get(connection, "nora", UID, ANN)
            if row is None:
                outcome_id = made.waiting(connection, raw, made.report(UID))
            else:
                record = made.record(fingerprint=str(hash(raw)))
                outcome_id = made.commit(connection, record, made=made.report(UID), raw=raw)[0]
        return decide(self.store, self.settings, self.people, "nora", outcome_id, action, now=NOW, tell=tell)

    def run(self, seconds: float = 10) -> int:
        return asyncio.run(self.outbox.run_due(NOW + timedelta(seconds=seconds)))

    def jobs(self, decided: Decided) -> dict[str, outbox.Job]:
        with self.store.read() as connection:
            return {job.kind: job for job in outbox.of_decision(connection, decided.decision_id)}

    def states(self, decided: Decided) -> dict[str, str]:
        return {kind: job.state for kind, job in self.jobs(decided).items()}

    def row(self) -> events.EventRow:
        with self.store.read() as connection:
            row = events.get(connection, "nora", UID, ANN)
        assert row is not None
        return row


@pytest.fixture
def desk(
    store: Store,
    tmp_path: Path,
    calendar_server: Radicale,
    submission: MailSink,
    next_hop: MailSink,
    certificates: Certificates,
) -> Desk:
    settings, people = setting.made(
        tmp_path, calendar=calendar_server, submission=submission, next_hop=next_hop, certificates=certificates
    )
    return Desk(store, settings, people)


def test_an_accepted_event_is_in_the_calendar_and_the_organizer_knows(
    desk: Desk, calendar_server: Radicale, submission: MailSink
) -> None:
    decided = desk.decide("accept")
    assert desk.run(9) == 0
    assert calendar_server.objects() == {}
    assert desk.run() == 2
    ((name, content),) = calendar_server.objects().items()
    assert name.startswith("salver-")
    assert "SUMMARY:Lunch" in content
    assert "evil" not in content
    assert "SCHEDULE-AGENT=CLIENT" in content
    (answer,) = submission.mails
    assert (answer.mail_from, answer.rcpt_to) == (ME, [ANN])
    assert b"METHOD:REPLY" in answer.raw
    assert desk.states(decided) == {"calendar": "done", "reply": "done"}
    assert desk.row().href == name
    assert desk.row().etag
    assert desk.run(100) == 0
    with desk.store.read() as connection:  # nothing needs the original any more
        assert outcomes.listing(connection, "nora", None)[0].original_id is None


def test_silent_answers_reach_nobody(
    desk: Desk, calendar_server: Radicale, submission: MailSink, next_hop: MailSink
) -> None:
    desk.decide("decline-silently")
    desk.decide("block", mail(calendar(event("SEQUENCE:9"))))
    assert desk.run() == 0
    assert (calendar_server.objects(), submission.mails, next_hop.mails) == ({}, [], [])


HOSTILE_LINES = [
    "ORGANIZER:mailto:a@b.example?cc=all@victim.example&body=x",
    "ORGANIZER:mailto:a@b.example%0d%0aBcc:x@victim.example",
    "ORGANIZER:mailto:a@b.example%0d%0a.%0d%0aMAIL FROM:<x@victim.example>",
    "ORGANIZER:mailto:a@b.example>%20RCPT%20TO:<x@victim.example",
    "ORGANIZER:mailto:a@b.example,x@victim.example",
]
HARMLESS_LINES = [
    f'ORGANIZER;CN="x^nBcc: x@victim.example^n^n":mailto:{ANN}',
    "SUMMARY:x\\r\\nBcc: x@victim.example\\n.\\nMAIL FROM:<x@victim.example>",
    f'ORGANIZER;SENT-BY="mailto:x@victim.example":mailto:{ANN}',
    "SUMMARY:=?utf-8?q?x=0D=0ABcc:_x@victim.example=0D=0A=0D=0APay?=",
    "SUMMARY:=?utf-8?b?eA0KQmNjOiB4QHZpY3RpbS5leGFtcGxlDQoNClBheQ==?=",
]


@pytest.mark.parametrize("line", [*HOSTILE_LINES, *HARMLESS_LINES])
def test_no_text_of_a_stranger_reaches_the_mail_dialogue(desk: Desk, submission: MailSink, line: str) -> None:
    """SPF-30 and OPS-05, from the mail to a server that logs who got what."""
    head = "Reply-To: x@victim.example\r\n"
    desk.decide("decline-and-tell", mail(calendar(event(line)), head=head))
    desk.run()
    if line in HOSTILE_LINES:
        assert submission.mails == []
        return
    (answer,) = submission.mails
    assert (answer.mail_from, answer.rcpt_to) == (ME, [ANN])
    names = [one.partition(b":")[0] for one in answer.raw.partition(b"\r\n\r\n")[0].split(b"\r\n") if one[:1] != b" "]
    assert names == [b"From", b"To", b"Subject", b"Date", b"Message-ID", b"MIME-Version", b"Content-Type"]


def test_undo_stops_everything(desk: Desk, calendar_server: Radicale, submission: MailSink) -> None:
    decided = desk.decide("accept")
    assert undo(desk.store, "nora", decided.decision_id, NOW + timedelta(seconds=5))
    assert desk.run(1000) == 0
    assert (calendar_server.objects(), submission.mails) == ({}, [])


def test_release_hands_on_the_original_with_a_good_header(desk: Desk, next_hop: MailSink) -> None:
    desk.decide("release")
    assert desk.run() == 1
    (mail_,) = next_hop.mails
    assert (mail_.mail_from, mail_.rcpt_to) == ("", [ME])
    header, _, rest = mail_.raw.partition(b"\r\n")
    assert rest == RAW.replace(b"X-Salver-Verdict: deliver; forged\r\n", b"")
    assert header.startswith(b"X-Salver-Verdict: deliver;")
    with desk.store.begin() as connection:
        found = verify(mail_.raw, header_key(connection))
        outcome = outcomes.listing(connection, "nora", None)[0]
    assert found is not None
    assert (found.word, found.released, found.inspection_id) == ("deliver", True, outcome.inspection_id)


def test_an_update_is_written_over_the_event(desk: Desk, calendar_server: Radicale) -> None:
    desk.decide("accept")
    desk.run()
    first = desk.row()
    desk.decide("accept", mail(calendar(event("SEQUENCE:3", "SUMMARY:Dinner"))))
    desk.run()
    ((name, content),) = calendar_server.objects().items()
    assert name == first.href
    assert "SUMMARY:Dinner" in content
    assert desk.row().etag != first.etag


def test_a_late_attempt_does_not_put_the_older_version_back(
    desk: Desk, calendar_server: Radicale, submission: MailSink
) -> None:
    older = desk.decide("accept")
    with desk.store.begin() as connection:
        (job,) = outbox.due(connection, DUE)
        outbox.retry(connection, job, "Later.", DUE + timedelta(seconds=20))
    desk.decide("accept", mail(calendar(event("SEQUENCE:3", "SUMMARY:Dinner"))), tell=False)
    assert desk.run() == 1
    assert desk.run(30) == 1
    assert desk.states(older) == {"calendar": "cancelled", "reply": "cancelled"}
    assert submission.mails == []  # nor is anybody told about a version that never was in the calendar
    (stored,) = calendar_server.objects().values()
    assert "SUMMARY:Dinner" in stored


def test_an_event_the_person_changed_is_still_updated(desk: Desk, calendar_server: Radicale) -> None:
    desk.decide("accept")
    desk.run()
    ((name, content),) = calendar_server.objects().items()
    calendar_server.put(name, content.replace("SUMMARY:Lunch", "SUMMARY:Mine"))
    decided = desk.decide("accept", mail(calendar(event("SEQUENCE:3", "SUMMARY:Dinner"))))
    desk.run()
    assert desk.states(decided)["calendar"] == "done"
    assert "SUMMARY:Dinner" in calendar_server.objects()[name]


def test_a_cancelled_event_is_taken_out(desk: Desk, calendar_server: Radicale) -> None:
    desk.decide("accept")
    desk.run()
    decided = desk.decide("accept", mail(calendar(event("SEQUENCE:3"), method="CANCEL"), method="CANCEL"))
    desk.run()
    assert desk.states(decided) == {"calendar": "done"}
    assert calendar_server.objects() == {}
    assert (desk.row().state, desk.row().href) == ("cancelled", None)


def test_a_crash_between_the_put_and_its_record_does_no_harm(desk: Desk, calendar_server: Radicale) -> None:
    """The process dies after the server took the event: the job is still ``sending``, and nobody knows the etag."""
    decided = desk.decide("accept")
    with desk.store.begin() as connection:
        (job,) = outbox.due(connection, DUE)
    asyncio.run(run_calendar_job(job, desk.store, desk.settings, desk.people))
    with desk.store.begin() as connection:
        events.set_place(connection, "nora", UID, ANN, href=None, etag=None)
    before = calendar_server.objects()
    assert desk.run() == 0  # a runner that did not crash would still be at it

    async def restart() -> None:
        runner = asyncio.create_task(Outbox(desk.store, desk.settings, desk.people, clock=lambda: DUE).run())
        for _ in range(200):
            await asyncio.sleep(0.02)
            if set(desk.states(decided).values()) == {"done"}:
                break
        runner.cancel()

    asyncio.run(restart())
    assert desk.states(decided) == {"calendar": "done", "reply": "done"}
    assert calendar_server.objects() == before
    assert desk.row().etag


def test_an_answer_sent_twice_has_one_message_id(desk: Desk, submission: MailSink) -> None:
    decided = desk.decide("decline-and-tell")
    queued = desk.jobs(decided)["reply"]
    desk.run()
    with desk.store.begin() as connection:  # a crash after the server's 250, before its commit
        row = outbox_table.update().where(outbox_table.c.id == queued.id)
        connection.execute(row.values(state="sending", payload=msgspec.json.encode(queued.payload).decode()))
        outbox.recover(connection)
    desk.run()
    first, second = submission.mails
    assert first.raw == second.raw


def test_a_calendar_that_holds_the_event_already_is_explained_and_nobody_is_told(
    desk: Desk, calendar_server: Radicale, submission: MailSink
) -> None:
    calendar_server.put("theirs.ics", calendar(event(), method=None).decode())
    decided = desk.decide("accept")
    desk.run()
    jobs = desk.jobs(decided)
    assert (jobs["calendar"].state, jobs["reply"].state) == ("failed", "failed")
    assert "already holds this event" in str(jobs["calendar"].last_error)
    assert "not in your calendar" in str(jobs["reply"].last_error)
    assert submission.mails == []
    with desk.store.begin() as connection:
        assert outbox.revive(connection, decided.decision_id, DUE) == 2


def test_temporary_failures_are_tried_again_with_growing_pauses_and_then_told(desk: Desk, submission: MailSink) -> None:
    submission.answer = "451 4.3.0 later"
    decided = desk.decide("decline-and-tell")
    moment, pauses = DUE, []
    for _ in range(DEFAULT_LIMITS.outbox_attempts):
        assert asyncio.run(desk.outbox.run_due(moment)) == 1
        job = desk.jobs(decided)["reply"]
        if job.state == "failed":
            break
        due = made.NOW.fromisoformat(job.due_at)
        pauses.append((due - moment).total_seconds())
        moment = due
    assert desk.jobs(decided)["reply"].state == "failed"
    assert pauses[:3] == [20, 40, 80]
    assert max(pauses) == pauses[-1] == 2560
    assert len(pauses) == DEFAULT_LIMITS.outbox_attempts - 1
    assert desk.jobs(decided)["reply"].last_error == "The submission server cannot take the answer right now."


def test_a_refusing_next_hop_fails_the_release_in_words(desk: Desk, next_hop: MailSink) -> None:
    next_hop.refused[ME] = "550 5.1.1 no such person"
    decided = desk.decide("release")
    desk.run()
    job = desk.jobs(decided)["release"]
    assert (job.state, job.last_error) == ("failed", "The mail server behind Salver did not take the mail.")


def test_a_bug_fails_one_job_and_not_the_outbox(desk: Desk, submission: MailSink) -> None:
    with desk.store.begin() as connection:
        outbox.put(connection, "mail", {"mail_from": ME}, NOW, person="nora")
        good = {"mail_from": ME, "rcpt_to": ME, "message": "Subject: hello\r\n\r\nä\r\n"}
        outbox.put(connection, "mail", good, NOW, person="nora")
    assert desk.run() == 2
    (sent,) = submission.mails
    assert "ä" in sent.raw.decode()


def test_the_loop_waits_for_a_store_that_is_down(desk: Desk, submission: MailSink) -> None:
    limits = Limits(undo_seconds=0.02)
    now = made.NOW

    async def work() -> None:
        runner = asyncio.create_task(
            Outbox(desk.store, desk.settings, desk.people, limits=limits, clock=lambda: now).run()
        )
        await asyncio.sleep(0.05)
        with desk.store.begin() as connection:
            message = {"mail_from": ME, "rcpt_to": ME, "message": "Subject: hello\r\n\r\n"}
            outbox.put(connection, "mail", message, now)
        for _ in range(200):
            await asyncio.sleep(0.02)
            if submission.mails:
                break
        assert not runner.done()
        runner.cancel()

    asyncio.run(work())
    assert len(submission.mails) == 1


class Locked:
    """``outbox.done`` of a store that fails so many times from the ``first`` call on."""

    def __init__(self, first: int, times: int) -> None:
        self._first, self._last, self._calls = first, first + times, 0
        self._done = outbox.done

    def __call__(self, connection: Connection, job: outbox.Job, now: datetime) -> None:
        self._calls += 1
        if self._first <= self._calls < self._last:
            raise StoreError("The database cannot be used right now.")
        self._done(connection, job, now)


@pytest.mark.parametrize("times", [3, 40])
def test_a_store_that_fails_sends_nothing_twice_and_leaves_nothing_behind(
    desk: Desk, submission: MailSink, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """Few failures are waited for; after many the loop begins anew, and records first what took place."""
    monkeypatch.setattr(outbox, "done", Locked(2, times))
    with desk.store.begin() as connection:
        for number in range(4):
            message = {"mail_from": ME, "rcpt_to": ME, "message": f"Subject: {number}\r\n\r\n"}
            outbox.put(connection, "mail", message, NOW)
    limits = Limits(undo_seconds=0.01)

    def states() -> set[str]:
        with desk.store.read() as connection:
            return set(connection.execute(select(outbox_table.c.state)).scalars())

    async def work() -> None:
        runner = asyncio.create_task(
            Outbox(desk.store, desk.settings, desk.people, limits=limits, clock=lambda: NOW).run()
        )
        for _ in range(400):
            await asyncio.sleep(0.02)
            if states() == {"done"}:
                break
        assert not runner.done()
        runner.cancel()

    asyncio.run(work())
    assert states() == {"done"}
    assert sorted(one.raw.split(b"\r\n")[0] for one in submission.mails) == [b"Subject: %d" % n for n in range(4)]


def test_a_store_that_fails_leaves_the_others_pending(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "done", Locked(1, 100))
    with desk.store.begin() as connection:
        for _ in range(3):
            outbox.put(connection, "mail", {"mail_from": ME, "rcpt_to": ME, "message": "Subject: x\r\n\r\n"}, NOW)
    hasty = Outbox(desk.store, desk.settings, desk.people, limits=Limits(undo_seconds=0.001))
    with pytest.raises(StoreError):
        asyncio.run(hasty.run_due(NOW))
    with desk.store.read() as connection:
        states = connection.execute(select(outbox_table.c.state).order_by(outbox_table.c.state)).scalars().all()
    assert states == ["pending", "pending", "sending"]


def test_nothing_of_a_message_is_kept_once_a_job_is_over(desk: Desk) -> None:
    desk.decide("accept")
    undone = desk.decide("decline-and-tell", mail(calendar(event("SEQUENCE:9", uid="u9@acme.example"))))
    with desk.store.begin() as connection:
        link = {"mail_from": ME, "rcpt_to": ME, "message": "Subject: x\r\n\r\nhttp://salver.test/login/secret\r\n"}
        outbox.put(connection, "mail", link, NOW)
        outbox.put(connection, "mail", {"mail_from": ME, "message": "secret"}, NOW)  # fails for good
    assert undo(desk.store, "nora", undone.decision_id, NOW)
    desk.run()
    with desk.store.read() as connection:
        rows = connection.execute(select(outbox_table.c.kind, outbox_table.c.state, outbox_table.c.payload)).all()
    assert {row.state for row in rows} == {"done", "cancelled", "failed"}
    for row in rows:
        assert set(msgspec.json.decode(row.payload)) <= {"uid", "organizer", "do", "emptied"}, row


def test_what_failed_is_kept_for_a_month_and_can_be_tried_again_as_long(desk: Desk, next_hop: MailSink) -> None:
    next_hop.refused[ME] = "550 5.1.1 no such person"
    decided = desk.decide("release")
    desk.run()
    month = DEFAULT_LIMITS.take_back_seconds
    desk.run(month)
    assert desk.jobs(decided)["release"].payload.keys() == {"outcome_id"}
    desk.run(month + 11)
    job = desk.jobs(decided)["release"]
    assert (job.state, job.payload) == ("failed", {"emptied": True})
    with desk.store.begin() as connection:
        assert outbox.revive(connection, decided.decision_id, NOW) == 0
        assert outcomes.listing(connection, "nora", None)[0].original_id is None
