from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from salver.core.envelope import Envelope
from scripts.benchmark import __main__ as bench
from scripts.benchmark import stages, table, timing, workload
from tests.read.samples import INVITATION, TEXT, message


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workload of three messages."""
    made = {"imip/0.eml": INVITATION, "mail/0.eml": message(TEXT), "mail/1.eml": message(TEXT) + b"x" * 200_000}
    records = []
    for name, raw in made.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(raw)
        kind = name.partition("/")[0]
        record: dict[str, object] = {
            "file": name,
            "set": kind,
            "mail_from": "a@example.com",
            "rcpt": ["me@home.example"],
        }
        records.append(record | {"ip": "192.0.2.1", "helo": "mx.example.com", "signed": kind == "imip"})
    (tmp_path / "envelope.json").write_text(json.dumps(records))
    (tmp_path / "zone.txt").write_text('example.com. 300 IN TXT "v=spf1 ip4:192.0.2.1 -all"\n')
    (tmp_path / "manifest.json").write_text(json.dumps({"seed": 1, "sha256": "0" * 64, "kinds": {}}))
    return tmp_path


def test_a_workload_is_read_into_sets(folder: Path) -> None:
    found = workload.load(folder)
    assert {name: len(mails) for name, mails in found.sets.items()} == {"imip": 1, "mail": 2, "mail-small": 1}
    assert found.sets["imip"][0].envelope == Envelope(
        mail_from="a@example.com", rcpt_to=("me@home.example",), client_ip="192.0.2.1", helo="mx.example.com"
    )
    assert {name: len(mails) for name, mails in workload.load(folder, 1).sets.items()}["mail"] == 1


def test_the_last_line_is_one_json_object(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--workload", str(folder), "--rounds", "1", "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    output = json.loads(lines[-1])
    assert output["ratios"] == {}
    names = {f"engine:{stage}:{name}" for stage in stages.NAMES for name in workload.SETS}
    unsigned = {"engine:dkim:mail", "engine:dkim:mail-small"}
    assert output["results"].keys() == names - unsigned | {"engine"}
    assert output["results"]["engine"] == output["results"]["engine:whole:imip"]
    promised = {"messages_per_second", "cpu_us_per_message", "p50_ms", "p99_ms", "rss_mb", "pss_mb"}
    for result in output["results"].values():
        assert promised <= result.keys()
        assert result["cpu_us_per_message"] > 0
        assert result["messages_per_second"] == pytest.approx(1e6 / result["cpu_us_per_message"], rel=0.1)


def test_figures_stand_beside_those_of_an_earlier_run(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.main(["--workload", str(folder), "--rounds", "1", "--json"])
    before = tmp_path / "before.json"
    before.write_text(capsys.readouterr().out)
    assert bench.main(["--workload", str(folder), "--rounds", "1", "--compare", str(before)]) == 0
    assert " %)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--workload", "nowhere"], "python3 perf_workload.py --out nowhere"),
        (["--against", "rspamd-auth"], "not in this version"),
        (["--rounds", "0"], "at least 1"),
    ],
)
def test_what_cannot_be_measured(options: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(options) == 2
    assert said in capsys.readouterr().err


def test_a_folder_that_is_no_workload(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "manifest.json").write_text("[]")
    assert bench.main(["--workload", str(tmp_path)]) == 2
    assert "is not a workload" in capsys.readouterr().err


def test_an_earlier_run_that_is_none(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").write_text("")
    assert bench.main(["--workload", str(folder), "--compare", str(tmp_path / "empty")]) == 2
    assert "holds no result" in capsys.readouterr().err


def test_the_table_shows_what_must_be_reached() -> None:
    result = timing.Result(1, 100, 1000.0, 1000.0, 1000.0, 1.0, 1.0, 30.0, 20.0)
    shown = "\n".join(table.lines(dict.fromkeys(table.MUST, result)))
    assert all(f"{int(most)}" in shown for most in table.MUST.values())


def test_stages_take_all_the_time_there_is() -> None:
    mail = workload.Mail(INVITATION, Envelope(rcpt_to=("me@home.example",)))
    ticks = iter(range(100))
    assert stages.stage_times(mail, lambda: next(ticks)) == (1, 1, 1, 1)


def test_what_is_printed_can_be_read_again() -> None:
    result = timing.Result(1, 100, 1000.0, 1000.0, 1000.0, 1.0, 1.0, 30.0, 20.0)
    output = bench.Output({"engine": result}, {}, {"seed": 1, "sha256": ""}, "3.11", 1, None)
    assert msgspec.json.decode(msgspec.json.encode(output), type=bench.Output) == output
