"""The DKIM-Signature field (RFC 6376 3.5): what can be tried, and the reason for what cannot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS
from salver.observe.authentication.dkim.signature import (
    Broken,
    Signature,
    read_arc_signature,
    read_dkim,
    read_seal,
)

USUAL = {
    "v": "1",
    "a": "rsa-sha256",
    "d": "sender.example",
    "s": "sel",
    "h": "from:to",
    "bh": "AQID",
    "b": "AQIDBAUG",
}


def _field(field: str = "DKIM-Signature", /, **tags: str | None) -> bytes:
    listed: dict[str, str | None] = {**USUAL, **tags}
    return f"{field}: {'; '.join(f'{tag}={value}' for tag, value in listed.items() if value is not None)}".encode()


def _read(**tags: str | None) -> Signature:
    found = read_dkim(_field(**tags), DEFAULT_LIMITS)
    assert isinstance(found, Signature), found
    return found


def _why(**tags: str | None) -> str:
    found = read_dkim(_field(**tags), DEFAULT_LIMITS)
    assert isinstance(found, Broken), found
    return found.why


def test_a_signature_with_all_its_tags() -> None:
    found = _read(
        c="simple/relaxed", q="dns/txt", i="Ann=20Lee@Mail.Sender.Example", t="1793523600", x="1793610000", l="12",
        h=" From : To :\r\n\tSubject ", darn="Recipient.Example", d="Sender.Example", s="Sel", z="whatever",
    )  # fmt: skip
    assert (found.header_form, found.body_form) == ("simple", "relaxed")
    assert found.identifier == "Ann Lee@mail.sender.example"
    assert found.below
    assert found.signed == ("from", "to", "subject")
    assert (found.signed_at, found.expires, found.length) == (1793523600, 1793610000, 12)
    assert found.recipient_domain == "recipient.example"
    assert found.key_name == "sel._domainkey.sender.example"
    assert (found.b, found.b_shown, found.body_hash) == (b"\1\2\3\4\5\6", "AQIDBAUG", b"\1\2\3")


def test_what_may_be_left_out() -> None:
    found = _read()
    assert (found.header_form, found.body_form) == ("simple", "simple")  # RFC 6376 3.5
    assert (found.identifier, found.signed_at, found.expires, found.length) == (None, None, None, None)
    assert not found.below


@pytest.mark.parametrize(
    ("form", "forms"),
    [("relaxed", ("relaxed", "simple")), ("simple", ("simple", "simple")), ("relaxed/relaxed", ("relaxed", "relaxed"))],
)
def test_canonicalization(form: str, forms: tuple[str, str]) -> None:
    found = _read(c=form)
    assert (found.header_form, found.body_form) == forms


def test_the_case_of_a_word_means_nothing() -> None:
    # RFC 5234 2.3
    found = _read(a="RSA-SHA256", c="Relaxed/SIMPLE", q="DNS/txt", h="From:TO")
    assert (found.algorithm, found.header_form, found.body_form) == ("rsa-sha256", "relaxed", "simple")
    assert found.signed == ("from", "to")


@pytest.mark.parametrize("tag", ["a", "d", "s", "h", "bh", "b"])
def test_required_tags(tag: str) -> None:
    assert _why(**{tag: None}) == "syntax"


@pytest.mark.parametrize(
    ("tags", "why"),
    [
        ({"v": None}, "version"),
        ({"v": "0.5"}, "version"),
        ({"v": "2"}, "version"),
        ({"a": "rsa-sha1"}, "sha1"),
        ({"a": ""}, "syntax"),
        ({"a": "rsa-sha512"}, "algorithm"),
        ({"a": "RSA-SHA1"}, "sha1"),
        ({"c": "nofws"}, "algorithm"),
        ({"c": ""}, "algorithm"),
        ({"c": "relaxed/"}, "algorithm"),
        ({"q": "http/post"}, "algorithm"),
        ({"d": ""}, "domain"),
        ({"d": "example"}, "domain"),
        ({"d": "bank.example'a.evil.test"}, "domain"),  # AUTH-04
        ({"d": "sender.example\0"}, "domain"),
        ({"d": "sender.example."}, "domain"),
        ({"s": ""}, "selector"),
        ({"s": "sel._domainkey.bank.example\0"}, "selector"),  # AUTH-03
        ({"s": "sel/x"}, "selector"),
        ({"s": ".".join(["abcdefg"] * 31)}, "selector"),
        ({"i": "ann@other.example"}, "identity"),
        ({"i": "ann@evilsender.example"}, "identity"),
        ({"i": "@example"}, "identity"),
        ({"i": "ann"}, "identity"),
        ({"i": "a=0Ann@sender.example"}, "identity"),
        ({"i": "@sender.example\0.evil.test"}, "identity"),
        ({"h": ""}, "from-unsigned"),
        ({"h": "to:subject"}, "from-unsigned"),
        ({"bh": "!"}, "syntax"),
        ({"b": ""}, "syntax"),
        ({"b": "AQ ID!"}, "syntax"),
        ({"t": ""}, "syntax"),
        ({"t": "-1"}, "syntax"),
        ({"t": "1e9"}, "syntax"),
        ({"x": "soon"}, "syntax"),
        ({"t": "20", "x": "19"}, "syntax"),
        ({"l": "-1"}, "syntax"),
        ({"l": "9" * 30}, "syntax"),
    ],
)
def test_reasons(tags: dict[str, str | None], why: str) -> None:
    assert _why(**tags) == why


def test_a_refused_field_still_says_whose_it_claims_to_be_where_that_can_be_said() -> None:
    found = read_dkim(_field(a="rsa-sha1"), DEFAULT_LIMITS)
    assert found == Broken("sha1", "sender.example", "sel")
    found = read_dkim(_field(d="bank.example'a.evil.test"), DEFAULT_LIMITS)
    assert found == Broken("domain", None, "sel")


def test_a_field_that_is_too_long_is_not_read() -> None:
    found = read_dkim(_field(z="x" * DEFAULT_LIMITS.dkim_signature_bytes), DEFAULT_LIMITS)
    assert found == Broken("syntax")


def test_a_tag_that_comes_twice_spoils_the_field() -> None:
    assert read_dkim(_field() + b"; d=other.example", DEFAULT_LIMITS) == Broken("syntax")


def test_the_value_of_b_is_deleted_with_the_blanks_around_it() -> None:
    field = (
        b"DKIM-Signature: v=1; a=rsa-sha256; d=sender.example; s=sel; h=from; bh=AQID;\r\n b =\r\n AQ\r\n ID ;c=simple"
    )
    found = read_dkim(field, DEFAULT_LIMITS)
    assert isinstance(found, Signature)
    assert found.unsigned == field.replace(b"=\r\n AQ\r\n ID ;", b"=;")


def test_domains_in_other_scripts_become_a_labels() -> None:
    assert _read(d="bücher.example", i="@bücher.example").domain == "xn--bcher-kva.example"


def test_what_differs_in_arc() -> None:
    field = _field("ARC-Message-Signature", v=None, i="1", h="to")
    found = read_arc_signature(field, DEFAULT_LIMITS)
    assert isinstance(found, Signature)
    assert (found.header_form, found.body_form, found.identifier) == ("relaxed", "relaxed", None)
    sealed = read_arc_signature(_field(h="from:arc-seal", i="1"), DEFAULT_LIMITS)
    assert isinstance(sealed, Broken)
    assert read_arc_signature(b"ARC-Message-Signature: ;;", DEFAULT_LIMITS) == Broken("syntax")


def test_a_seal_signs_no_fields_and_no_body() -> None:
    seal = read_seal(_field("ARC-Seal", v=None, h=None, bh=None, cv="none", i="1"), DEFAULT_LIMITS)
    assert isinstance(seal, Signature)
    assert (seal.body_hash, seal.signed) == (b"", ())
    assert read_seal(_field("ARC-Seal", bh=None, cv="none"), DEFAULT_LIMITS) == Broken("syntax")
    assert read_seal(_field("ARC-Seal", h=None, bh=None, d="x"), DEFAULT_LIMITS) == Broken("domain", None, "sel")


@given(st.binary(max_size=200))
def test_any_octets_are_read_or_refused(value: bytes) -> None:
    for read in (read_dkim, read_arc_signature, read_seal):
        assert isinstance(read(b"DKIM-Signature:" + value, DEFAULT_LIMITS), Signature | Broken)


@given(st.sampled_from(sorted(USUAL)), st.text(max_size=12))
def test_any_value_of_a_tag_is_read_or_refused(tag: str, value: str) -> None:
    field = _field(**{tag: value})
    found = read_dkim(field, DEFAULT_LIMITS)
    if isinstance(found, Signature):
        assert found.key_name.isascii()
        assert not set(found.key_name) & set(" \0'\"()\\")
