"""``salver authenticate``: the object alone, and words for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from salver.doors.cli.main import main
from tests.observe.authentication.dkim.signer import record, rsa_key, sign

MAIL = b"""\
From: Anna Keller <anna@acme.example>\r
To: nora@home.example\r
Subject: lunch\r
Date: Tue, 24 Nov 2026 08:00:00 +0000\r
Message-ID: <1@acme.example>\r
MIME-Version: 1.0\r
Content-Type: text/plain\r
\r
At one?\r
"""
NOW = ("--now", "2026-11-24T09:00:00+01:00")
ENVELOPE = ("--mail-from", "<anna@acme.example>", "--client-ip", "192.0.2.25", "--helo", "mx.acme.example")


def authenticate(*arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["authenticate", *arguments], input=given)


@pytest.fixture
def zone(tmp_path: Path) -> tuple[str, str]:
    file = tmp_path / "zone.json"
    records = {
        "acme.example": ["v=spf1 ip4:192.0.2.25 -all"],
        "_dmarc.acme.example": ["v=DMARC1; p=reject"],
        "s1._domainkey.acme.example": [record(rsa_key())],
    }
    file.write_text(json.dumps({"TXT": records, "TIMEOUT": ["late._domainkey.acme.example"]}))
    return "--dns", f"zone:{file}"


def written(folder: Path, raw: bytes, name: str = "mail") -> str:
    file = folder / name
    file.write_bytes(raw)
    return str(file)


def test_the_object_alone(tmp_path: Path, zone: tuple[str, str]) -> None:
    signed = written(tmp_path, sign(MAIL, d="acme.example", s="s1"))
    result = authenticate(signed, *zone, *ENVELOPE, *NOW, "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "source": "own",
        "spf": {"result": "pass", "domain": "acme.example", "identity": "mailfrom", "why": None},
        "dkim": [{"result": "pass", "domain": "acme.example", "selector": "s1", "covers_calendar": None, "why": None}],
        "dmarc": {"result": "pass", "domain": "acme.example", "policy": "reject", "why": None},
        "arc": {"result": "none", "sealer": None, "why": None},
    }


def test_several_are_a_list_or_a_line_each(tmp_path: Path, zone: tuple[str, str]) -> None:
    paths = [written(tmp_path, MAIL, "a"), written(tmp_path, MAIL.replace(b"acme", b"other"), "b")]
    found = json.loads(authenticate(*paths, *zone, *ENVELOPE, "--format", "json").stdout)
    assert [one["dmarc"]["result"] for one in found] == ["pass", "none"]
    lines = authenticate(*paths, *zone, *ENVELOPE, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == found


def test_without_dns_nothing_is_asked(tmp_path: Path) -> None:
    found = json.loads(authenticate("-", *ENVELOPE, "--format", "json", given=sign(MAIL, d="acme.example")).stdout)
    assert found["source"] is None
    assert {found[name]["result"] for name in ("spf", "dmarc", "arc")} == {"not-asked"}


def test_what_a_trusted_server_reported(tmp_path: Path) -> None:
    reported = b"Authentication-Results: mx.home.example; dmarc=pass header.from=acme.example\r\n" + MAIL
    found = json.loads(
        authenticate("-", "--trusted-authserv-id", "MX.home.example.", "--format", "json", given=reported).stdout
    )
    assert (found["source"], found["dmarc"]["result"]) == ("upstream", "pass")


def test_a_sidecar_is_the_envelope(tmp_path: Path, zone: tuple[str, str]) -> None:
    path = written(tmp_path, MAIL)
    beside = {"mail_from": "anna@acme.example", "client_ip": "192.0.2.66"}
    Path(path + ".envelope.json").write_text(json.dumps(beside))
    found = json.loads(authenticate(path, *zone, "--envelope", "sidecar", "--format", "json").stdout)
    assert found["spf"]["result"] == "fail"


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ({"s": "s1"}, "acme.example signed this mail, and nothing it signed was changed."),
        ({"s": "s2"}, "A signature in the name of acme.example cannot be used. (key-missing)"),
        ({"s": "late"}, "The key for a signature in the name of acme.example could not be had just now. (dns)"),
        ({"s": "s1", "x": "1764000000"}, "(expired)"),
    ],
)
def test_words_for_a_signature(tmp_path: Path, zone: tuple[str, str], tags: dict[str, Any], said: str) -> None:
    path = written(tmp_path, sign(MAIL, **({"d": "acme.example"} | tags)))
    assert said in authenticate(path, *zone, *ENVELOPE, *NOW).stdout


def test_words_for_everything_else(tmp_path: Path, zone: tuple[str, str]) -> None:
    path = written(tmp_path, MAIL)
    good = authenticate(path, *zone, *ENVELOPE).stdout
    assert "Found out here, by asking the DNS." in good
    assert "acme.example stands behind this mail: it is from there." in good
    assert "The machine that sent it may send for acme.example." in good
    bad = authenticate(path, *zone, "--mail-from", "x@acme.example", "--client-ip", "192.0.2.66").stdout
    assert "Nothing proves that this mail is from acme.example" in bad
    assert "It asks to refuse such mail." in bad
    nobody = authenticate(path).stdout
    assert "Nobody looked: no server you trust reported anything, and the DNS was not asked." in nobody
    two = written(tmp_path, b"From: b@other.example\r\n" + MAIL, "two")
    assert "From does not name exactly one author" in authenticate(two, *zone, *ENVELOPE).stdout


def test_foreign_text_cannot_steer_the_terminal(tmp_path: Path, zone: tuple[str, str]) -> None:
    path = written(tmp_path, sign(MAIL, d="acme.example", s="s1").replace(b"d=acme", b"d=\x1b]0;x\x07acme"))
    result = authenticate(path, *zone, "--mail-from", "a@\x1b[31m.example", "--client-ip", "192.0.2.25")
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout


def test_what_cannot_be_read_is_status_2(tmp_path: Path) -> None:
    result = authenticate(str(tmp_path / "nowhere"), written(tmp_path, MAIL), "--format", "jsonl")
    assert result.exit_code == 2
    assert "No such file" in result.stderr
    assert len(result.stdout.splitlines()) == 1
    wrong = authenticate(written(tmp_path, MAIL), "--dns", "zone:")
    assert wrong.exit_code == 2


def test_any_bytes_have_a_result(tmp_path: Path, zone: tuple[str, str]) -> None:
    for number, raw in enumerate(
        (b"", b"\0", b"DKIM-Signature: \xff\r\n\r\n", b"From: <a@\0.example>\r\n\r\n", b"x" * 9_999)
    ):
        result = authenticate(written(tmp_path, raw, str(number)), *zone, *ENVELOPE, "--format", "json")
        assert result.exit_code == 0, result.stderr
        assert json.loads(result.stdout)["dmarc"]["result"] != "pass"
