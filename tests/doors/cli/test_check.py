"""``salver check``: inputs, formats, exit statuses, recordings."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from salver.decide.report import Report
from salver.doors.cli.main import main
from salver.store import events, senders
from salver.store.database import open_store
from salver.store.times import to_text

CORPUS = Path(__file__).parents[2] / "corpus"
NEW = CORPUS / "first-contact/fires-001.eml"
FORGED = CORPUS / "organizer-contradicted/fires-001.eml"
TRUST = ("--trusted-authserv-id", "mx.home.example")


def check(*arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], input=given)


def reports(*arguments: str) -> list[dict[str, object]]:
    result = check("--format", "jsonl", *arguments)
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_text_says_who_and_why() -> None:
    result = check(str(FORGED), *TRUST)
    assert result.exit_code == 1
    assert "Someone we cannot confirm as bank.example invites you." in result.stdout
    assert "organizer-contradicted" in result.stdout
    assert "\x1b" not in result.stdout


def test_every_key_of_the_contract_is_there() -> None:
    (report,) = reports(str(NEW))
    names = [field.encode_name for field in msgspec.structs.fields(Report)]
    assert list(report) == [name for name in names if name != "index"]
    assert report["file"] == str(NEW)
    assert report["signatures"] == []
    assert report["enforced"] is True


def test_without_a_trusted_server_nothing_was_checked() -> None:
    (report,) = reports(str(FORGED))
    assert report["level"] == "new"
    assert report["identity"]["strength"] == "unknown"  # type: ignore[index]
    assert not [f for f in report["findings"] if f["severity"] == "danger"]  # type: ignore[attr-defined]


def test_a_contact_whose_server_confirms_is_known(tmp_path: Path) -> None:
    contacts = tmp_path / "contacts"
    contacts.write_text("# people\nAnna.Keller@ACME.example\n\n")
    (report,) = reports(str(NEW), *TRUST, "--contacts", str(contacts))
    assert (report["verdict"], report["level"]) == ("deliver", "known")


@pytest.mark.parametrize(("threshold", "status"), [("notice", 1), ("warning", 0), ("danger", 0)])
def test_the_threshold_decides_the_exit_status(threshold: str, status: int) -> None:
    assert check(str(NEW), "--fail-on", threshold).exit_code == status
    assert check(str(NEW), "--fail-on", threshold, "--exit-zero").exit_code == 0


def test_json_is_one_object_or_a_list() -> None:
    assert json.loads(check("--format", "json", str(NEW)).stdout)["kind"] == "imip"
    both = json.loads(check("--format", "json", str(NEW), str(FORGED)).stdout)
    assert [report["file"] for report in both] == [str(NEW), str(FORGED)]


def test_standard_input_directories_and_dot_files(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(NEW.read_bytes())
    (tmp_path / "a").mkdir()
    (tmp_path / "a/mail").write_bytes(FORGED.read_bytes())
    (tmp_path / ".hidden").write_bytes(b"x")
    assert [r["file"] for r in reports(str(tmp_path))] == [str(tmp_path / "a/mail"), str(tmp_path / "b.txt")]
    result = check("--format", "jsonl", "-", given=NEW.read_bytes())
    assert json.loads(result.stdout)["file"] == "-"


def test_mbox_and_maildir(tmp_path: Path) -> None:
    mbox = tmp_path / "all.mbox"
    mail = NEW.read_bytes().replace(b"\r\n", b"\n")
    mbox.write_bytes(
        b"From a@x.test Mon Nov 23 08:00:00 2026\n" + mail + b"\nFrom b@x.test Mon Nov 23 09:00:00 2026\n" + mail
    )
    found = reports(f"mbox:{mbox}")
    assert [(r["file"], r["index"], r["kind"]) for r in found] == [
        (f"mbox:{mbox}", 0, "imip"),
        (f"mbox:{mbox}", 1, "imip"),
    ]
    (tmp_path / "box/cur").mkdir(parents=True)
    (tmp_path / "box/cur/1:2,S").write_bytes(NEW.read_bytes())
    assert len(reports(f"maildir:{tmp_path / 'box'}")) == 1


def test_a_bare_calendar_file(tmp_path: Path) -> None:
    path = tmp_path / "event.ics"
    path.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261201T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    (report,) = reports(str(path))
    assert (report["kind"], report["verdict"]) == ("calendar", "hold")


def test_what_cannot_be_read_is_status_2_and_the_rest_is_read(tmp_path: Path) -> None:
    result = check("--format", "jsonl", str(tmp_path / "missing.eml"), str(NEW))
    assert result.exit_code == 2
    assert "missing.eml: No such file" in result.stderr
    assert json.loads(result.stdout)["file"] == str(NEW)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--trust-smime", "ca.pem"),
        ("--crl", "x"),
        ("--trust-openpgp", "x"),
        ("--decrypt-key", "x"),
        ("--format", "sarif"),
        ("--policy", "strict"),
        ("--jobs", "4"),
    ],
)
def test_options_of_later_parts_say_so(arguments: tuple[str, ...]) -> None:
    result = check(str(NEW), *arguments)
    assert result.exit_code == 2
    assert "not in this version" in result.stderr


def test_verbs_of_later_parts_say_so() -> None:
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 2
    assert "salver doctor: not in this version" in result.stderr


def test_envelope_options_are_data() -> None:
    (report,) = reports(
        str(NEW), "--mail-from", "<>", "--rcpt", "<x@\\0>", "--client-ip", "no ip", "--helo", "\N{SNOWMAN}"
    )
    assert report["recipients"][0]["address"] == "x@\0"  # type: ignore[index]


def test_a_sidecar_envelope(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(NEW.read_bytes())
    beside = tmp_path / "mail.eml.envelope.json"
    beside.write_text('{"mail_from": "<>", "rcpt_to": ["nora@home.example"], "client_ip": "192.0.2.1", "helo": "x"}')
    (report,) = reports(str(path), "--envelope", "sidecar")
    assert report["recipients"][0]["address"] == "nora@home.example"  # type: ignore[index]
    beside.write_text('{"mail_form": "<>"}')
    result = check(str(path), "--envelope", "sidecar")
    assert result.exit_code == 2
    assert "mail_form" in result.stderr


def test_now_needs_an_offset() -> None:
    assert check(str(NEW), "--now", "2026-11-24T08:00:00Z").exit_code == 0
    assert check(str(NEW), "--now", "2026-11-24T08:00:00").exit_code == 2
    assert check(str(NEW), "--now", "yesterday").exit_code == 2


def test_record_and_replay_give_the_identical_report(tmp_path: Path) -> None:
    record = str(tmp_path / "answers.json")
    arguments = (*TRUST, "--rcpt", "nora@home.example", "--policy", "observe")
    recorded = check("--format", "jsonl", str(NEW), str(FORGED), *arguments, "--record", record)
    replayed = check("--format", "jsonl", str(NEW), str(FORGED), "--answers", record)
    assert replayed.stdout == recorded.stdout
    missing = check(str(CORPUS / "organizer-several/fires-001.eml"), "--answers", record)
    assert missing.exit_code == 2
    assert "holds no answers for this message" in missing.stderr


def test_a_hostile_file_has_a_report(tmp_path: Path) -> None:
    path = tmp_path / "hostile\x1b[31m.eml"
    path.write_bytes(bytes(range(256)) * 50 + b"\r\n\r\nBEGIN:VCALENDAR")
    result = check(str(path))
    assert result.exit_code in (0, 1)
    assert "\x1b" not in result.stdout


def test_no_value_of_the_calendar_reaches_the_terminal_raw(tmp_path: Path) -> None:
    raw = NEW.read_bytes().replace(b"METHOD:REQUEST", "METHOD:\x1b]0;x\x07\u009bm".encode())
    path = tmp_path / "mail.eml"
    path.write_bytes(raw)
    out = check(str(path)).stdout
    assert not any(character in out for character in "\x1b\x07\x9b")


def test_file_names_and_options_that_are_not_unicode(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.eml"
    with open(path, "wb") as file:  # noqa: PTH123  (pathlib knows no bytes)
        file.write(NEW.read_bytes())
    command = [sys.executable.encode(), b"-m", b"salver", b"check", b"--format", b"jsonl", b"--rcpt", b"\xff@x", path]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0
    assert json.loads(done.stdout)["recipients"][0]["address"] == "\ufffd@x"


def test_a_closed_pipe_is_no_unreadable_file() -> None:
    command = f"{sys.executable} -m salver check --format jsonl {CORPUS} | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "None" not in done.stderr
    assert "Broken pipe" not in done.stderr


def test_sidecars_are_no_messages_and_an_empty_mbox_holds_none(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(NEW.read_bytes())
    (tmp_path / "a.eml.envelope.json").write_text('{"mail_from": "<>"}')
    assert len(reports(str(tmp_path), "--envelope", "sidecar")) == 1
    (tmp_path / "none.mbox").write_bytes(b"")
    assert check(f"mbox:{tmp_path / 'none.mbox'}").exit_code == 0


def test_foreign_text_cannot_steer_the_terminal(tmp_path: Path) -> None:
    raw = NEW.read_bytes().replace(b"SUMMARY:Plan for January", "SUMMARY:\x1b[2J\u202egnp.exe".encode())
    path = tmp_path / "mail.eml"
    path.write_bytes(raw)
    out = check(str(path)).stdout
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "\\u{202e}" in out


HEAVY = ("alembic", "asyncio", "cryptography", "httpx", "icalendar", "jinja2", "litestar", "sqlalchemy", "structlog")


def test_a_check_loads_nothing_a_service_needs() -> None:
    """P8 rests on this: one message is inspected without the packages of the service."""
    code = (
        "import sys; from salver.doors.cli.main import main; "
        f"main(['check', {str(NEW)!r}], standalone_mode=False); "
        f"print(sorted(set(sys.modules) & set({HEAVY!r})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.slow
def test_a_cold_start_is_quick() -> None:
    """P8: under 0.3 s of processor time for one message, the best of ten; twice that beside other test workers."""
    allowed = 0.6 if "PYTEST_XDIST_WORKER" in os.environ else 0.3
    times = []
    for _ in range(10):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "salver", "check", str(NEW)], capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        if times[-1] < allowed:
            return
    raise AssertionError(times)


def test_history_from_a_store_is_read_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "salver.sqlite3"
    store = open_store(f"sqlite:///{path}")
    now = datetime(2026, 11, 20, tzinfo=UTC)
    with store.begin() as connection:
        senders.set_word(connection, "nora@home.example", "anna.keller@acme.example", "allowed", now)
        events.set_state(
            connection,
            "nora@home.example",
            "a1b2c3@acme.example",
            "anna.keller@acme.example",
            "accepted",
            now=to_text(now),
            strength="strong",
            sequence=5,
        )
    store.close()
    before = path.read_bytes()
    (report,) = reports(str(NEW), *TRUST, "--rcpt", "nora@home.example", "--store", str(path))
    recipient = report["recipients"][0]  # type: ignore[index]
    assert (recipient["familiarity"], recipient["history"]) == ("allowed", "accepted")
    codes = {finding["code"] for finding in report["findings"]}  # type: ignore[attr-defined]
    assert codes == {"message-stale", "sender-known"}
    (stranger,) = reports(str(NEW), *TRUST, "--rcpt", "tom@home.example", "--store", f"sqlite:///{path}")
    assert stranger["recipients"][0]["history"] == "new"  # type: ignore[index]
    assert path.read_bytes() == before


@pytest.mark.parametrize("store", ["nowhere.sqlite3", "sqlite:///nowhere.sqlite3", "postgresql://x/y"])
def test_a_store_that_is_not_there(store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = check(str(NEW), "--store", store)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


ACME = {
    "TXT": {"acme.example": ["v=spf1 ip4:192.0.2.25 -all"], "_dmarc.acme.example": ["v=DMARC1; p=reject"]},
    "TIMEOUT": ["_dmarc.slow.example"],
}


def test_the_dns_is_asked_where_it_is_wanted(tmp_path: Path) -> None:
    zone = tmp_path / "zone.json"
    zone.write_text(json.dumps(ACME))
    arguments = ("--dns", f"zone:{zone}", "--mail-from", "anna.keller@acme.example")
    (good,) = reports(str(NEW), *arguments, "--client-ip", "192.0.2.25")
    assert good["authentication"]["source"] == "own"  # type: ignore[index]
    assert good["authentication"]["dmarc"]["result"] == "pass"  # type: ignore[index]
    assert good["identity"]["strength"] == "moderate"  # type: ignore[index]
    (bad,) = reports(str(NEW), *arguments, "--client-ip", "192.0.2.66")
    assert bad["authentication"]["dmarc"]["result"] == "fail"  # type: ignore[index]
    assert bad["identity"]["strength"] == "none"  # type: ignore[index]


def test_dns_answers_are_recorded_and_replayed(tmp_path: Path) -> None:
    zone, record = tmp_path / "zone.json", tmp_path / "answers.json"
    zone.write_text(json.dumps(ACME))
    asked = ("--mail-from", "anna.keller@acme.example", "--client-ip", "192.0.2.25", "--dns", f"zone:{zone}")
    recorded = check("--format", "jsonl", str(NEW), *asked, "--record", str(record))
    zone.unlink()
    replayed = check("--format", "jsonl", str(NEW), "--answers", str(record))
    assert replayed.stdout == recorded.stdout
    assert '"ask": "dns"' in record.read_text()


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("on", "off, system, HOST:PORT or zone:FILE is needed"),
        ("127.0.0.1", "off, system, HOST:PORT or zone:FILE is needed"),
        ("zone:nowhere", "nowhere: No such file"),
        ("zone:" + str(NEW), "neither JSON nor a DNS master file"),
    ],
)
def test_a_dns_nobody_can_ask_is_one_clear_message(word: str, said: str) -> None:
    result = check(str(NEW), "--dns", word)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
