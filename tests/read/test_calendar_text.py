from __future__ import annotations

import pytest

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.calendar_text import odd_value, shown_text
from salver.read.content_lines import Property


@pytest.mark.parametrize(
    ("name", "parameters", "value", "shown"),
    [
        ("SUMMARY", "", " a\\, b\\nc ", "a, b\nc"),
        ("URL", "", "https://x.example/a\\,b", "https://x.example/a\\,b"),
        ("SUMMARY", "ENCODING=QUOTED-PRINTABLE", "B=C3=BCro", "Büro"),
        ("SUMMARY", "ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1", "B=FCro", "Büro"),
        ("SUMMARY", "QUOTED-PRINTABLE", "B=C3=BCro", "Büro"),
        ("LOCATION", "ENCODING=BASE64", "aHR0cHM6Ly9ldmlsLnRlc3Q=", "https://evil.test"),
        ("LOCATION", "encoding=b;VALUE=BINARY", "aHR0cHM6Ly9ldmlsLnRlc3Q=", "https://evil.test"),
        ("LOCATION", "ENCODING=BASE64", "a", "a"),
        ("LOCATION", "ENCODING=ROT13", "uggcf", "uggcf"),
        ("DESCRIPTION", "VALUE=URI", "https://x.example", "https://x.example"),
        ("ATTACH", "ENCODING=BASE64", "YQ==", "YQ=="),
    ],
)
def test_what_a_reader_sees(name: str, parameters: str, value: str, shown: str) -> None:
    assert shown_text(Property(name, parameters, value), DEFAULT_LIMITS) == shown


def test_what_others_see_and_how_much() -> None:
    found = Property("SUMMARY", "ENCODING=QUOTED-PRINTABLE", "B=C3=BCro")
    assert shown_text(found, DEFAULT_LIMITS, decoded=False) == "B=C3=BCro"
    assert shown_text(Property("SUMMARY", "", "x" * 100), Limits(text_characters=10)) == "x" * 10


def test_parameters_that_lie_about_a_text() -> None:
    assert odd_value(Property("SUMMARY", "value=uri", ""))
    assert odd_value(Property("SUMMARY", "ENCODING=8BIT", ""))
    assert not odd_value(Property("SUMMARY", "LANGUAGE=de", ""))
