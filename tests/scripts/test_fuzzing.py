from __future__ import annotations

from pathlib import Path

import pytest

from scripts.fuzzing import __main__ as fuzz
from scripts.fuzzing.run import Keeper


def _target(data: bytes) -> None:
    if data.startswith(b"a"):
        raise ValueError("one place")
    if data.startswith(b"b"):
        raise KeyError("another place")


def test_the_first_input_of_every_failure_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keeper = Keeper(_target, tmp_path)
    for data in (b"good", b"a1", b"a2", b"b1", b"a3"):
        keeper(data)
    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [b"a1", b"b1"]
    said = capsys.readouterr().err
    assert "ValueError" in said
    assert said.count("kept as") == 2


def test_an_input_that_takes_too_long_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.fuzzing.run.MOST_SECONDS", 0.01)
    keeper = Keeper(lambda data: [None for _ in range(len(data) * 500_000)].clear(), tmp_path)
    keeper(b"")
    assert not list(tmp_path.iterdir())
    keeper(b"slow")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"slow"]


@pytest.mark.parametrize("options", [[], ["mime", "--nightly"], ["nobody"]])
def test_options_that_make_no_sense(options: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        fuzz.main(options)
    assert ended.value.code == 2


def test_without_atheris_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert fuzz.main(["mime"]) == 2
    assert "atheris is not installed" in capsys.readouterr().err
