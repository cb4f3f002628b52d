"""Block and allow bind to the confirmed one."""

from __future__ import annotations

import pytest

from salver.act.identity_words import strength_for, whom_to_allow, whom_to_block
from salver.decide.report import Report
from tests.store import made

EVIL = "X@evil.example"
FORGED = made.report("u", strength="none", level="contradiction", author=EVIL, contradicted_by=("evil.example",))


@pytest.mark.parametrize(
    ("report", "block", "allow"),
    [
        (made.report("u", "Ann@acme.example"), "ann@acme.example", "ann@acme.example"),
        (made.report("u", strength="moderate"), made.ANN, made.ANN),
        (made.report("u", strength="weak"), None, made.ANN),
        (made.report("u", strength="unknown"), None, made.ANN),
        (FORGED, "x@evil.example", "x@evil.example"),
        (made.report("u", strength="none", level="contradiction"), None, None),
        (made.report("u", None, strength="none"), None, None),
    ],
)
def test_who_is_meant(report: Report, block: str | None, allow: str | None) -> None:
    assert (whom_to_block(report), whom_to_allow(report)) == (block, allow)


def test_the_strength_of_one_organizer_is_not_lent_to_another() -> None:
    strong, unknown = made.report("u"), made.report("u", strength="unknown")
    assert strength_for(strong, made.ANN.upper()) == "strong"
    assert strength_for(strong, "bob@acme.example") == "none"
    assert strength_for(strong, None) == "none"
    assert strength_for(made.report("u", strength="moderate"), made.ANN) == "moderate"
    assert strength_for(unknown, "bob@acme.example") == "unknown"
