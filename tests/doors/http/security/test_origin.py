"""Forms from elsewhere are refused by what the browser says of them."""

from __future__ import annotations

import pytest

from salver.config.schema import Http
from salver.doors.http.security.hosts import Hosts
from salver.doors.http.security.origin import from_our_page

HOSTS = Hosts(Http(listen="127.0.0.1:8025"))


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({}, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"sec-fetch-site": "same-site", "origin": "null"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "null"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://localhost:8025"}, False),
        ({"origin": "http://localhost:8025"}, True),
        ({"origin": "null"}, True),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "http://localhost:8026"}, False),
        ({"origin": "http://localhost:8025.evil.example"}, False),
        ({"origin": "http://[bad"}, False),
    ],
)
def test_what_the_browser_says(headers: dict[str, str], ours: bool) -> None:
    assert from_our_page(headers, HOSTS) is ours
