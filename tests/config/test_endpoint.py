"""HOST:PORT."""

from __future__ import annotations

import pytest

from salver.config.endpoint import Endpoint, is_host, is_loopback, parse_endpoint


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("127.0.0.1:10025", "127.0.0.1", 10025),
        ("mail.home.example:25", "mail.home.example", 25),
        ("[::1]:0", "::1", 0),
        (" localhost:65535 ", "localhost", 65535),
    ],
)
def test_addresses_that_can_be_used(text: str, host: str, port: int) -> None:
    assert parse_endpoint(text) == Endpoint(host, port)


@pytest.mark.parametrize(
    "text",
    ["", "10025", ":10025", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:25", "[::1]", "a b:25", "x:-1", "x:٣",
     "300.1.1.1:25", "-a.example:25", "http://a.example:25", "[not]:25", "a..b:25"],
)  # fmt: skip
def test_addresses_that_cannot(text: str) -> None:
    assert parse_endpoint(text) is None


def test_an_endpoint_is_written_as_it_is_read() -> None:
    for text in ("127.0.0.1:25", "[::1]:25", "mail.example:25"):
        assert str(parse_endpoint(text)) == text


def test_loopback_is_this_machine_only() -> None:
    assert all(is_loopback(host) for host in ("localhost", "LOCALHOST.", "dev.localhost", "127.8.9.1", "::1", "[::1]"))
    assert not any(is_loopback(host) for host in ("0.0.0.0", "::", "localhost.example", "10.0.0.1", "mail.example"))


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("127.0.0.1:25", "localhost:25", True),
        ("0.0.0.0:25", "127.0.0.1:25", True),
        ("mail.example:25", "MAIL.example:25", True),
        ("127.0.0.1:25", "127.0.0.1:26", False),
        ("127.0.0.1:0", "127.0.0.1:0", False),
        ("0.0.0.0:25", "mail.example:25", False),
    ],
)
def test_a_circle_is_seen(one: str, other: str, meet: bool) -> None:
    first, second = parse_endpoint(one), parse_endpoint(other)
    assert first is not None
    assert second is not None
    assert first.meets(second) is meet


def test_labels_have_limits() -> None:
    assert is_host("a" * 63 + ".example")
    assert not is_host("a" * 64 + ".example")
    assert not is_host("a." * 127 + "example")
