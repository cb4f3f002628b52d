"""The table: every row is reachable, and first match wins."""

from __future__ import annotations

from pathlib import Path

from salver.core.envelope import Envelope
from salver.core.limits import DEFAULT_LIMITS
from salver.decide.policy import Policy
from salver.decide.table import TABLE
from salver.doors.drive.inspection import Inspection, inspect_message
from salver.doors.drive.recorded import read_recordings
from salver.read.reading import read_message

CORPUS = Path(__file__).parent.parent / "corpus"


def _replay(name: str, **policy: object) -> Inspection:
    path = CORPUS / name
    (recording,) = read_recordings(path.with_suffix(".answers.json")).recordings
    base = recording.policy.policy(DEFAULT_LIMITS)
    changed = Policy(**{**{f: getattr(base, f) for f in base.__struct_fields__}, **policy})
    message = read_message(path.with_suffix(".eml").read_bytes())
    return inspect_message(message, recording.envelope, changed, recording.answer_all())


def test_every_row_decides_something() -> None:
    rows = {_replay(f"{path.parent.name}/{path.stem}").verdict.recipients[0].row for path in CORPUS.rglob("*.eml")}
    rows.add(_outbound().verdict.recipients[0].row)
    rows.add(
        inspect_message(read_message(b"From: a@b.test\r\n\r\nhello"), Envelope(), Policy(), lambda _: {})
        .verdict.recipients[0]
        .row
    )
    assert rows == {row.name for row in TABLE}


def _outbound() -> Inspection:
    message = read_message((CORPUS / "first-contact/fires-001.eml").read_bytes())
    envelope = Envelope(rcpt_to=("a@b.example",), direction="outbound")
    return inspect_message(message, envelope, Policy(), lambda _: {})


def test_mail_that_leaves_is_never_judged_and_leaves_no_record() -> None:
    verdict = _outbound().verdict
    assert (verdict.verdict, verdict.level, verdict.records) == ("deliver", "none", ())


def test_the_writer_decides_what_deliver_means_for_the_calendar() -> None:
    for writer, word in (("client", "pass"), ("salver", "wait")):
        verdict = _replay("first-contact/silent-001", writer=writer).verdict
        assert (verdict.verdict, verdict.recipients[0].calendar) == ("deliver", word)


def test_content_that_cannot_be_read_waits_where_the_operator_wants_it() -> None:
    assert _replay("content-encrypted/fires-001").verdict.verdict == "deliver"
    assert _replay("content-encrypted/fires-001", opaque_hold=True).verdict.verdict == "hold"


def test_observe_judges_the_same_and_enforces_nothing() -> None:
    verdict = _replay("organizer-contradicted/fires-001", enforced=False).verdict
    assert (verdict.verdict, verdict.level, verdict.enforced) == ("hold", "contradiction", False)


def test_what_is_held_leaves_a_bound_event_alone() -> None:
    forged = _replay("update-from-stranger/fires-001").verdict
    assert [event for record in forged.records for event in record.events] == []
    genuine = _replay("update-from-stranger/silent-organizer").verdict
    (event,) = genuine.records[0].events
    assert (event.state, event.strength, event.sequence, event.judged_on) == ("accepted", "strong", 1, 1)


def test_a_cancel_from_the_organizer_cancels() -> None:
    (event,) = _replay("cancel-from-stranger/silent-organizer").verdict.records[0].events
    assert event.state == "cancelled"


def test_two_recipients_get_one_verdict_each_and_the_message_the_strictest() -> None:
    message = read_message((CORPUS / "first-contact/silent-001.eml").read_bytes())
    (recording,) = read_recordings(CORPUS / "first-contact/silent-001.answers.json").recordings
    answer_all = recording.answer_all()
    envelope = Envelope(mail_from="anna.keller@acme.example", rcpt_to=("nora@home.example", "tom@home.example"))
    inspection = inspect_message(message, envelope, recording.policy.policy(DEFAULT_LIMITS), answer_all)
    nora, tom = inspection.verdict.recipients
    assert (nora.verdict, tom.verdict, inspection.verdict.verdict) == ("deliver", "hold", "hold")
    assert set(inspection.report.recipients[1].findings) == {"first-contact", "recipient-not-invited"}
    assert inspection.report.recipients[0].findings == ("sender-known",)


def test_a_known_sender_waits_where_something_unseen_stands_beside_the_calendar() -> None:
    path = CORPUS / "first-contact/silent-001.eml"
    (recording,) = read_recordings(path.with_suffix(".answers.json")).recordings
    raw = path.read_bytes()
    beside = (
        b"Content-Type: multipart/mixed; boundary=beside\r\n\r\n--beside\r\n"
        + raw[raw.index(b"Content-Type:") :].rstrip()
        + b"\r\n--beside\r\nContent-Type: application/calendar+json; method=REQUEST\r\n\r\n[]\r\n--beside--\r\n"
    )
    message = read_message(raw[: raw.index(b"Content-Type:")] + beside)
    assert [part.kind for part in message.opaque] == ["unknown-calendar"]
    base = recording.policy.policy(DEFAULT_LIMITS)
    found = inspect_message(message, recording.envelope, base, recording.answer_all()).verdict
    assert (found.verdict, found.recipients[0].row) == ("hold", "not-read-in-one-way")
