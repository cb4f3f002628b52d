"""Bodies that are not written as their encoding says."""

from __future__ import annotations

import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.read.conformity import encoding_defect


@given(st.binary(max_size=500))
def test_what_the_library_writes_is_by_the_book(data: bytes) -> None:
    assert encoding_defect(base64.encodebytes(data), "base64") is None
    assert encoding_defect(base64.encodebytes(data).replace(b"\n", b"\r\n"), "base64") is None
    assert encoding_defect(quopri.encodestring(data), "quoted-printable") is None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"QUJD!QUJD\r\n", "base64-junk"),
        (b"-- a mailing list\r\nQUJD\r\n", "base64-junk"),
        (b"QUI=QUI=\r\n", "base64-padding-inside"),
        (b"QQ==\r\nQUJD\r\n", "base64-padding-inside"),
        (b"QQ===\r\n", "base64-padding-inside"),
        (b"QQ\r\n", "base64-incomplete"),
        (b"QUJD\r\nQ\r\n", "base64-incomplete"),
        (b"QUJD" * 20 + b"\r\n", "base64-line-long"),
        (b"", None),
        (b"QUJD \r\nQQ==\r\n\r\n", None),
    ],
)
def test_base64(body: bytes, code: str | None) -> None:
    assert encoding_defect(body, "base64") == code


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"a =3D b=\r\nc= \t\nd=", None),
        (b"a =3d b", "quoted-printable-lower-case"),
        (b"a = b", "quoted-printable-junk"),
        (b"a =0=0D b", "quoted-printable-junk"),
        (b"a =3d = b", "quoted-printable-junk"),
        (b"a" * 77, "quoted-printable-line-long"),
    ],
)
def test_quoted_printable(body: bytes, code: str | None) -> None:
    assert encoding_defect(body, "quoted-printable") == code


def test_uuencode_begins_and_ends() -> None:
    assert encoding_defect(b"begin 644 a.ics\r\n#86)C\r\n`\r\nend\r\n", "x-uuencode") is None
    assert encoding_defect(b"begin 644 a.ics\r\n#86)C\r\n", "x-uuencode") == "uuencode-incomplete"
    assert encoding_defect(b"#86)C\r\n", "x-uuencode") == "uuencode-incomplete"


def test_plain_bodies_have_nothing_to_keep_to() -> None:
    assert encoding_defect(b"= ! \xff", "8bit") is None
