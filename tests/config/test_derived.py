"""What follows where nothing is written."""

from __future__ import annotations

import socket

import pytest

from salver.config.derived import authserv_id, inbox_address
from salver.config.schema import Http, IdentitySection


def test_our_own_id() -> None:
    assert authserv_id(IdentitySection(authserv_id="gate.example")) == "gate.example"
    assert authserv_id(IdentitySection()) == f"salver.{socket.gethostname()}"


@pytest.mark.parametrize(
    ("http", "address"),
    [
        (Http(listen="127.0.0.1:8025"), "http://127.0.0.1:8025"),
        (Http(listen="[::1]:8025"), "http://[::1]:8025"),
        (Http(listen="0.0.0.0:8025"), "http://localhost:8025"),
        (Http(listen="127.0.0.1:8025", public_url="https://salver.home.example/"), "https://salver.home.example"),
        (Http(listen=None), None),
    ],
)
def test_where_the_inbox_is(http: Http, address: str | None) -> None:
    assert inbox_address(http) == address
