"""Lists of tags (RFC 6376 3.2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.observe.authentication.dkim.tag_list import parse_tags, without_blanks


def test_blanks_and_folds_around_names_and_values_are_gone() -> None:
    found = parse_tags(b" v=1;\r\n\ta = rsa-sha256 ; h = from : to ;")
    assert found is not None
    assert found.tags == {b"v": b"1", b"a": b"rsa-sha256", b"h": b"from : to"}


def test_names_are_case_sensitive_and_values_may_be_empty_or_hold_equals() -> None:
    found = parse_tags(b"p=; P=a==")
    assert found is not None
    assert found.tags == {b"p": b"", b"P": b"a=="}


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b";",
        b"v=1;;a=2",
        b"v=1;v=1",  # twice
        b"v=1; v =2",
        b"v",
        b"v=1; nonsense",
        b"=1",
        b"1v=1",
        b"v-w=1",
        b"v w=1",
        "ä=1".encode(),
    ],
)
def test_what_breaks_the_grammar_is_no_list(text: bytes) -> None:
    found = parse_tags(text)
    assert found is None or not found.tags


def test_the_place_of_b_is_told_with_all_blanks_around_its_value() -> None:
    text = b"a=x; bh=no; b =\r\n abc\r\n def ; c=y"
    found = parse_tags(text)
    assert found is not None
    assert text[: found.b_start] + text[found.b_end :] == b"a=x; bh=no; b =; c=y"
    assert without_blanks(found.tags[b"b"]) == b"abcdef"


@given(
    st.dictionaries(
        st.from_regex(rb"[A-Za-z][A-Za-z0-9_]{0,5}", fullmatch=True), st.from_regex(rb"[!-:<-~]{0,9}", fullmatch=True)
    )
)
def test_what_is_written_is_read(tags: dict[bytes, bytes]) -> None:
    found = parse_tags(b"; ".join(name + b" = " + value for name, value in tags.items()))
    assert found is not None
    assert found.tags == tags
    assert (found.b_end > 0) == (b"b" in tags)


@given(st.binary(max_size=60))
def test_any_octets_are_read_or_refused(text: bytes) -> None:
    found = parse_tags(text)
    assert found is None or all(name.isascii() for name in found.tags)
