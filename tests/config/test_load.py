"""Defaults, file, environment: what holds, and where it came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from salver.config.load import find, load, values
from salver.config.schema import Settings
from salver.core.errors import ConfigError, ConfigProblem


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "salver.toml"
    path.write_text(text)
    return path


def _problems(path: Path, environ: dict[str, str] | None = None) -> list[ConfigProblem]:
    with pytest.raises(ConfigError) as caught:
        load(path, environ or {})
    return list(caught.value.problems)


def test_without_a_file_everything_is_harmless(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("salver.config.load.DEFAULT_PATH", tmp_path / "absent.toml")
    loaded = load(None, {})
    assert loaded.settings == Settings()
    assert loaded.settings.gate.mode == "observe"
    assert loaded.path is None
    assert set(loaded.origins.values()) == {"default"}


def test_the_file_is_searched_in_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usual = tmp_path / "usual.toml"
    monkeypatch.setattr("salver.config.load.DEFAULT_PATH", usual)
    assert find(None, {}) is None
    usual.touch()
    assert find(None, {}) == usual
    assert find(None, {"SALVER_CONFIG": "/b.toml"}) == Path("/b.toml")
    assert find(Path("/a.toml"), {"SALVER_CONFIG": "/b.toml"}) == Path("/a.toml")


def test_values_and_their_origins(tmp_path: Path) -> None:
    path = _file(tmp_path, '[rates]\n# few\norganizer = 3\n\n[people.nora]\naddresses = ["nora@home.example"]\n')
    loaded = load(path, {"SALVER_LOG__LEVEL": "debug"})
    assert loaded.settings.rates.organizer == 3
    assert loaded.settings.people["nora"].addresses == ("nora@home.example",)
    assert loaded.origins["rates.organizer"] == f"{path}:3"
    assert loaded.origins["people.nora.addresses"] == f"{path}:6"
    assert loaded.origins["people.nora.time_zone"] == "default"
    assert loaded.origins["log.level"] == "environment SALVER_LOG__LEVEL"
    assert loaded.origins.keys() == dict(values(loaded.settings)).keys()


def test_the_environment_speaks_each_type(tmp_path: Path) -> None:
    path = _file(tmp_path, '[people.Nora]\naddresses = ["old@home.example"]\n[gate]\nmode = "observe"\n')
    environ = {
        "SALVER_GATE__MODE": "protect",
        "SALVER_HOLD__MAIL": '"header"',
        "SALVER_RATES__ORGANIZER": "9",
        "SALVER_OPAQUE__HOLD": "true",
        "SALVER_IDENTITY__OWN_DOMAINS": '["home.example", "work.example"]',
        "SALVER_PEOPLE__NORA__ADDRESSES": "nora@home.example, lind@work.example",
        "SALVER_PEOPLE__OLE__ADDRESSES": "ole@home.example",
        "SALVER_HTTP__LISTEN": "",
        "SALVER_CONFIG": "elsewhere",
        "OTHER__THING": "1",
    }
    settings = load(path, environ).settings
    assert (settings.gate.mode, settings.hold.mail) == ("protect", "header")
    assert settings.rates.organizer == 9
    assert settings.opaque.hold is True
    assert settings.identity.own_domains == ("home.example", "work.example")
    assert list(settings.people) == ["Nora", "ole"]
    assert settings.people["Nora"].addresses == ("nora@home.example", "lind@work.example")
    assert settings.http.listen == "127.0.0.1:8025", "an empty variable says nothing"


def test_mistakes_in_the_environment_name_the_variable(tmp_path: Path) -> None:
    environ = {"SALVER_RATES__ORGANIZER": "many", "SALVER_GAET__MODE": "observe", "SALVER_GATE__MODE": "observer"}
    found = {problem.file: problem for problem in _problems(_file(tmp_path, ""), environ)}
    assert found.keys() == environ.keys()
    assert all(problem.line is None for problem in found.values())
    assert found["SALVER_RATES__ORGANIZER"].found == '"many"'
    assert found["SALVER_GATE__MODE"].nearest == '"observe"'


def test_an_empty_text_means_none_where_there_may_be_none(tmp_path: Path) -> None:
    assert load(_file(tmp_path, '[http]\nlisten = ""\n'), {}).settings.http.listen is None


@pytest.mark.parametrize(
    ("content", "found", "line"),
    [(None, "no such file or directory", None), (b"[gate]\nmode = '\xff'\n", "bytes that are not UTF-8", 2)],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes | None, found: str, line: int | None) -> None:
    path = tmp_path / "salver.toml"
    if content is not None:
        path.write_bytes(content)
    (problem,) = _problems(path)
    assert (problem.file, problem.found, problem.line) == (str(path), found, line)


def test_a_mark_and_carriage_returns_are_forgiven(tmp_path: Path) -> None:
    path = tmp_path / "salver.toml"
    path.write_bytes(b"\xef\xbb\xbf[gate]\r\nmode = 'observe'\r\n")
    assert load(path, {}).origins["gate.mode"] == f"{path}:2"
