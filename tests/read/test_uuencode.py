from __future__ import annotations

import binascii

from hypothesis import given
from hypothesis import strategies as st

from salver.read.uuencode import decode_uuencode, files


def encoded(data: bytes, name: bytes = b"a.ics", padding: bytes = b"") -> bytes:
    lines = [binascii.b2a_uu(data[start : start + 45]).rstrip(b"\n") + padding for start in range(0, len(data), 45)]
    return b"\r\n".join([b"begin 644 " + name, *lines, b"`", b"end", b""])


@given(st.binary(max_size=400))
def test_what_was_encoded_comes_back(data: bytes) -> None:
    assert decode_uuencode(encoded(data)) == data
    assert list(files(b"Hello\r\n" + encoded(data) + b"Bye\r\n")) == [(b"a.ics", data)]


def test_padding_behind_a_line_is_left_out() -> None:
    assert decode_uuencode(encoded(b"BEGIN:VCALENDAR", padding=b"xy")) == b"BEGIN:VCALENDAR"


def test_several_files_and_one_without_an_end() -> None:
    text = encoded(b"one", b"1.txt") + b"between\r\n" + encoded(b"two", b"my file.ics").removesuffix(b"end\r\n")
    assert list(files(text)) == [(b"1.txt", b"one"), (b"my file.ics", b"two")]


def test_prose_is_no_file() -> None:
    assert list(files(b"begin with this\r\nto begin 644 x\r\nBEGIN 644 x\r\n")) == []


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    decode_uuencode(data)
    list(files(b"begin 644 x\n" + data))


def test_a_line_never_grows() -> None:
    assert decode_uuencode(b"begin 644 x\n" + b"M\n" * 1_000) == b""
    assert len(decode_uuencode(b"begin 644 x\n" + b"MAAAA\n" * 100)) == 300
