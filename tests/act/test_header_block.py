"""The header block as bytes to cut from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from salver.act.header_block import read_block, without

BYTES = st.lists(st.sampled_from([b"\r\n", b"\n", b"\r", b" ", b"A: b", b"x-salver-q: 1", b"C"]), max_size=12).map(
    b"".join
)


def test_fields_have_their_places() -> None:
    raw = b"A: 1\r\n 2\r\nb : 3\r\n\r\nbody\r\n"
    block = read_block(raw)
    assert [(field.name, field.value) for field in block.fields] == [(b"a", b" 1\r\n 2\r\n"), (b"b", b" 3\r\n")]
    assert raw[block.end :] == b"body\r\n"
    assert block.uniform
    assert without(block, block.fields[:1]) == b"b : 3\r\n\r\nbody\r\n"


def test_a_hole_does_not_close_an_empty_line() -> None:
    raw = b"A: 1\rx-salver-q: 1\r\n\nbody"
    block = read_block(raw)
    assert not block.uniform
    claims = [field for field in block.fields if field.name == b"x-salver-q"]
    assert without(block, claims) == b"A: 1\r\n\nbody"


@given(BYTES)
def test_spans_are_in_order_and_within(raw: bytes) -> None:
    block = read_block(raw)
    position = 0
    for field in block.fields:
        assert position <= field.start < field.end <= len(raw)
        position = field.end
    assert without(block, []) == raw
    assert 0 <= block.leading <= len(raw)
