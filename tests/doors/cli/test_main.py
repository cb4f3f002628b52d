"""The verbs: listed without being loaded, and clear about what is missing."""

from __future__ import annotations

import sys

import pytest
from click.testing import CliRunner

from salver.doors.cli.main import VERBS, main


def test_help_lists_every_verb() -> None:
    out = CliRunner().invoke(main, ["--help"]).stdout
    for verb in VERBS:
        assert f"\n  {verb} " in out


@pytest.mark.parametrize("verb", list(VERBS))
def test_every_verb_has_help(verb: str) -> None:
    result = CliRunner().invoke(main, [verb, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.stdout


def test_an_unknown_verb() -> None:
    result = CliRunner().invoke(main, ["chekc"])
    assert result.exit_code == 2
    assert "chekc" in result.stderr


def test_a_package_of_an_extra_is_named_with_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "structlog", None)
    monkeypatch.delitem(sys.modules, "salver.doors.cli.logs", raising=False)
    result = CliRunner().invoke(main, ["serve"])
    assert result.exit_code == 2
    assert "structlog is missing" in result.stderr
    assert "salver[serve]" in result.stderr
