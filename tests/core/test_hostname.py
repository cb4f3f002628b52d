"""Only host names may stand in our own sentences."""

from __future__ import annotations

import time

import pytest

from salver.core.hostname import a_labels, plain_host, shown_domain


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


@pytest.mark.parametrize(
    ("given", "one"),
    [
        ("Home.EXAMPLE", "home.example"),
        ("m\u00fcnchen.example", "xn--mnchen-3ya.example"),
        ("M\u00dcNCHEN.example", "xn--mnchen-3ya.example"),
        ("mu\u0308nchen\u3002example", "xn--mnchen-3ya.example"),
        ("XN--MNCHEN-3YA.example", "xn--mnchen-3ya.example"),
        ("\uff28\uff4f\uff4d\uff45\uff0eexample", "home.example"),
        ("stra\u00dfe.example", "xn--strae-oqa.example"),
        ("\u00fc" * 64 + ".example", "\u00fc" * 64 + ".example"),
        ("", ""),
    ],
)
def test_a_domain_has_one_spelling(given: str, one: str) -> None:
    assert a_labels(given) == one
    assert a_labels(one) == one


def test_long_labels_cost_nothing() -> None:
    begin = time.process_time()
    a_labels("\ufdfa" * 1_000_000)
    a_labels(".".join(["\ufdfa" * 63] * 1_000))
    assert time.process_time() - begin < 1
