from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.read.addresses import calendar_user, first_of_several, parse_addr_spec, parse_mailto


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ada@example.com", "ada@example.com"),
        ("Ada.B+tag@Mail.EXAMPLE.com", "Ada.B+tag@mail.example.com"),
        ("ada@localhost", "ada@localhost"),
        ("büro@exämple.test", "büro@exämple.test"),
        ("", None),
        ("ada", None),
        ("@example.com", None),
        ("ada@", None),
        ("ada@example..com", None),
        ("ada@-example.com", None),
        ("ada@example.com.", None),
        (".ada@example.com", None),
        ("ada..b@example.com", None),
        ("ada@b@example.com", None),
        ("ada b@example.com", None),
        ('"ada b"@example.com', None),
        ("ada@[192.0.2.1]", None),
        ("<ada@example.com>", None),
        ("ada@example.com,bob@example.com", None),
        ("ada@example.com\r\nBcc: x@example.com", None),
        ("ada\u200b@example.com", None),
        ("ada@exam\u202eple.com", None),
        ("ada@ban\u212a.example", None),
        ("ada@\uff45xample.com", None),
        ("ada@example\u3002com", None),
        ("ada@example\uff0ecom", None),
        ("ada@example\uff61com", None),
        ("ada@exa\ufffdmple.com", None),
        ("a\u3000da@example.com", None),
        ("ada@stra\u00dfe.example", "ada@stra\u00dfe.example"),
        ("a" * 300 + "@example.com", None),
        ("ada@" + "a" * 64 + ".example", None),
    ],
)
def test_addr_spec_is_strict(text: str, expected: str | None) -> None:
    assert parse_addr_spec(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("mailto:ada@example.com", "ada@example.com"),
        ("MAILTO:Ada@EXAMPLE.com", "Ada@example.com"),
        ("ada@example.com", "ada@example.com"),
        ("mailto:ada%2Btag@example.com", "ada+tag@example.com"),
        ("mailto:b%C3%BCro@example.com", "büro@example.com"),
        ("mailto:", None),
        ("mailto:Nextcloud", None),
        ("urn:uuid:c0a8", None),
        ("https://example.com/principals/ada", None),
        ("invalid:nomail", None),
        ("mailto:?to=ada@example.com", None),
        ("mailto:ada@example.com?cc=bob@example.com&body=x", None),
        ("mailto:ada@example.com%0d%0aBcc:bob@example.com", None),
        ("mailto:ada@example.com%3Fcc=x@example.com", None),
        ("mailto:ada@example.com,bob@example.com", None),
        ("mailto:ada@example.com;bob@example.com", None),
        ("mailto:mailto:ada@example.com", None),
        ("x@victim.example:mailto:ada@example.com", None),
        ("mailto:ada%@example.com", None),
        ("mailto:ada%ff@example.com", None),
        ("mailto:ada%00@example.com", None),
        ("mailto:ada%40example.com@evil.test", None),
    ],
)
def test_mailto_holds_one_address_or_none(value: str, expected: str | None) -> None:
    assert parse_mailto(value) == expected


@given(st.text(max_size=100))
def test_what_comes_out_is_always_safe_in_a_header(text: str) -> None:
    for address in (parse_mailto(text), parse_mailto("mailto:" + text), parse_addr_spec(text)):
        if address is not None:
            assert address.count("@") == 1
            assert not set(address) & set(' \t\r\n\0,;:<>()[]"\\')
            assert address.isprintable()


@pytest.mark.parametrize(
    ("value", "ours", "theirs"),
    [
        ("mailto:ada@example.com", "ada@example.com", "ada@example.com"),
        ("x@victim.example:mailto:e@evil.test", "e@evil.test", "x@victim.example"),
        ("mailto:x@victim.example:mailto:e@evil.test", "e@evil.test", "x@victim.example"),
        ("Meeting Desk:MAILTO:desk@example.com", "desk@example.com", "desk@example.com"),
        ("urn:uuid:1", None, None),
        ("a:mailto:b@example.com:c", None, "b@example.com"),
        ("http://eve@evil.test:mailto:ada@example.com", "ada@example.com", "eve@evil.test"),
    ],
)
def test_values_with_more_than_one_address(value: str, ours: str | None, theirs: str | None) -> None:
    assert (calendar_user(value), first_of_several(value)) == (ours, theirs)


def test_what_is_too_long_to_be_an_address_is_none() -> None:
    assert parse_mailto("mailto:" + " " * 5_000 + "a@example.com") is None
    assert parse_mailto("mailto:" + "%61" * 60 + "@example.com") == "a" * 60 + "@example.com"
