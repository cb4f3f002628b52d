"""`salver release`: the operator lets one held mail go."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from salver.config.load import load
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.envelope import Envelope
from salver.doors.cli.release import command
from salver.doors.drive.rates import RateCounter
from salver.doors.drive.service import ServiceAnswers
from salver.doors.gate import Gate
from salver.doors.live import LiveSettings
from salver.store import outbox, outcomes
from salver.store.database import Store, open_store

MAIL = (
    b"From: Priya <priya@choir.example>\r\nTo: nora@home.example\r\nSubject: Rehearsal\r\n"
    b"Date: Sun, 22 Nov 2026 08:12:00 +0000\r\nMessage-ID: <1@choir.example>\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\n"
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//Test//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
    b"UID:1@choir.example\r\nDTSTAMP:20261122T081200Z\r\nDTSTART:20261203T190000Z\r\nDTEND:20261203T210000Z\r\n"
    b"SUMMARY:Rehearsal\r\nORGANIZER:mailto:priya@choir.example\r\n"
    b"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:nora@home.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A house in mode protect, with its store beside the configuration."""
    path = tmp_path / "salver.toml"
    path.write_text(
        '[gate]\nmode = "protect"\n[hold]\nmail = "neutralise"\n'
        '[smtp]\nlisten = "127.0.0.1:10025"\nnext_hop = "127.0.0.1:10026"\n'
        f'[store]\nurl = "sqlite:///{tmp_path}/salver.sqlite3"\n'
        '[people.nora]\naddresses = ["nora@home.example"]\n'
    )
    return path


def _held(settings: Settings, store: Store) -> str:
    """The id of the outcome of a stranger's invitation that came in by the gate."""
    people = People(settings)
    gate = Gate(
        live=LiveSettings(settings, None, lambda: settings),
        people=people,
        store=store,
        answers=ServiceAnswers(store, people, RateCounter(settings.rates)),
        authserv_id="salver.home.example",
    )
    envelope = Envelope(mail_from="priya@choir.example", rcpt_to=("nora@home.example",))
    (outcome_id,) = asyncio.run(gate.pass_through(MAIL, envelope)).outcome_ids
    return outcome_id


def _run(path: Path, outcome_id: str) -> Result:
    return CliRunner().invoke(command, [outcome_id, "--config", str(path)])


def test_a_held_mail_is_handed_on(path: Path) -> None:
    settings = load(path, {}).settings
    store = open_store(settings.store.url)
    outcome_id = _held(settings, store)
    result = _run(path, outcome_id)
    assert result.exit_code == 0, result.stderr
    assert "nora@home.example" in result.stdout
    with store.begin() as connection:
        outcome = outcomes.get(connection, "nora", outcome_id)
        (job,) = outbox.due(connection, datetime.now(UTC) + timedelta(minutes=1))
    assert outcome is not None
    assert outcome.state == "released"
    assert job.kind == "release"
    again = _run(path, outcome_id)
    assert again.exit_code == 2
    assert "answered already" in again.stderr
    store.close()


def test_an_outcome_that_is_not_there(path: Path) -> None:
    result = _run(path, "01ARZ3NDEKTSV4RRFFQ69G5FAV")
    assert result.exit_code == 2
    assert "there is no outcome 01ARZ3NDEKTSV4RRFFQ69G5FAV" in result.stderr


def test_without_a_next_hop_there_is_nowhere_to_go(tmp_path: Path) -> None:
    path = tmp_path / "salver.toml"
    path.write_text("")
    result = _run(path, "01ARZ3NDEKTSV4RRFFQ69G5FAV")
    assert result.exit_code == 2
    assert "smtp.next_hop" in result.stderr


def test_a_store_that_cannot_be_opened(path: Path, tmp_path: Path) -> None:
    path.write_text(path.read_text().replace(f"{tmp_path}/salver", f"{tmp_path}/absent/salver"))
    result = _run(path, "01ARZ3NDEKTSV4RRFFQ69G5FAV")
    assert result.exit_code == 69
    assert "cannot be opened" in result.stderr


def test_a_configuration_that_cannot_be_used(path: Path) -> None:
    path.write_text("[gaet]\n")
    assert _run(path, "01ARZ3NDEKTSV4RRFFQ69G5FAV").exit_code == 78
