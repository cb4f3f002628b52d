from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.benchmark import rounds
from tests.read.samples import INVITATION


def test_rounds_and_time_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mail.eml").write_bytes(INVITATION)
    record = {"file": "mail.eml", "set": "imip", "mail_from": "ada@example.com", "rcpt": ["me@home.example"]}
    (tmp_path / "envelope.json").write_text(json.dumps([record | {"ip": "192.0.2.1", "helo": "mx.example.com"}]))
    (tmp_path / "manifest.json").write_text(json.dumps({"seed": 1, "sha256": "0" * 64}))
    (tmp_path / "zone.txt").write_text('example.com. 300 IN TXT "v=spf1 ip4:192.0.2.1 -all"\n')
    assert rounds.main(["--workload", str(tmp_path), "--latency-ms", "1"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "1 invitations, DNS answers after 1 ms"
    assert "100% within 3" in shown[1]
    assert shown[2].endswith("0.0 questions sent")
