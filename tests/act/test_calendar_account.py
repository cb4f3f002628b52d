"""Which calendar is a person's, and with which password."""

from __future__ import annotations

from pathlib import Path

import pytest

from salver.act.calendar_account import calendar_account, has_calendar
from salver.config.people import People
from salver.config.schema import Calendar, PersonSection, Settings
from salver.core.errors import CalendarError


def test_own_calendar_first_then_the_shared_pattern(tmp_path: Path) -> None:
    password, own = tmp_path / "password", tmp_path / "own"
    password.write_text("shared secret\n")
    own.write_text("own secret")
    settings = Settings(
        people={
            "nora": PersonSection(
                addresses=("nora@home.example",),
                calendar_url="https://own.example/n/",
                calendar_user="n",
                calendar_password_file=str(own),
            )
        },
        calendar=Calendar(url="https://dav.example/{person}/c/", user="salver", password_file=str(password)),
    )
    people = People(settings)
    mine = calendar_account(settings, people, "nora")
    assert (mine.url, mine.user, mine.password) == ("https://own.example/n/", "n", "own secret")
    other = calendar_account(settings, people, "../o@home.example")
    assert (other.url, other.user, other.password) == (
        "https://dav.example/..%2Fo%40home.example/c/",
        "salver",
        "shared secret",
    )
    assert "secret" not in repr(other)


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    settings = Settings()
    assert not has_calendar(settings, People(settings), "nora")
    with pytest.raises(CalendarError, match="No calendar is set up"):
        calendar_account(settings, People(settings), "nora")
    settings = Settings(calendar=Calendar(url="https://dav.example/", password_file=str(tmp_path / "gone")))
    assert has_calendar(settings, People(settings), "nora")
    with pytest.raises(CalendarError, match="password cannot be read") as caught:
        calendar_account(settings, People(settings), "nora")
    assert not caught.value.temporary
