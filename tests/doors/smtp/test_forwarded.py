"""XFORWARD: attributes, xtext, and values that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.doors.smtp.forwarded import Forwarded, forwarded, from_xtext, parse_forward


def xtext(text: str) -> bytes:
    """As Postfix writes it (RFC 3461 4)."""
    return b"".join(
        bytes([octet]) if 0x21 <= octet <= 0x7E and octet not in b"+=" else b"+%02X" % octet
        for octet in text.encode("latin-1")
    )


@given(st.text(alphabet=st.characters(max_codepoint=255)))
def test_xtext_comes_back(text: str) -> None:
    assert from_xtext(xtext(text)) == text


@given(st.binary(max_size=40))
def test_any_bytes_are_xtext_or_not(value: bytes) -> None:
    text = from_xtext(value)
    assert text is None or from_xtext(xtext(text)) == text


@pytest.mark.parametrize("value", [b"a b", b"a=b", b"+", b"a+1", b"+0", b"+GG", b"+ 1", b"\x80", b"\0", b"+1 2"])
def test_what_is_no_xtext(value: bytes) -> None:
    assert from_xtext(value) is None


def test_an_unknown_attribute_or_nothing_at_all_is_refused() -> None:
    assert parse_forward(b"ADDR=192.0.2.1  Name=x") == {"ADDR": "192.0.2.1", "NAME": "x"}
    assert parse_forward(b"PORT=25 IDENT=1A SOURCE=REMOTE") == {"PORT": "25", "IDENT": "1A", "SOURCE": "REMOTE"}
    for rest in (b"", b"ADDR", b"LOGIN=x", b"ADDR=1 LOGIN=x", b"NAME=a+0Db", b"NAME=" + b"x" * 256, b"NAM\xc9=x"):
        assert parse_forward(rest) is None


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("192.0.2.25", "192.0.2.25"),
        ("IPV6:2001:DB8::25", "2001:db8::25"),
        ("ipv6:2001:db8:0::25", "2001:db8::25"),
        ("2001:db8::25", "2001:db8::25"),
        ("[UNAVAILABLE]", None),
        ("[192.0.2.25]", None),
        ("", None),
        ("a.socket", None),
        ("192.0.2.256", None),
    ],
)
def test_addresses(value: str, address: str | None) -> None:
    assert forwarded({"ADDR": value}).address == address


def test_what_is_unavailable_is_none() -> None:
    values = {"NAME": "[UNAVAILABLE]", "HELO": "[unavailable]", "PROTO": "[TEMPUNAVAIL]", "ADDR": "192.0.2.1"}
    assert forwarded(values) == Forwarded(address="192.0.2.1")
    assert forwarded({}) == Forwarded()
