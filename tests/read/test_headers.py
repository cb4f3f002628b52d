from __future__ import annotations

import pytest

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.headers import HeaderBlock, blank_fold, distinct, first, read_headers, unfold


def read(source: bytes, limits: Limits = DEFAULT_LIMITS) -> HeaderBlock:
    return read_headers(source, 0, len(source), "1", limits)


def codes(block: HeaderBlock) -> tuple[list[str], list[str]]:
    return [one.code for one in block.defects], [one.code for one in block.doubts]


def test_fields_have_spans_that_cover_the_header_without_gaps() -> None:
    source = b"From: a@example.com\r\nSubject: one\r\n two\r\n\r\nbody"
    block = read(source)
    assert [(field.name, field.value) for field in block.fields] == [
        ("from", b" a@example.com"),
        ("subject", b" one\r\n two"),
    ]
    assert source[block.end :] == b"body"
    assert [source[f.span.start : f.span.end] for f in block.fields] == [
        b"From: a@example.com\r\n",
        b"Subject: one\r\n two\r\n",
    ]
    assert codes(block) == ([], [])


def test_bare_lf_line_ends_are_read_the_same() -> None:
    block = read(b"From: a@example.com\nSubject: one\n\ttwo\n\nbody")
    assert [field.name for field in block.fields] == ["from", "subject"]
    assert unfold(block.fields[1].value) == b"one\ttwo"
    assert codes(block) == ([], [])


def test_a_header_without_a_body_ends_with_the_source() -> None:
    source = b"From: a@example.com\r\nSubject: x"
    block = read(source)
    assert [field.value for field in block.fields] == [b" a@example.com", b" x"]
    assert block.end == len(source)
    assert not block.truncated


@pytest.mark.parametrize(
    ("source", "doubt"),
    [
        (b"Content-Type : text/calendar\r\n\r\n", "header-blank-before-colon"),
        (b"\xef\xbb\xbfContent-Type: text/calendar\r\n\r\n", "header-byte-order-mark"),
        (b" Content-Type: text/calendar\r\n\r\n", "header-leading-blank"),
        (b"no field at all\r\nContent-Type: text/calendar\r\n\r\n", "header-junk-line"),
        (b"Content-Type\0: text/calendar\r\n\r\n", "header-name-malformed"),
        (b"Content-Type: text/plain\rX: text/calendar\r\n\r\n", "header-bare-cr"),
        (b"Content-Type: text/plain\r\n\r\r\nContent-Type: text/calendar\r\n\r\n", "header-bare-cr"),
    ],
)
def test_what_readers_disagree_on_is_a_doubt(source: bytes, doubt: str) -> None:
    block = read(source)
    assert doubt in codes(block)[1]
    assert first(block.fields, "content-type") is not None


def test_a_line_of_blanks_alone_among_folded_lines() -> None:
    source = b"Subject: x\r\nTo: a\r\n \t\r\n b\r\n\r\n \r\n"
    assert blank_fold(source, 0, len(source)) == 19
    assert blank_fold(b"To: a\n \n\n", 0, 10) == 6
    # Not behind the header, and no line with a sign in it.
    assert blank_fold(source, 25, read(source).end) is None
    assert blank_fold(b"To: a\r\n  b\r\n\r\n", 0, 15) is None


def test_the_same_untidiness_elsewhere_is_harmless() -> None:
    block = read(b"Subject : x\r\n\r\n")
    assert codes(block) == (["header-blank-before-colon"], [])


def test_a_bare_return_in_any_field_is_a_doubt() -> None:
    block = read(b"X-Note: a\rContent-Type: text/calendar\r\n\r\n")
    assert codes(block) == ([], ["header-bare-cr"])


def test_mbox_line_is_stepped_over() -> None:
    block = read(b">From a@example.com Thu Jan  1\r\nSubject: x\r\n\r\n")
    assert [field.name for field in block.fields] == ["subject"]
    assert codes(block) == (["header-mbox-line"], [])


@pytest.mark.parametrize("limits", [Limits(header_fields=3), Limits(header_bytes=40)])
def test_limits_cut_the_header_and_say_so(limits: Limits) -> None:
    block = read(b"A: 1\r\n" * 50 + b"\r\nbody", limits)
    assert block.truncated
    assert "header-too-much" in codes(block)[1]
    assert len(block.fields) <= 7


def test_junk_is_bounded_too() -> None:
    block = read(b"junk\n" * 5_000, Limits(header_fields=10))
    assert block.truncated
    assert len(block.doubts) <= 11


def test_distinct_values_in_order() -> None:
    block = read(b"X: a\r\nX: b\r\nX:  a \r\n\r\n")
    assert distinct(block.fields, "x") == [b"a", b"b"]
