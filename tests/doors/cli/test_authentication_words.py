"""One line a check, in words that say no more than is known."""

from __future__ import annotations

import pytest

from salver.decide.authentication_report import report_authentication
from salver.doors.cli.authentication_words import lines
from salver.observe.authentication.authenticated import Authentication, DkimResult


@pytest.mark.parametrize(
    ("covers", "why", "says", "silent"),
    [
        (True, None, "The calendar is covered.", "if the mail had parts"),
        (True, "structure-unsigned", "if the mail had parts when it was signed", "covered."),
        (False, "length", "not safely covered", "is covered"),
        (None, None, "nothing it signed was changed", "calendar"),
    ],
)
def test_what_a_signature_says_about_the_calendar(covers: bool | None, why: str | None, says: str, silent: str) -> None:
    found = Authentication(source="own", dkim=(DkimResult("pass", "acme.example", "s1", covers, why),))
    (line,) = (one for one in lines(report_authentication(found)) if one.startswith("DKIM"))
    assert says in line
    assert silent not in line
