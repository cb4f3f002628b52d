from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.read.address_tokens import Token, tokens
from tests.read.cost import cost


def test_every_kind() -> None:
    found, balanced = tokens(b'"A \\"B\\"" (c (d)) x.y <a@b>')
    assert balanced
    assert found == [
        Token("quoted", b'A "B"', True),
        Token("blank", b" "),
        Token("comment", b"c (d)"),
        Token("blank", b" "),
        Token("text", b"x.y"),
        Token("blank", b" "),
        Token("<", b"<"),
        Token("text", b"a"),
        Token("@", b"@"),
        Token("text", b"b"),
        Token(">", b">"),
    ]


@pytest.mark.parametrize("line", [b'"open', b"(open", b"(a(b)", b'"a\\"', b"(\\)", b'"\\'])
def test_what_does_not_close(line: bytes) -> None:
    assert not tokens(line)[1]


@given(st.binary(max_size=100))
def test_nothing_is_lost(line: bytes) -> None:
    found, _ = tokens(line)
    plain = b"".join(token.text for token in found if token.kind not in ("quoted", "comment"))
    assert len(plain) <= len(line)
    assert all(token.text for token in found if token.kind not in ("quoted", "comment"))


@pytest.mark.parametrize("unit", [b"(", b'"', b"\\", b"()", b'"\\"', b"<", b"a@"])
def test_ten_times_the_bytes_cost_no_more_than_ten_times_the_time(unit: bytes) -> None:
    small, large = unit * 5_000, unit * 50_000
    assert cost(lambda: tokens(large)) < 15 * max(cost(lambda: tokens(small)), 0.001)
