from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.read.lexing import split_outside_quotes, without_comments


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"a", (b"a", False, True)),
        (b"a (b) c", (b"a   c", True, True)),
        (b"a (b (c) d) e", (b"a   e", True, True)),
        (b'"(no)"', (b'"(no)"', False, True)),
        (b"a (b", (b"a  ", True, False)),
        (b"a) b", (b"a b", False, False)),
        (b'a "b', (b'a "b', False, False)),
        (b"(a \\) b) c", (b"  c", True, True)),
    ],
)
def test_comments_are_taken_out(value: bytes, expected: tuple[bytes, bool, bool]) -> None:
    assert without_comments(value) == expected


def test_split_respects_quotes() -> None:
    assert split_outside_quotes(b'a;"b;c";d', b";") == [b"a", b'"b;c"', b"d"]
    assert split_outside_quotes(b'a;"b\\";c";d', b";") == [b"a", b'"b\\";c"', b"d"]


@given(st.binary(max_size=200))
def test_pieces_join_to_the_whole(value: bytes) -> None:
    assert b";".join(split_outside_quotes(value, b";")) == value


def test_deep_comments_cost_no_recursion() -> None:
    assert without_comments(b"(" * 100_000)[1:] == (True, False)
