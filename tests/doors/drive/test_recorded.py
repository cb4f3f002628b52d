"""A recorded message replays to the identical report, without network and store."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from salver.core.envelope import Envelope
from salver.core.limits import DEFAULT_LIMITS
from salver.decide.policy import Policy
from salver.decide.report import from_json, to_json
from salver.doors.drive.inspection import inspect_message
from salver.doors.drive.recorded import RecordedPolicy, Recorder, Recording, read_recordings, write_recordings
from salver.observe.question import (
    Answer,
    Contact,
    ContactQuestion,
    EventMemory,
    History,
    HistoryQuestion,
    Instant,
    NowQuestion,
    Person,
    PersonQuestion,
    Question,
    Rate,
    RateQuestion,
    Unavailable,
)
from salver.read.reading import read_message

SAMPLE = Path(__file__).parents[2] / "corpus/update-from-stranger/fires-001.eml"


def _answers(questions: frozenset[Question]) -> dict[Question, Answer]:
    found: dict[Question, Answer] = {}
    for question in questions:
        match question:
            case NowQuestion():
                found[question] = Instant("2026-11-24T08:00:00+00:00")
            case PersonQuestion(address):
                found[question] = Person("nora", (address,))
            case ContactQuestion():
                found[question] = Contact("contacts")
            case HistoryQuestion():
                found[question] = History((EventMemory("anna.keller@acme.example", "accepted", "strong", 0, None, 3),))
            case RateQuestion():
                found[question] = (
                    Unavailable("temporary", "counter down") if question.scope == "organizer" else Rate(1, 5, 60)
                )
    return found


def test_a_recording_replays_to_the_identical_report(tmp_path: Path) -> None:
    message = read_message(SAMPLE.read_bytes())
    envelope = Envelope(mail_from="desk@evil.test", rcpt_to=("nora@home.example",), helo="x")
    policy = Policy(trusted_authserv_ids=("mx.home.example",), writer="salver")
    recorder = Recorder(_answers)
    report = inspect_message(message, envelope, policy, recorder).report
    recording = Recording(
        sha256=report.sha256,
        id=report.id,
        elapsed_ms=report.elapsed_ms,
        envelope=envelope,
        policy=RecordedPolicy.of(policy),
        answers=recorder.recorded(),
    )
    path = tmp_path / "answers.json"
    write_recordings(path, [recording])
    read = read_recordings(path).find(report.sha256)
    assert read == recording
    assert message.raw[:20].decode() not in path.read_text()
    replayed = inspect_message(message, read.envelope, read.policy.policy(DEFAULT_LIMITS), read.answer_all()).report
    replayed = msgspec.structs.replace(replayed, id=read.id, elapsed_ms=read.elapsed_ms)
    assert to_json(replayed) == to_json(report)
    missing = [(u.need, u.why) for u in replayed.unavailable]
    assert [one for one in missing if one[1] != "not-asked"] == [("rates", "counter down")]


def test_what_a_recording_does_not_hold_is_not_asked() -> None:
    message = read_message(SAMPLE.read_bytes())
    report = inspect_message(message, Envelope(rcpt_to=("nora@home.example",)), Policy(), lambda _: {}).report
    assert report.recipients[0].familiarity == "not-asked"
    assert report.recipients[0].history == "not-asked"
    assert {u.why for u in report.unavailable} == {"not-asked"}
    assert report.verdict == "hold"


def test_a_report_survives_the_store() -> None:
    message = read_message(SAMPLE.read_bytes())
    report = inspect_message(message, Envelope(), Policy(), lambda _: {}).report
    assert to_json(from_json(to_json(report))) == to_json(report)


def test_a_recording_of_another_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text('{"schema": 99, "recordings": []}')
    with pytest.raises(msgspec.ValidationError, match="schema 99"):
        read_recordings(path)
