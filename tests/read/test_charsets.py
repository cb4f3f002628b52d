from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.read.charsets import codec, second_reading, text, to_utf8


@pytest.mark.parametrize(
    "name", ["punycode", "idna", "zlib", "hex", "rot13", "undefined", "", "../x", "unicode_escape"]
)
def test_codecs_nobody_needs_are_not_looked_up(name: str) -> None:
    assert codec(name) is None


@given(st.binary(max_size=200), st.sampled_from(["utf-8", "iso-2022-jp", "utf-7", "gb2312", "nonsense", "utf-16"]))
def test_any_bytes_become_text(data: bytes, charset: str) -> None:
    assert isinstance(text(data, charset), str)
    assert isinstance(to_utf8(data, charset)[0], bytes)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_calendars_become_utf8(encoding: str) -> None:
    data, defect = to_utf8("BEGIN:VCALENDAR\r\nSUMMARY:Büro".encode(encoding))
    assert data.lstrip(b"\xef\xbb\xbf").decode() == "BEGIN:VCALENDAR\r\nSUMMARY:Büro"
    assert defect == "calendar-charset"


def test_latin1_by_its_parameter() -> None:
    assert to_utf8("Büro".encode("latin-1"), "ISO-8859-1") == ("Büro".encode(), "calendar-charset")


def test_utf8_is_left_alone_whatever_the_parameter_says() -> None:
    assert to_utf8("Büro".encode(), "iso-8859-1") == ("Büro".encode(), None)


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "utf-32"])
def test_a_plain_calendar_with_a_lying_charset_stays_plain(charset: str) -> None:
    data = b"BEGIN:VCALENDAR\r\nTZOFFSETTO:+0100\r\n"
    assert to_utf8(data, charset) == (data, "calendar-charset-wrong")


@pytest.mark.parametrize(("charset", "encoding"), [("iso-2022-jp", "iso2022_jp"), ("HZ-GB-2312", "hz")])
def test_sets_that_shift_become_utf8(charset: str, encoding: str) -> None:
    text = "BEGIN:VCALENDAR\r\nSUMMARY:会\r\n"
    assert to_utf8(text.encode(encoding), charset) == (text.encode(), "calendar-charset")
    assert to_utf8(b"SUMMARY:a~b\x1b(Z", charset)[1] == "calendar-charset-wrong"


def test_a_second_reading_only_where_ascii_changes() -> None:
    assert second_reading(b"+AFYAQw-", "utf-7") == b"VC"
    assert second_reading(b"VCAL\x1b(BENDAR", "iso-2022-jp") == b"VCALENDAR"
    assert second_reading(b"VCALENDAR", "utf-7") is None
    assert second_reading(b"+AFYAQw-", "utf-8") is None
    assert second_reading(b"+AFYAQw-", "cp037") is None
