"""Lists, proved and not."""

from __future__ import annotations

import pytest

from salver.observe.facts import Circumstance
from tests.judge.rules.who_facts import facts, found, stranger

CODE = "sent-by-list"


@pytest.mark.parametrize(
    ("by", "proved", "variant"),
    [("dev@lists.example", True, ""), ("dev@lists.example", False, "unproved"), (None, False, "unnamed")],
)
def test_it_came_through_a_list(by: str | None, proved: bool, variant: str) -> None:
    about = facts(circumstances=(Circumstance("mailing-list", by, proved),), seen=stranger(invited=False))
    reason = found(about, CODE)
    assert reason is not None
    assert (reason.severity, reason.variant) == ("info", variant)
    assert not found(about, "recipient-not-invited")


def test_silent_for_what_came_straight() -> None:
    assert not found(facts(), CODE)
