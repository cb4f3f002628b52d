"""The client's address."""

from __future__ import annotations

import pytest

from salver.observe.authentication.spf.client import client, value_of


def test_both_families() -> None:
    four, six = client("192.0.2.3"), client("2001:DB8:0::1")
    assert four is not None
    assert six is not None
    assert (four.number, four.bits, four.backwards) == (0xC0000203, 32, "3.2.0.192.in-addr.arpa")
    assert (six.text, six.bits) == ("2001:db8::1", 128)
    assert six.backwards == "1." + "0." * 23 + "8.b.d.0.1.0.0.2.ip6.arpa"


def test_ipv4_in_ipv6_clothes_is_ipv4() -> None:
    assert client("::ffff:192.0.2.3") == client("192.0.2.3")


@pytest.mark.parametrize("text", ["", "unix", "unknown", "192.0.2", "192.0.2.03", "fe80::1%eth0", "[192.0.2.3]", "1"])
def test_what_is_no_address(text: str) -> None:
    assert client(text) is None


def test_values() -> None:
    assert value_of("192.0.2.3") == 0xC0000203
    assert value_of("mx.example") is None
