"""The limit that was reached is named, and found without a walk over the message where it was noted before."""

from __future__ import annotations

import pytest

from salver.judge.rules.too_much_to_read import check
from salver.read.message import Message
from salver.read.reading import read_message
from tests.judge.rules.message_facts import facts_of


def limits(message: Message) -> list[object]:
    return [finding.evidence.get("limit") for finding in check(facts_of(message))]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"Content-Type: text/plain; name*=utf-8''" + b"%41" * 33_000, "mime-value-too-long"),
        (b"Content-Type: text/plain" + b";a=b" * 2_000, "mime-parameters-too-many"),
        (b"X-H: 1\r\n" * 2_000 + b"X-I: 1", "header-too-much"),
    ],
)
def test_the_limit_is_named(head: bytes, code: str) -> None:
    assert limits(read_message(b"From: ada@example.com\r\nMIME-Version: 1.0\r\n" + head + b"\r\n\r\nHi\r\n")) == [code]
