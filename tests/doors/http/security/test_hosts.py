"""Which host names a request may name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.config.schema import Http
from salver.doors.http.security.hosts import Hosts

PLAIN = Hosts(Http(listen="127.0.0.1:8025"))
PUBLIC = Hosts(
    Http(
        listen="10.0.0.5:8025",
        public_url="https://salver.home.example",
        allowed_hosts=("inbox.home.example", "[2001:db8::5]"),
    )
)


@pytest.mark.parametrize(
    "host", ["localhost:8025", "LOCALHOST:8025", "127.0.0.1:8025", "[::1]:8025", "localhost.:8025"]
)
def test_loopback_names_with_our_port(host: str) -> None:
    assert PLAIN.allow(host)
    assert PUBLIC.allow(host)


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "evil.example",
        "evil.example:8025",
        "localhost",
        "localhost:80",
        "localhost:8025.evil.example",
        "localhost.evil.example:8025",
        "127.0.0.1.evil.example:8025",
        "localhost:8025@evil.example",
        "localhost:8025,evil.example",
        "[::1]:80",
        "[::1",
        "::1",
        "salver.home.example",
    ],
)
def test_others_are_refused(host: str | None) -> None:
    assert not PLAIN.allow(host)


@pytest.mark.parametrize(
    "host",
    ["salver.home.example", "Salver.Home.Example:443", "inbox.home.example:4444", "10.0.0.5:8025", "[2001:db8::5]:9"],
)
def test_public_and_allowed_names(host: str) -> None:
    assert PUBLIC.allow(host)


@pytest.mark.parametrize("host", ["salver.home.example:8025", "evil.salver.home.example", "home.example"])
def test_near_misses_of_the_public_name(host: str) -> None:
    assert not PUBLIC.allow(host)


def test_any_port_where_the_system_chose_one() -> None:
    assert Hosts(Http(listen="127.0.0.1:0")).allow("127.0.0.1:49152")
    assert not Hosts(Http(listen="127.0.0.1:0")).allow("evil.example:49152")


def test_nothing_listens_nothing_is_ours() -> None:
    assert not Hosts(Http(listen=None)).allow("localhost:8025")


@given(st.text())
def test_any_text_is_answered(host: str) -> None:
    assert PLAIN.allow(host) in (True, False)
