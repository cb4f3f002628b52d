"""Canonicalization against the plain reading of the standard, and its price on hostile bodies."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from salver.observe.authentication.dkim.canonical import relaxed_body, relaxed_fields, simple_body, simple_fields
from tests.observe.authentication.dkim import plain

BODIES = st.lists(st.sampled_from([b"a", b" ", b"\t", b"\r\n", b"\r", b"\n", b"  ", b"=", b"b"]), max_size=24).map(
    b"".join
)
VALUES = st.lists(
    st.sampled_from([b"a", b" ", b"\t", b"\r\n ", b"\r\n\t", b":", b"\x0b", b"\x0c", b"\xa0", b"  "]), max_size=12
).map(b"".join)
NAMES = st.sampled_from([b"From", b"To ", b"X-Y\t", b"subject"])


@given(BODIES)
@example(b"")
@example(b"\r\n")
@example(b" \r\n\t\r\n")
@example(b"a\n\r\n\r\n")
@example(b"a\r\r\n\r\n")
@example(b"a \r\n ")
@example(b"\n\r\n")
def test_bodies(body: bytes) -> None:
    assert simple_body(body) == plain.simple_body(body)
    assert relaxed_body(body) == plain.relaxed_body(body)


@given(st.lists(st.tuples(NAMES, VALUES).map(lambda pair: pair[0] + b":" + pair[1]), max_size=5))
def test_fields(fields: list[bytes]) -> None:
    assert relaxed_fields(fields) == plain.header("relaxed", fields)
    assert simple_fields(fields) == plain.header("simple", fields)


@given(st.lists(st.binary(max_size=12).map(lambda value: b"X:" + value), max_size=4))
def test_fields_with_bare_line_ends_in_them(fields: list[bytes]) -> None:
    together = b"\r\n".join(fields)
    if together.count(b"\n") != together.count(b"\r\n") or together.count(b"\r") != together.count(b"\n"):
        assert relaxed_fields(fields) == plain.header("relaxed", fields)


def test_the_examples_of_the_standard() -> None:
    # RFC 6376 3.4.5
    fields = [b"A: X", b"B : Y\t\r\n\tZ  "]
    body = b" C \r\nD \t E\r\n\r\n\r\n"
    assert relaxed_fields(fields) == b"a:X\r\nb:Y Z"
    assert relaxed_body(body) == b" C\r\nD E\r\n"
    assert simple_fields(fields) == b"A: X\r\nB : Y\t\r\n\tZ  "
    assert simple_body(body) == b" C \r\nD \t E\r\n"


def test_a_body_already_in_form_is_not_copied() -> None:
    body = b"BEGIN:VCALENDAR\r\n folded\r\nEND:VCALENDAR\r\n" * 50
    assert relaxed_body(body) is body
    assert simple_body(body) is body


@pytest.mark.parametrize(
    "shape",
    [b"\r\n", b" ", b"\t", b" \r\n", b"  a", b"\n\r", b"\r", b"\r\n\n", b"a \t \r\n", b"\r\r\n"],
)
def test_ten_times_the_body_costs_no_more_than_about_ten_times(shape: bytes) -> None:
    def cost(size: int) -> float:
        body = shape * (size // len(shape))
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            relaxed_body(body)
            simple_body(body)
            best = min(best, time.process_time() - start)
        return best

    assert cost(2_000_000) <= 25 * cost(200_000) + 0.02
