"""Addresses in names: what a reader sees, and nothing else; in time that grows with the name."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS
from salver.core.untrusted import Untrusted
from salver.judge.shown_addresses import shown_addresses


@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("Jane Boss <jane@bank.example>", ("jane@bank.example",)),
        ("JANE@Bank.Example", ("jane@bank.example",)),
        ("\u2018jane@bank.example\u2019, or (joe@bank.example)", ("jane@bank.example", "joe@bank.example")),
        ("jane\uff20bank\uff0eexample", ("jane@bank.example",)),
        ("jane\u200b@bank.example", ("jane@bank.example",)),
        ("x@y@bank.example", ("y@bank.example",)),
        ("mail jane@bank.example.", ("jane@bank.example",)),
        ("jane@b\u00fccher.example", ("jane@xn--bcher-kva.example",)),
    ],
)
def test_what_a_reader_sees(name: str, addresses: tuple[str, ...]) -> None:
    assert shown_addresses(Untrusted(name)) == addresses


@pytest.mark.parametrize(
    "name", [None, "", "Jane", "yoga@home", "@jane", "jane@", "a@b..c", "1@2.3", "jane @ bank.example"]
)
def test_what_is_no_address(name: str | None) -> None:
    assert shown_addresses(Untrusted(name) if name is not None else None) == ()


@given(
    st.from_regex(r"[a-z]{1,8}@[a-z]{2,8}\.example", fullmatch=True),
    st.sampled_from(["{}", "<{}>", "Jo ({})", "'{}'", "a, {};"]),
)
def test_an_address_is_found_in_whatever_stands_around_it(address: str, around: str) -> None:
    assert shown_addresses(Untrusted(around.format(address))) == (address,)


@given(st.text(alphabet="a@.<>\"'\u200b\uff20 ", max_size=200))
def test_nothing_fails_and_all_are_addresses(text: str) -> None:
    for address in shown_addresses(Untrusted(text)):
        local, at, domain = address.partition("@")
        assert local
        assert at
        assert "." in domain


@pytest.mark.parametrize("piece", ["a", "@", "a@", "a@b.", "<", "\uff20a"])
def test_long_names_cost_what_their_beginning_costs(piece: str) -> None:
    most = DEFAULT_LIMITS.author_characters
    begin = time.process_time()
    shown_addresses(Untrusted(piece * (100 * most)))
    assert time.process_time() - begin < 0.1
