"""Names of strangers: one name at every place, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.observe.authentication.domains import may_be_asked, valid_domain, valid_selector


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("sender.example", "sender.example"),
        ("Mail.SENDER.Example", "mail.sender.example"),
        ("_spf.sender.example", "_spf.sender.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("1.2.example", "1.2.example"),
        # Letters of their own since IDNA 2008 (RFC 5894 7.2): they led to strasse and to a name with another sigma.
        ("straße.example", "xn--strae-oqa.example"),
        ("φως.example", "xn--3xahj.example"),
    ],
)
def test_a_domain_is_lower_case_a_labels(text: str, name: str) -> None:
    assert valid_domain(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example",  # one label
        ".example",
        "sender..example",
        "sender.example.",
        "sender example",
        "sender.example\0",
        "bank.example\0.evil.test",  # AUTH-03
        "bank.example'a.evil.test",  # AUTH-04
        'bank.example"a.evil.test',
        "bank.example(a.evil.test",  # AUTH-05
        "bank.example;x",
        "bank.example\n",
        "any@bank.example",
        "-bank.example",
        "bank-.example",
        "[192.0.2.1]",
        "a" * 64 + ".example",
        ".".join(["abcdefgh"] * 32) + ".example",
        "bank。example",  # another full stop
        "ⓑank.example",  # would be mapped to bank.example
        "ab\u200dc.example",  # a joiner, which nobody sees
        "ab\u200cc.example",
        "ﬁne.example",  # one sign for two letters
        "\ufffd.example",
    ],
)
def test_anything_else_is_no_domain(text: str) -> None:
    assert valid_domain(text) is None


def test_a_selector_may_be_one_label_or_more() -> None:
    assert valid_selector("S1") == "s1"
    assert valid_selector("a.b_c") == "a.b_c"
    assert valid_selector("a\0b") is None
    assert valid_selector("") is None


def test_a_long_selector_before_a_long_domain_is_not_asked_for() -> None:
    assert may_be_asked("sel._domainkey.sender.example")
    assert not may_be_asked("x." * 130 + "example")


@given(st.text(max_size=80))
def test_what_is_valid_stays_what_it_is(text: str) -> None:
    name = valid_domain(text)
    if name is not None:
        assert valid_domain(name) == name
        assert name.isascii()
        assert name == name.lower()
        assert not set(name) & set(" \t\r\n\0'\"();@\\")
