"""Only host names may stand in our own sentences."""

from __future__ import annotations

import pytest

from salver.core.hostname import plain_host, shown_domain


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Acme.Example", "acme.example"),
        ("mail.acme.example.", "mail.acme.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("acme", None),
        ("acme.example. Call 555", None),
        ("acme.example\n", None),
        ("<b>.example", None),
        ("a" * 64 + ".example", None),
        ("a." * 200 + "example", None),
        ("", None),
        (None, None),
    ],
)
def test_plain_host(given: str | None, shown: str | None) -> None:
    assert plain_host(given) == shown


def test_shown_domain_of_an_address() -> None:
    assert shown_domain("anna@acme.example") == "acme.example"
    assert shown_domain("anna") == "?"
    assert shown_domain(None) == "?"
