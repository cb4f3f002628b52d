from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS as LIMITS
from salver.core.limits import Limits
from salver.read.tnef.attributes import Stream
from salver.read.tnef.properties import Name, properties
from tests.read.tnef import make

Found = list[tuple[int, int, Name | None, list[bytes]]]


def read(data: bytes, limits: Limits = LIMITS) -> tuple[Found, Stream]:
    stream = Stream(data, limits)
    found = [
        (one.kind, one.identifier, one.name, [data[start:end] for start, end in one.values])
        for one in properties(stream, 0, len(data))
    ]
    return found, stream


def test_kinds_of_properties() -> None:
    by_text = make.COMMON + make.number(1) + make.number(6) + make.filled("abc".encode("utf-16-le"))
    several = make.number(0x1003, 2) + make.number(0x11, 2) + make.number(2) + make.number(7) + make.number(8)
    found, stream = read(
        make.properties(
            make.text(0x37, "Hi"),
            make.time(0x8000, 1, make.named(make.APPOINTMENT, 0x820D)),
            make.text(0x8001, "x", by_text),
            several,
            make.number(0x0B, 2) + make.number(0x12, 2) + make.number(1),
            make.blob(0x3701, b"abcde"),
        )
    )
    assert found == [
        (0x1F, 0x37, None, ["Hi\0".encode("utf-16-le")]),
        (0x40, 0x8000, Name(make.APPOINTMENT, 0x820D), [make.number(1, 8)]),
        (0x1F, 0x8001, Name(make.COMMON, None), ["x\0".encode("utf-16-le")]),
        (0x03, 0x11, None, [make.number(7), make.number(8)]),
        (0x0B, 0x12, None, [make.number(1)]),
        (0x102, 0x3701, None, [b"abcde"]),
    ]
    assert (stream.broken, stream.truncated) == (False, False)


@pytest.mark.parametrize(
    "data",
    [
        make.properties(make.text(0x37, "Hi"), count=2),
        make.properties(make.text(0x37, "Hi"), count=0xFFFFFFFF),
        make.properties(make.text(0x37, "Hi"), make.number(0x7777, 2) + make.number(1, 2) + b"what is this"),
        make.properties(make.text(0x37, "Hi"), make.number(0x1E, 2) + make.number(1, 2) + make.number(0xFFFFFFFF)),
        make.properties(
            make.text(0x37, "Hi"), make.number(0x1E, 2) + make.number(1, 2) + make.number(1) + make.number(0xFFFFFFFF)
        ),
        make.properties(
            make.text(0x37, "Hi"),
            make.number(0x1E, 2) + make.number(0x8000, 2) + make.COMMON + make.number(1) + make.number(0xFFFFFFFF),
        ),
    ],
)
def test_lengths_that_lie_end_the_list(data: bytes) -> None:
    found, stream = read(data)
    assert [one[1] for one in found] == [0x37]
    assert stream.broken


def test_too_many_values_end_the_list() -> None:
    empty = make.number(0x101E, 2) + make.number(1, 2) + make.number(1_000) + make.number(0) * 1_000
    found, stream = read(make.properties(empty), Limits(tnef_properties=500))
    assert (found, stream.truncated) == ([], True)


def test_values_of_no_size_do_not_run_forever() -> None:
    nothing = make.number(0x1000, 2) + make.number(1, 2) + make.number(0xFFFFFFFF)
    _, stream = read(make.properties(nothing))
    assert stream.truncated


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    read(data)
    read(make.properties(data, count=5))
