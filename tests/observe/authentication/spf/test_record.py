"""The grammar of SPF records, term by term (RFC 7208 5, 6, 12)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.observe.authentication.spf.record import Record, Term, only_record, parse


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("all", Term("pass", "all")),
        ("-ALL", Term("fail", "all")),
        ("~a", Term("softfail", "a")),
        ("?a/24", Term("neutral", "a", None, 24)),
        ("a//64", Term("pass", "a", None, 32, 64)),
        ("mx:b.example/24//64", Term("pass", "mx", "b.example", 24, 64)),
        ("a:b/c.example", Term("pass", "a", "b/c.example")),
        ("a:%{d}/0", Term("pass", "a", "%{d}", 0)),
        ("ptr", Term("pass", "ptr")),
        ("ptr:b.example.", Term("pass", "ptr", "b.example.")),
        ("include:_spf.b.example", Term("pass", "include", "_spf.b.example")),
        ("exists:%{ir}.%{v}._spf.%{d2}", Term("pass", "exists", "%{ir}.%{v}._spf.%{d2}")),
        ("exists:b.%%", Term("pass", "exists", "b.%%")),
        ("ip4:192.0.2.1", Term("pass", "ip4", None, 32, 0, 0xC0000201)),
        ("ip4:192.0.2.1/24", Term("pass", "ip4", None, 24, 0, 0xC00002)),
        ("ip4:192.0.2.1/0", Term("pass", "ip4", None, 0, 0, 0)),
        ("ip6:2001:db8::1/32", Term("pass", "ip6", None, 0, 32, 0x20010DB8)),
    ],
)
def test_a_term(word: str, term: Term) -> None:
    assert parse(f"v=spf1 {word}") == Record((term,))


@pytest.mark.parametrize(
    "word",
    [
        "all:b.example",
        "all/8",
        "include",
        "include:",
        "include:b.example/24",
        "exists",
        "a:",
        "a:b",
        "a:b.",
        "a:b.123",
        "a:b.-c",
        "a:b.c-",
        "a:b.example:8080",
        "a/",
        "a/33",
        "a/032",
        "a//129",
        "a/24/64",
        "a/24//64//1",
        "mx:b.example/x",
        "ptr/24",
        "ptr:",
        "ip4",
        "ip4:",
        "ip4:192.0.2",
        "ip4:192.0.2.01",
        "ip4:192.0.2.1/33",
        "ip4:192.0.2.1//24",
        "ip4:2001:db8::1",
        "ip6:192.0.2.1",
        "ip6:2001:db8::1/129",
        "ip6:2001:db8::1%eth0",
        "ip6:::1::",
        "exists:%{x}.b.example",
        "exists:%{c}.b.example",
        "exists:%{d0}.b.example",
        "exists:%{d00r}.b.example",
        "exists:%{d",
        "exists:%d.b.example",
        "exists:b.%",
        "exists:b}",
        "exists:%%-",
        "exists:a\x7fb.example",
        "exists:\u00e9.example",
        "redirect=",
        "redirect=b",
        "exp=%{c}.b.example",
        "-redirect=b.example",
        "=b.example",
        "1a=b",
        "x=%(d)",
        "all\t",
        "ip5:192.0.2.1",
        "+-all",
        "allow",
    ],
)
def test_what_breaks_the_grammar_breaks_the_whole_record(word: str) -> None:
    assert parse(f"v=spf1 a {word} -all") is None


def test_modifiers() -> None:
    record = parse("v=spf1  redirect=b.example. x.y_z-1=%{c}:;! op= EXP=c.example ")
    assert record == Record((), "b.example.")
    assert parse("v=spf1 redirect=a.example REDIRECT=b.example") is None
    assert parse("v=spf1 exp=a.example exp=b.example") is None


def test_which_record_counts() -> None:
    empty = Record()
    assert only_record(("V=SPF1",), 100) == empty
    assert only_record(("v=spf10 -all", "v=spf1-all", "x", "v=spf1 "), 100) == empty
    assert only_record(("v=spf10",), 100) == "no-record"
    assert only_record(("v=spf1", "v=spf1"), 100) == "several-records"
    assert only_record(("v=spf1 " + "a " * 50,), 100) == "record-too-long"
    assert only_record(("v=spf1 b",), 100) == "record-syntax"


@given(st.text(st.sampled_from("ai:p4/%{d}r.-0129v=x "), max_size=60))
def test_any_text_is_read_without_a_word(text: str) -> None:
    parse("v=spf1 " + text)


def test_a_long_record_is_read_in_linear_time() -> None:
    started = time.process_time()
    for word in ("a", "/1", "%{d", "%{d}", "a.", "-", "//", ":", "a/1//1 ", "x=" * 3):
        parse("v=spf1 exists:" + word * 50_000)
        parse("v=spf1 a:" + word * 50_000)
    assert time.process_time() - started < 4


def test_long_records_are_read_and_not_remembered() -> None:
    """Parsed, a record takes fifty times as much as its text: a thousand long ones would fill the memory."""
    text = "v=spf1 " + "a " * 2_000 + "-all"
    record = only_record((text,), 8_192)
    assert isinstance(record, Record)
    assert len(record.terms) == 2_001
    assert only_record((text,), 8_192) is not record
    assert only_record(("v=spf1 a", "x" * 10_000), 8_192) is not only_record(("v=spf1 a", "x" * 10_000), 8_192)
    assert only_record(("v=spf1 mx -all",), 8_192) is only_record(("v=spf1 mx -all",), 8_192)
