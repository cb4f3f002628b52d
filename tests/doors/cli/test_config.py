"""`salver config check | show | diff`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from salver.doors.cli.config import command

GOOD = '[gate]\nmode = "observe"\n[people.nora]\naddresses = ["nora@home.example"]\n'


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    monkeypatch.setattr("salver.config.load.DEFAULT_PATH", tmp_path / "absent.toml")
    return CliRunner()


def _file(tmp_path: Path, text: str, name: str = "salver.toml") -> str:
    (tmp_path / name).write_text(text)
    return str(tmp_path / name)


def test_a_good_file_can_be_used(runner: CliRunner, tmp_path: Path) -> None:
    path = _file(tmp_path, GOOD)
    for arguments in (["check", path], ["check", "--config", path]):
        result = runner.invoke(command, arguments)
        assert (result.exit_code, result.stdout) == (0, f"{path} can be used. Mode observe.\n")


def test_no_file_is_fine_too(runner: CliRunner) -> None:
    result = runner.invoke(command, ["check"])
    assert result.exit_code == 0
    assert "No file" in result.stdout


def test_every_mistake_is_one_line_on_standard_error(runner: CliRunner, tmp_path: Path) -> None:
    path = _file(tmp_path, '[gate]\nmode = "protekt"\n[hold]\nmial = "x"\n')
    result = runner.invoke(command, ["check", path])
    assert result.exit_code == 2
    assert result.stdout == ""
    first, second = result.stderr.splitlines()
    assert first.startswith(f"{path}:2: gate.mode: ")
    assert first.endswith('Did you mean "protect"?')
    assert second.startswith(f"{path}:4: hold.mial: ")


def test_a_file_that_is_not_there_is_a_mistake(runner: CliRunner, tmp_path: Path) -> None:
    result = runner.invoke(command, ["check", str(tmp_path / "none.toml")])
    assert result.exit_code == 2
    assert "no such file" in result.stderr


def test_what_a_mistake_repeats_cannot_move_the_cursor(runner: CliRunner, tmp_path: Path) -> None:
    result = runner.invoke(command, ["check", _file(tmp_path, '[gate]\nmode = "\\u001b[2J"\n')])
    assert "\x1b" not in result.stderr
    assert "\\u{1b}" in result.stderr


def test_show_names_the_origin_of_every_value(runner: CliRunner, tmp_path: Path) -> None:
    path = _file(tmp_path, GOOD)
    result = runner.invoke(command, ["show", "--config", path], env={"SALVER_LOG__LEVEL": "debug"})
    lines = {line.partition(" = ")[0]: line for line in result.stdout.splitlines()}
    assert result.exit_code == 0
    assert lines["gate.mode"].split("  # ") == [lines["gate.mode"].split("  # ")[0], f"{path}:2"]
    assert lines["gate.mode"].startswith('gate.mode = "observe"')
    assert lines["log.level"].startswith('log.level = "debug"')
    assert lines["log.level"].endswith("# environment SALVER_LOG__LEVEL")
    assert lines["people.nora.addresses"].endswith(f"# {path}:4")
    assert lines["hold.mail"].endswith("# default")


def test_diff_prints_what_changed_and_nothing_else(runner: CliRunner, tmp_path: Path) -> None:
    old = _file(tmp_path, GOOD, "old.toml")
    new = _file(tmp_path, '[rates]\norganizer = 9\n[people.ole]\naddresses = ["ole@home.example"]\n', "new.toml")
    result = runner.invoke(command, ["diff", old, new], env={"SALVER_LOG__LEVEL": "debug"})
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert "rates.organizer: 5 -> 9" in lines
    assert 'people.nora.addresses: ["nora@home.example"] -> absent' in lines
    assert 'people.ole.addresses: absent -> ["ole@home.example"]' in lines
    assert not any(line.startswith(("gate.", "log.")) for line in lines)
    assert runner.invoke(command, ["diff", old, old]).stdout == ""


def test_diff_of_a_bad_file(runner: CliRunner, tmp_path: Path) -> None:
    result = runner.invoke(command, ["diff", _file(tmp_path, GOOD), _file(tmp_path, "[gaet]\n", "bad.toml")])
    assert result.exit_code == 2
    assert "gaet" in result.stderr
