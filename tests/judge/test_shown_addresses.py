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
        ("jane@bank.example@evil.test", ("jane@bank.example", "bank.example@evil.test")),
        ("jane@bank.example.5", ("jane@bank.example",)),
        ("jane@bank.example." + "x" * 70, ("jane@bank.example",)),
        ("o\u2019brien@bank.example", ("o'brien@bank.example",)),
        ("jane@bank\u2024ex\u034fam\ufe0fple", ("jane@bank.example",)),
    ],
)
def test_what_a_reader_sees(name: str, addresses: tuple[str, ...]) -> None:
    assert shown_addresses(Untrusted(name)) == addresses


@pytest.mark.parametrize(
    "name", [None, "", "Jane", "yoga@home", "@jane", "jane@", "a@b..c", "1@2.3", "jane @ bank.example"]
)
def test_what_is_no_address(name: str | None) -> None:
    assert shown_addresses(Untrusted(name) if name is not None else None) == ()


@pytest.mark.parametrize(
    "behind", [*"#/=&+%$\\~!?*^{|\u00b7\u2192\u2713\u2013\u2014\u2022\u2666\u3164\u2800", "/x", "=CEO", "#1"]
)
def test_what_stands_behind_an_address_does_not_hide_it(behind: str) -> None:
    for name in (f"jane@bank.example{behind}", f"jane@bank.example{behind}CEO", f"{behind}jane@bank.example"):
        assert shown_addresses(Untrusted(name))[0].endswith("jane@bank.example"), name


@pytest.mark.parametrize(
    "name", ["jane @ bank.example", "jane@ bank.example", "jane @bank.example", "jane@bank .example"]
)
def test_blanks_inside_count_where_they_are_asked_for(name: str) -> None:
    assert shown_addresses(Untrusted(name)) == ()
    assert shown_addresses(Untrusted(name), apart=True) == ("jane@bank.example",)
    assert shown_addresses(Untrusted("lunch @ St. Pauli"), apart=True) == ()


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


@pytest.mark.parametrize(
    "piece", ["a", "@", "a@", "a@b.", "<", "\uff20a", "\ufdfa", "\ufdfa@", "-@-", " @ ", "\u00e9@\u00e9."]
)
def test_long_names_cost_what_their_beginning_costs(piece: str) -> None:
    most = DEFAULT_LIMITS.author_characters
    begin = time.process_time()
    for number in range(20):
        shown_addresses(Untrusted(piece * (10 * most) + str(number)))
        shown_addresses(Untrusted(piece * (10 * most) + f"@{number}"), apart=True)
    assert time.process_time() - begin < 0.2
