"""Addresses as they are compared."""

from __future__ import annotations

import pytest

from salver.core.envelope import bare_address, domain_of, mailbox_of, without_detail


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("Nora@Home.EXAMPLE.", "home.example"),
        ("nora@m\u00fcnchen.example", "xn--mnchen-3ya.example"),
        ("nora@xn--mnchen-3ya.example", "xn--mnchen-3ya.example"),
        ("nora@m\u00fcnchen\u3002example\u3002", "xn--mnchen-3ya.example"),
        ("nora@", None),
        ("nora", None),
        (None, None),
    ],
)
def test_the_domain_of_an_address_has_one_spelling(address: str | None, domain: str | None) -> None:
    assert domain_of(address) == domain


def test_one_mailbox_under_several_addresses() -> None:
    nora = {mailbox_of(one) for one in ("nora@m\u00fcnchen.example", "Nora+School@xn--mnchen-3ya.example")}
    assert nora == {"nora@xn--mnchen-3ya.example"}
    assert mailbox_of("nora+a@home.example") != mailbox_of("norb+a@home.example")


def test_what_is_written_around_an_address() -> None:
    assert bare_address(" <nora@home.example> ") == "nora@home.example"
    assert without_detail("nora+school@home.example") == "nora@home.example"
