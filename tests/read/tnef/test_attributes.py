from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS as LIMITS
from salver.core.limits import Limits
from salver.read.tnef.attributes import Stream
from tests.read.tnef.make import attribute, tnef


def read(data: bytes, limits: Limits = LIMITS) -> tuple[list[tuple[int, bytes]], Stream]:
    stream = Stream(data, limits)
    return [(one.identifier, data[one.start : one.end]) for one in stream.attributes(0, len(data))], stream


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.binary(max_size=40)), max_size=10))
def test_every_attribute_comes_back(attributes: list[tuple[int, bytes]]) -> None:
    found, stream = read(tnef(*(attribute(*one) for one in attributes)))
    assert (found, stream.broken, stream.truncated) == (attributes, False, False)


def test_a_length_beyond_the_end_is_cut_and_noted() -> None:
    for length in (0xFFFFFFFF, 0x80000000, 9):
        data = tnef(attribute(1, b"one"), attribute(2, b"two", length))
        found, stream = read(data)
        assert found == [(1, b"one"), (2, b"two" + data[-2:])]
        assert stream.broken
        assert stream.stopped == len(tnef(attribute(1, b"one")))


def test_a_level_that_is_none_ends_the_stream() -> None:
    found, stream = read(tnef(attribute(1, b"one")) + b"\x07 more")
    assert (len(found), stream.broken) == (1, True)


def test_too_many_attributes_end_the_stream() -> None:
    found, stream = read(tnef(*[attribute(1, b"")] * 50), Limits(tnef_attributes=20))
    assert (len(found), stream.truncated, stream.broken) == (20, True, False)


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    found, _ = read(tnef() + data)
    assert sum(len(content) for _, content in found) <= len(data)
