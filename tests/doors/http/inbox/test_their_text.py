"""Their text, folded; titles on one line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from salver.core.untrusted import Untrusted
from salver.doors.http.inbox.their_text import their_text, title


def test_short_text_is_shown_whole() -> None:
    text = their_text(Untrusted("one\ntwo"))
    assert text is not None
    assert (text.shown.raw, text.folded.raw, text.more) == ("one\ntwo", "", 0)


def test_blank_text_is_none() -> None:
    assert their_text(None) is None
    assert their_text(Untrusted(" \n\t\r\n")) is None


@given(st.text(max_size=5_000))
def test_nothing_is_lost(raw: str) -> None:
    text = their_text(Untrusted(raw))
    if text is None:
        return
    together = text.shown.raw + text.folded.raw
    assert "".join(together.split()) == "".join(raw.split())
    assert len(text.shown.raw) <= 2_000
    assert text.shown.raw.count("\n") < 8
    assert bool(text.more) is bool(text.folded.raw)


@given(st.text(max_size=2_000))
def test_a_title_is_one_short_line(raw: str) -> None:
    line = title(Untrusted(raw))
    if line is not None:
        assert len(line) <= 201
        assert "\n" not in line.raw
        assert line.raw.strip() == line.raw
