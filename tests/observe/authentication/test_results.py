"""Authentication-Results, as RFC 8601 writes it and as attackers might."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.observe.authentication.results import authserv_id, parse


def test_a_plain_field() -> None:
    parsed = parse(b" mx.example; spf=pass smtp.mailfrom=a@b.example; dkim=pass header.d=b.example header.s=s1")
    assert parsed is not None
    assert parsed.authserv_id == "mx.example"
    spf, dkim = parsed.results
    assert (spf.method, spf.result, spf.properties) == ("spf", "pass", {"smtp.mailfrom": "a@b.example"})
    assert dkim.properties == {"header.d": "b.example", "header.s": "s1"}


def test_comments_everywhere_and_folds() -> None:
    # RFC 8601 appendix B.7 puts a comment at every place where one may stand.
    value = (
        b" foo.example.net (foobar) 1 (baz);\r\n dkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n"
        b" policy (A dot can go here) . (like that) expired (this surprised me) = (as I was not expecting it)"
        b" 1362471462"
    )
    parsed = parse(value)
    assert parsed is not None
    assert parsed.authserv_id == "foo.example.net"
    (result,) = parsed.results
    assert (result.method, result.result) == ("dkim", "fail")
    assert result.properties == {"policy.expired": "1362471462"}


def test_quoted_strings_hold_semicolons() -> None:
    parsed = parse(b'mx.example; dmarc=fail reason="see; dmarc=pass" header.from=b.example')
    assert parsed is not None
    assert [(r.method, r.result) for r in parsed.results] == [("dmarc", "fail")]
    assert parsed.results[0].properties == {"header.from": "b.example"}


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"; spf=pass",
        b"mx.example 2; spf=pass",
        b"mx.example; spf",
        b"mx.example; (spf=pass",
        b'mx.example; spf="pass',
        b"mx.example) ; spf=pass",
    ],
)
def test_what_is_not_well_formed_is_nothing(value: bytes) -> None:
    assert parse(value) is None


def test_none_and_unknown_versions() -> None:
    nothing = parse(b"mx.example; none")
    assert nothing is not None
    assert nothing.results == ()
    later = parse(b"mx.example; dkim/2=pass header.d=b.example; spf=pass")
    assert later is not None
    assert [r.method for r in later.results] == ["spf"]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_a_word(value: bytes) -> None:
    parse(value)


@given(st.text(st.sampled_from('ab.;=/()" \\\r\n@1'), max_size=80))
def test_grammar_soup_never_raises(value: str) -> None:
    parse(value.encode())


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (b" mx.example; spf=pass", "mx.example"),
        (b" (a (nested) comment) MX.example. (c) 1; none", "mx.example"),
        (b'"mx.example"; none', "mx.example"),
        (b" mx.example; (never closed", "mx.example"),
        (b" mx. home.example; none", "mx"),
        (b" mx .home.example; none", "mx"),
        (b" mx\r\n .home.example; none", "mx"),
        (b'"mx".home.example; none', None),
        (b"mx=1; none", None),
        (b"(never closed mx.example", None),
        (b"", None),
        (b"; none", None),
    ],
)
def test_whose_field_it_is(value: bytes, name: str | None) -> None:
    assert authserv_id(value) == name


def test_parse_and_id_agree() -> None:
    assert parse(b" mx. home.example; spf=pass") is None
    assert parse(b" mx .home.example; spf=pass") is None


def test_what_no_honest_server_writes_is_not_read() -> None:
    field = b"mx.example" + b"; dkim=pass header.d=a.example" * 50
    parsed = parse(field)
    assert parsed is not None
    assert len(parsed.results) == 50
    assert parse(field + b"; dkim=pass") is None
    assert parse(b"mx.example; spf=pass (" + b"x" * 16_361 + b")") is not None
    assert parse(b"mx.example; spf=pass (" + b"x" * 16_362 + b")") is None


def test_a_long_value_is_read_in_linear_time() -> None:
    started = time.process_time()
    parse(b"mx.example; spf=pass smtp.mailfrom=" + b"a." * 200_000)
    parse(b"a." * 200_000 + b"; none")
    assert time.process_time() - started < 2


def test_properties_of_a_type_we_do_not_know_are_left_out() -> None:
    parsed = parse(b"mx.example; spf=pass smtp.mailfrom=a@b.example x.mailfrom=c.example dns.sec=yes policy.dmarc=none")
    assert parsed is not None
    assert parsed.results[0].properties == {"smtp.mailfrom": "a@b.example", "policy.dmarc": "none"}
