from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.read.encoded_words import decode_words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"plain", "plain"),
        (b" folded\r\n text ", "folded text"),
        (b"=?utf-8?Q?B=C3=BCro?=", "Büro"),
        (b"=?utf-8?q?a_b?= c", "a b c"),
        (b"=?iso-8859-1?B?QvxybyA=?= x", "Büro  x"),
        (b"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
        (b"=?utf-8?b?w7w=?=\r\n =?utf-8?b?w7w=?=", "üü"),
        (b"=?utf-8?q?=C3?= =?utf-8?q?=BC?=", "ü"),
        (b"x =?utf-8*de?q?b?=", "x b"),
        (b"=?nonsense?q?a?=", "a"),
        (b"=?broken", "=?broken"),
        ("roh ü".encode(), "roh ü"),
    ],
)
def test_decoding(value: bytes, expected: str) -> None:
    assert decode_words(value) == expected


@given(st.binary(max_size=200))
def test_any_bytes(value: bytes) -> None:
    assert isinstance(decode_words(value), str)
