"""`salver mode`: changes one word of the file and says what that means."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from salver.doors.cli.mode import command

TEXT = '# ours\n[gate]\nmode = "observe"  # for the first week\n\n[hold]\nmail = "neutralise"\n'


def _run(word: str, path: Path, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(command, [word, "--config", str(path)], env=env)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "salver.toml"
    path.write_text(TEXT)
    return path


def test_there_and_back(path: Path) -> None:
    result = _run("protect", path)
    assert result.exit_code == 0
    assert path.read_text() == TEXT.replace('"observe"', '"protect"')
    assert f"The mode in {path} is protect now." in result.stdout
    assert "taken out" in result.stdout
    back = _run("observe", path)
    assert "Nothing is kept out" in back.stdout
    assert path.read_text() == TEXT


def test_the_other_way_of_holding_is_explained_as_what_it_is(path: Path) -> None:
    path.write_text(TEXT.replace("neutralise", "header"))
    assert "Sieve script" in _run("protect", path).stdout


def test_protect_without_a_way_to_hold_is_refused(path: Path) -> None:
    path.write_text('[gate]\nmode = "observe"\n')
    result = _run("protect", path)
    assert result.exit_code == 2
    assert "mode protect needs hold.mail" in result.stderr
    assert path.read_text() == '[gate]\nmode = "observe"\n'


def test_the_same_mode_changes_nothing(path: Path) -> None:
    before = path.stat()
    result = _run("observe", path)
    assert result.exit_code == 0
    assert "observe already" in result.stdout
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_without_a_file_there_is_nothing_to_change(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("salver.config.load.DEFAULT_PATH", tmp_path / "absent.toml")
    result = CliRunner().invoke(command, ["protect"])
    assert result.exit_code == 2
    assert "salver init" in result.stderr


def test_a_variable_that_counts_more_is_named(path: Path) -> None:
    result = _run("protect", path, env={"SALVER_GATE__MODE": "observe"})
    assert result.exit_code == 2
    assert "SALVER_GATE__MODE" in result.stderr
    assert path.read_text() == TEXT


def test_a_file_written_in_another_way_is_left_alone(path: Path) -> None:
    text = 'gate = { mode = "observe" }\nhold = { mail = "header" }\n'
    path.write_text(text)
    result = _run("protect", path)
    assert result.exit_code == 2
    assert "was not changed" in result.stderr
    assert path.read_text() == text


def test_a_bad_file_is_told(path: Path) -> None:
    path.write_text("[gaet]\n")
    result = _run("protect", path)
    assert result.exit_code == 2
    assert "gaet" in result.stderr
