"""Links to sign in."""

from __future__ import annotations

import pytest

from salver.config.schema import Http, Settings
from salver.doors.http.desk import login_link


@pytest.mark.parametrize(
    ("http", "link"),
    [
        (Http(listen="127.0.0.1:8025"), "http://127.0.0.1:8025/login/T"),
        (Http(listen="[::1]:8025"), "http://[::1]:8025/login/T"),
        (Http(listen="0.0.0.0:8025"), "http://localhost:8025/login/T"),
        (Http(listen="[::]:8025"), "http://localhost:8025/login/T"),
        (Http(listen="127.0.0.1:8025", public_url="https://s.example/"), "https://s.example/login/T"),
    ],
)
def test_login_link(http: Http, link: str) -> None:
    assert login_link(Settings(http=http), "T") == link
