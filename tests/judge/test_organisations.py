"""Names that belong together."""

from __future__ import annotations

import pytest

from salver.judge.organisations import same_mailbox, together


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada@Acme.example", "ada@acme.example", True),
        ("ada@googlemail.com", "ada@gmail.com", True),
        ("ada@acme.example", "eve@acme.example", False),
        ("ada@acme.example", "ada@acme.test", False),
    ],
)
def test_mailboxes(one: str, other: str, same: bool) -> None:
    assert same_mailbox(one, other) is same_mailbox(other, one) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ada@acme.example", "eve@mail.acme.example", True),
        ("acme.example", "eve@ACME.example.", True),
        ("localhost", "localhost", True),
        ("ada@acme.example", "ada@acme-mail.example", False),
        ("ada@one.co.uk", "ada@two.co.uk", False),
        (None, "ada@acme.example", False),
        ("", "", False),
    ],
)
def test_organisations(one: str | None, other: str | None, same: bool) -> None:
    assert together(one, other) is together(other, one) is same
