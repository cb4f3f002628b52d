from __future__ import annotations

import pytest

from salver.read.property_names import KNOWN, ONCE, extension, once


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("X-GOOGLE-CONFERENCE", "X-GOOGLE-CONFERENCE"),
        ("X-Lotus_Child", "X-LOTUS_CHILD"),
        ("SUMMARY", None),
        ("summary", None),
        ("begin", None),
        ("a.SUMMARY", None),
        ("X" * 101, None),
        ("", None),
    ],
)
def test_extensions(name: str, found: str | None) -> None:
    assert extension(name) == found


def test_what_may_stand_there_once() -> None:
    assert ONCE < KNOWN
    assert once("DESCRIPTION", "VEVENT")
    assert not once("DESCRIPTION", "VJOURNAL")
    assert not once("ATTENDEE", "VEVENT")
