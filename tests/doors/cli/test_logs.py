"""What the log says about an error of ours, and what it never says."""

from __future__ import annotations

import json
import logging

import pytest
import structlog

from salver.config.schema import Log
from salver.doors.cli.logs import configure_logs, without_words


def _fail() -> None:
    raise ValueError("SUMMARY:the secret plan")


def test_an_error_is_logged_without_its_words() -> None:
    try:
        _fail()
    except ValueError as error:
        for given in (True, error):
            event = dict(without_words(None, "exception", {"event": "x", "exc_info": given}))
            assert event["error"] == "ValueError"
            assert event["frames"][-1].endswith("_fail")
            assert "secret" not in json.dumps(event)


def test_an_event_without_an_error_stays_as_it_is() -> None:
    assert without_words(None, "info", {"event": "x", "exc_info": None}) == {"event": "x"}


def test_json_lines_and_the_least_level(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        configure_logs(Log(level="warning", format="json"))
        log = structlog.get_logger("salver.test")
        log.info("not this")
        log.warning("this", id="01")
        (line,) = capsys.readouterr().err.splitlines()
        found = json.loads(line)
        assert (found["event"], found["level"], found["id"]) == ("this", "warning", "01")
    finally:
        structlog.reset_defaults()
        logging.getLogger().handlers.clear()
