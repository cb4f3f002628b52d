from __future__ import annotations

import pytest

from salver.read.components import Component
from salver.read.content_lines import Property
from salver.read.doubles import identity, lies_about_kind, other_language, several


def test_the_identity_of_an_object() -> None:
    uid, instance = Property("UID", "", " 1 "), Property("RECURRENCE-ID", "", "20260101")
    assert identity(Component("VEVENT", {"UID": [uid]})) == ("1", "")
    assert identity(Component("VEVENT", {"UID": [uid], "RECURRENCE-ID": [instance]})) == ("1", "20260101")
    assert identity(Component("VEVENT")) == ("", "")


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [("EMAIL=a,b", True), ("SENT-BY=a,b", True), ('CN="a,b"', False), ("MEMBER=a,b", False), ("", False)],
)
def test_lists_where_one_belongs(parameters: str, expected: bool) -> None:
    assert several(Property("ORGANIZER", parameters, "mailto:a@example.com")) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("LANGUAGE=en", "LANGUAGE=de", True), ("LANGUAGE=en", "LANGUAGE=EN", False), ("LANGUAGE=en", "", False)],
)
def test_languages(one: str, other: str, expected: bool) -> None:
    assert other_language(Property("SUMMARY", one, "x"), Property("SUMMARY", other, "y")) is expected


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("VALUE=DATE", "20260101", False),
        ("VALUE=date-time", "20260101T100000Z", False),
        ("VALUE=DATE", "20260101T100000Z", True),
        ("VALUE=DATE-TIME", "20260101", True),
        ("VALUE=TEXT", "20260101", True),
        ("VALUE=DATE", "soon", False),
        ("", "20260101", False),
    ],
)
def test_kinds_of_time(kind: str, value: str, expected: bool) -> None:
    assert lies_about_kind(Property("DTSTART", kind, value)) is expected
