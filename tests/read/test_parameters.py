from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.read.parameters import parse_parameterized


def test_well_formed_value_has_no_remarks() -> None:
    read = parse_parameterized(b'Text/Calendar; charset="UTF-8"; Method=REQUEST')
    assert read.value == "text/calendar"
    assert read.parameters == {"charset": "UTF-8", "method": "REQUEST"}
    assert (read.doubts, read.defects, read.others) == ((), (), ())


def test_double_semicolon_of_zoom_is_harmless() -> None:
    read = parse_parameterized(b"text/calendar; method=REQUEST;; charset=UTF-8")
    assert read.parameters == {"method": "REQUEST", "charset": "UTF-8"}
    assert read.doubts == ()
    assert read.defects == ("mime-empty-parameter",)


def test_the_standards_own_comment_is_harmless() -> None:
    # RFC 2045 5.1
    read = parse_parameterized(b"text/plain; charset=us-ascii (Plain text)")
    assert read.parameters == {"charset": "us-ascii"}
    assert read.doubts == ()
    assert read.defects == ("mime-comment",)


@pytest.mark.parametrize(
    "value",
    [
        b"text/calendar (x); charset=utf-8",
        b"text/plain; charset=utf-8 (; name=invite.ics)",
        b"text/plain; charset=utf-7 (Unicode)",
        b"multipart/mixed; boundary=b (b1)",
        b"multipart/mixed; boundary=b(c); charset=utf-8 (x)",
        b"text/plain; charset=utf-8 (x) (y)",
    ],
)
def test_every_other_comment_is_a_doubt(value: bytes) -> None:
    assert "mime-comment" in parse_parameterized(value).doubts


@pytest.mark.parametrize(
    ("value", "parameters"),
    [
        (b"a/b; name*0=inv; name*1=ite.ics", {"name": "invite.ics"}),
        (b"a/b; name*=utf-8''B%C3%BCro.ics", {"name": "Büro.ics"}),
        (b"a/b; name*0*=iso-8859-1'de'B%FC; name*1=ro.ics", {"name": "Büro.ics"}),
        (b"a/b; name=my invite.ics", {"name": "my invite.ics"}),
        (b'a/b; name="a\\"b.ics"', {"name": 'a"b.ics'}),
        (b'a/b; name="a;b.ics"; x=y', {"name": "a;b.ics", "x": "y"}),
        (b"a/b; name==?utf-8?q?B=C3=BCro.ics?=", {"name": "Büro.ics"}),
        ("a/b; name=Büro.ics".encode(), {"name": "Büro.ics"}),
        (b"a/b; name=x; name=x", {"name": "x"}),
    ],
)
def test_honest_file_names_are_read_without_doubt(value: bytes, parameters: dict[str, str]) -> None:
    read = parse_parameterized(value)
    assert read.parameters == parameters
    assert read.doubts == ()


@pytest.mark.parametrize(
    ("value", "doubt"),
    [
        (b"multipart/mixed; boundary=A; boundary=B", "mime-duplicate-parameter"),
        (b"multipart/mixed; boundary*0=A; boundary*1=B", "mime-extended-parameter"),
        (b"multipart/mixed; boundary=B (c)", "mime-comment"),
        (b"text/(x)calendar", "mime-comment"),
        (b"multipart/mixed boundary=B", "mime-missing-semicolon"),
        (b"=?utf-8?q?text/calendar?=", "mime-encoded-word"),
        (b"text/calendar\0", "mime-control-character"),
        (b'multipart/mixed; boundary="B', "mime-unbalanced"),
        (b'multipart/mixed; boundary="B" x', "mime-after-quoted-string"),
        (b"multipart/mixed; boundary=a b", "mime-boundary-blank"),
        (b"text/plain, text/calendar", "mime-type-malformed"),
        (b"a/b; x=" + b"y" * 100_000, "mime-value-too-long"),
    ],
)
def test_what_programs_read_differently_is_a_doubt(value: bytes, doubt: str) -> None:
    if doubt == "mime-value-too-long":
        value += b"\\"  # leaves the fast way
    assert doubt in parse_parameterized(value).doubts


@pytest.mark.parametrize(
    "value", [b"text / calendar", b"text/calendar/", b"text/(x)calendar", b"text/plain, text/calendar"]
)
def test_the_calendar_reading_of_a_malformed_type_is_kept(value: bytes) -> None:
    read = parse_parameterized(value)
    assert "text/calendar" in (read.value, *read.others)


def test_missing_semicolon_still_finds_the_boundary() -> None:
    assert parse_parameterized(b"multipart/mixed boundary=B").parameters == {"boundary": "B"}


@given(st.binary(max_size=300))
def test_any_bytes_are_read(value: bytes) -> None:
    read = parse_parameterized(value)
    assert read.value == read.value.lower()


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.from_regex(r"[ -!#-\[\]-~]{0,20}", fullmatch=True))
)
def test_quoted_parameters_come_back(parameters: dict[str, str]) -> None:
    value = "a/b" + "".join(f'; {name}="{text}"' for name, text in parameters.items())
    if "=?" not in value:
        assert parse_parameterized(value.encode()).parameters == parameters
