"""Which hosts are ours."""

from __future__ import annotations

import pytest

from salver.observe.authentication.networks import ours

NETWORKS = ("127.0.0.0/8", "::1", "unix", "192.0.2.7", "2001:db8::/32", "no network")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.255.0.1", True),
        ("128.0.0.1", False),
        ("::1", True),
        ("::2", False),
        ("192.0.2.7", True),
        ("192.0.2.8", False),
        ("2001:db8:1::9", True),
        ("2001:db9::", False),
        ("::ffff:127.0.0.1", True),
        ("unix", True),
        ("no network", False),
        ("", False),
        (None, False),
    ],
)
def test_a_host(host: str | None, expected: bool) -> None:
    assert ours(host, NETWORKS) is expected


def test_without_networks_nobody_is_ours() -> None:
    assert not ours("unix", ())
    assert not ours("127.0.0.1", ())
    assert not ours("unix", ("127.0.0.0/8",))
