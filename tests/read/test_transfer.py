from __future__ import annotations

import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.read.transfer import (
    decode,
    decode_base64_past_padding,
    decode_head,
    known_encoding,
    read_encoding,
    registered,
)


@given(st.binary(max_size=2_000))
def test_base64_comes_back(data: bytes) -> None:
    assert decode(base64.encodebytes(data), "base64") == data


@given(st.binary(max_size=500))
def test_quoted_printable_comes_back(data: bytes) -> None:
    assert decode(quopri.encodestring(data, quotetabs=True), "quoted-printable") == data


@given(st.binary(max_size=500), st.sampled_from(["base64", "quoted-printable", "x-uuencode", "7bit", "8bit", "binary"]))
def test_any_bytes_decode(data: bytes, encoding: str) -> None:
    assert isinstance(decode(data, encoding), bytes)
    assert isinstance(decode_head(data, encoding), bytes)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"QUJD", b"ABC"),
        (b"Q U\r\nJ*D", b"ABC"),
        (b"QUJDRA", b"ABCD"),
        (b"QUJDR", b"ABC"),
        (b"QUI=", b"AB"),
        (b"QUI=QUJD", b"AB"),
    ],
)
def test_base64_is_tolerant_and_stops_at_padding(written: bytes, read: bytes) -> None:
    assert decode(written, "base64") == read


def test_the_other_reading_goes_on_after_padding() -> None:
    assert decode_base64_past_padding(b"QUI=QUJD") == b"ABABC"


def test_uuencode() -> None:
    assert decode(b"begin 644 x.ics\r\n#0V%T\r\n`\r\nend\r\n", "x-uuencode") == b"Cat"


@pytest.mark.parametrize(
    ("values", "readings", "doubt"),
    [
        ([], ("7bit",), False),
        ([b"Base64"], ("base64",), False),
        ([b"8bit", b"7bit"], ("8bit", "7bit"), False),
        ([b"8 Bit"], ("8bit",), False),
        ([b"7bit", b"base64"], ("7bit", "base64", "quoted-printable"), True),
        ([b"base64 foo"], ("base64", "7bit", "quoted-printable"), True),
        ([b"x-nonsense"], ("7bit", "base64", "quoted-printable"), True),
    ],
)
def test_readings_of_the_field(values: list[bytes], readings: tuple[str, ...], doubt: bool) -> None:
    assert read_encoding(values) == (readings, doubt)


def test_spellings_that_are_not_the_standards() -> None:
    assert registered([])
    assert registered([b" BASE64 ", b"8bit"])
    assert not any(registered([value]) for value in (b"8 bit", b"7-bit", b"x-uuencode", b"", b"base64;"))


def test_known_encodings() -> None:
    assert known_encoding([])
    assert known_encoding([b"BASE64 ", b"8bit"])
    assert not known_encoding([b"base64", b"x-own"])
