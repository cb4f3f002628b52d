"""The mode changes without a restart; an unusable file changes nothing."""

from __future__ import annotations

import os
from pathlib import Path

from salver.config.load import load
from salver.doors.live import LiveSettings


def _live(path: Path) -> LiveSettings:
    return LiveSettings(load(path).settings, path, lambda: load(path).settings)


def _write(path: Path, text: str, moment: int) -> None:
    path.write_text(text)
    os.utime(path, (moment, moment))


def test_mode_and_hold_are_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "salver.toml"
    _write(path, '[gate]\nmode = "observe"\n', 1)
    live = _live(path)
    assert live.now()[1].enforced is False
    _write(path, '[gate]\nmode = "protect"\n[hold]\nmail = "header"\n[rates]\norganizer = 77\n', 2)
    settings, policy = live.now()
    assert policy.enforced is True
    assert settings.hold.mail == "header"
    assert settings.rates.organizer != 77, "what belongs to running parts waits for a restart"


def test_an_unusable_file_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "salver.toml"
    _write(path, '[gate]\nmode = "protect"\n[hold]\nmail = "header"\n', 1)
    live = _live(path)
    _write(path, "[gate\n", 2)
    assert live.now()[1].enforced is True
    path.unlink()
    assert live.now()[1].enforced is True
