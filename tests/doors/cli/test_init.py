"""`salver init`: few questions, a file that can be used, nothing overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from salver.config.load import load
from salver.doors.cli.init import command


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "salver.toml"


def _run(output: Path, *arguments: str, answers: str = "") -> Result:
    return CliRunner().invoke(command, ["--output", str(output), *arguments], input=answers)


def test_without_a_word_it_observes(output: Path) -> None:
    result = _run(output, "--yes")
    assert result.exit_code == 0, result.stderr
    settings = load(output, {}).settings
    assert settings.gate.mode == "observe"
    assert settings.hold.mail is None
    assert (settings.smtp.listen, settings.smtp.next_hop) == ("127.0.0.1:10025", "127.0.0.1:10026")
    assert settings.calendar.writer == "client"
    assert settings.store.url == f"sqlite:///{output.parent}/salver.sqlite3"
    assert output.stat().st_mode & 0o777 == 0o600
    assert f"salver serve --config {output}" in result.stdout


def test_options_say_everything(output: Path) -> None:
    result = _run(
        output, "--mode", "protect", "--hold-mail", "header", "--next-hop", "mail.home.example:25",
        "--writer", "salver", "--calendar-url", "https://dav.home.example/{person}/",
        "--person", "nora=nora@home.example", "--person", "nora=lind@work.example",
        "--person", "Ole.B=ole@home.example",
        "--yes",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    settings = load(output, {}).settings
    assert (settings.gate.mode, settings.hold.mail) == ("protect", "header")
    assert settings.calendar.url == "https://dav.home.example/{person}/"
    assert settings.submission.host == "mail.home.example"
    assert settings.people["nora"].addresses == ("nora@home.example", "lind@work.example")
    assert settings.people["ole-b"].addresses == ("ole@home.example",)
    assert settings.identity.own_domains == ("home.example", "work.example")
    assert "mail.home.example; if that is wrong" in result.stdout


def test_questions_lead_to_the_same_file(tmp_path: Path) -> None:
    asked, said = tmp_path / "asked.toml", tmp_path / "said.toml"
    answers = "protect\nneutralise\n127.0.0.1:2525\nnora@home.example\nhttps://dav.home.example/nora/\n"
    result = _run(asked, answers=answers)
    assert result.exit_code == 0, result.stderr
    _run(
        said, "--yes", "--mode", "protect", "--hold-mail", "neutralise", "--next-hop", "127.0.0.1:2525",
        "--person", "nora@home.example", "--calendar-url", "https://dav.home.example/nora/",
    )  # fmt: skip
    assert asked.read_text() == said.read_text()
    assert load(asked, {}).settings.calendar.writer == "salver"


def test_pressing_return_is_an_answer_to_everything_in_mode_observe(output: Path) -> None:
    result = _run(output, answers="\n\n\n\n")
    assert result.exit_code == 0, result.stderr
    assert load(output, {}).settings.gate.mode == "observe"
    assert load(output, {}).settings.people == {}


def test_an_existing_file_stays(output: Path) -> None:
    output.write_text("# mine\n")
    result = _run(output, "--yes")
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert output.read_text() == "# mine\n"
    assert _run(output, "--yes", "--force").exit_code == 0
    assert "Salver's configuration" in output.read_text()


def test_protect_has_to_say_how_it_holds(output: Path) -> None:
    result = _run(output, "--yes", "--mode", "protect")
    assert result.exit_code == 2
    assert "--hold-mail neutralise" in result.stderr
    assert not output.exists()


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (["--next-hop", "127.0.0.1:10025"], "smtp.next_hop"),
        (["--person", "nora=nobody"], "people.nora.addresses"),
        (["--writer", "salver"], "calendar.url"),
        (["--calendar-url", "http://dav.home.example/"], "calendar.url"),
    ],
)
def test_what_could_not_be_used_is_not_written(output: Path, arguments: list[str], key: str) -> None:
    result = _run(output, "--yes", *arguments)
    assert result.exit_code == 2
    assert f": {key}: " in result.stderr
    assert not output.exists()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    result = _run(tmp_path / "absent" / "salver.toml", "--yes")
    assert result.exit_code == 2
    assert "cannot be written: no such file or directory" in result.stderr


def test_a_slip_is_asked_again_and_loses_nothing(output: Path) -> None:
    answers = [
        "observe",
        "mail.home.example",  # no port
        "127.0.0.1:10026",
        "nora",  # no address
        "Nora Lind <nora@home.example>, nora.lind@home.example",
        "dav.home.example/nora",  # no https
        "https://dav.home.example/nora/",
    ]
    result = _run(output, answers="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert result.output.count("Error:") == 3
    settings = load(output, {}).settings
    assert settings.people["nora"].addresses == ("nora@home.example", "nora.lind@home.example")
    assert settings.calendar.url == "https://dav.home.example/nora/"
    assert settings.submission.host == "mail.home.example"
    assert "salver open" in result.output
