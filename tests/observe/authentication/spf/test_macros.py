"""Macros: the examples of RFC 7208 7.4, and names that cannot be asked for."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.observe.authentication.spf.client import client
from salver.observe.authentication.spf.macros import Speaker, askable, expand, is_domain_spec, names_client

FOUR, SIX = client("192.0.2.3"), client("2001:db8::cb01")
assert FOUR is not None
assert SIX is not None
SPEAKER = Speaker(FOUR, "strong-bad", "email.example.com", "mx.example.org")


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ("%{s}", "strong-bad@email.example.com"),
        ("%{o}", "email.example.com"),
        ("%{d}", "email.example.com"),
        ("%{d4}", "email.example.com"),
        ("%{d3}", "email.example.com"),
        ("%{d2}", "example.com"),
        ("%{d1}", "com"),
        ("%{dr}", "com.example.email"),
        ("%{d2r}", "example.email"),
        ("%{l}", "strong-bad"),
        ("%{l-}", "strong.bad"),
        ("%{lr}", "strong-bad"),
        ("%{lr-}", "bad.strong"),
        ("%{l1r-}", "strong"),
        ("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
        ("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"),
        ("%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com"),
        ("%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "3.2.0.192.in-addr.strong.lp._spf.example.com"),
        ("%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net"),
        ("%{h}.%{p}", "mx.example.org.unknown"),
        ("%%%_%-", "% %20"),
        ("%{S}", "strong-bad%40email.example.com"),
        ("%{l-+}", "strong.bad"),
        ("%{d99999999999999999999}", "email.example.com"),
        ("plain.example", "plain.example"),
    ],
)
def test_an_example(spec: str, name: str) -> None:
    assert expand(spec, "email.example.com", SPEAKER) == name


def test_an_ipv6_client() -> None:
    assert SIX is not None
    name = expand("%{ir}.%{v}._spf.%{d2}", "email.example.com", SPEAKER._replace(client=SIX))
    assert name == "1.0.b.c." + "0." * 20 + "8.b.d.0.1.0.0.2.ip6._spf.example.com"


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("B.Example.", "b.example"),
        ("a b%c.example", "a b%c.example"),
        ("a..example", None),
        (".example", None),
        ("", None),
        ("a" * 63 + ".example", "a" * 63 + ".example"),
        ("a" * 64 + ".example", None),
        ("\u00fc.example", None),
        ("a\0.example", None),
        ("a\n.example", None),
    ],
)
def test_which_names_are_asked_for(name: str, asked: str | None) -> None:
    assert askable(name) == asked


def test_a_name_too_long_loses_labels_on_the_left() -> None:
    name = ".".join(["abc"] * 100)
    assert askable(name) == ".".join(["abc"] * 63)
    assert askable("a" * 300) is None


@given(st.text(st.sampled_from("ab.\u00e9-"), max_size=400))
def test_no_name_is_longer_than_names_may_be(name: str) -> None:
    asked = askable(name)
    assert asked is None or (len(asked) <= 253 and name.removesuffix(".").endswith(asked))


@given(st.lists(st.sampled_from(["%{h}", "%{sr}", "%{l2}", "%%", ".", "a", "b.c"]), max_size=60), st.integers(1, 255))
def test_of_a_long_name_the_end_alone_is_made(pieces: list[str], size: int) -> None:
    assert FOUR is not None
    speaker = Speaker(FOUR, "a.b", "e.example", "h." * (size // 2) + "h")
    whole = "".join(expand(piece, "d.example", speaker) for piece in pieces)
    made = expand("".join(pieces), "d.example", speaker)
    assert whole.endswith(made)
    assert askable(made) == askable(whole)


def test_what_is_made_and_kept_stays_small() -> None:
    """DOS-25: 2,000 times a name of 255 octets would be half a megabyte, for each of thousands of names."""
    assert FOUR is not None
    speaker = Speaker(FOUR, "a", "e.example", "h." * 127 + "h")
    assert len(expand("%{h}" * 2_000 + ".example", "d.example", speaker)) < 1_000


def test_which_specs_are_well_formed() -> None:
    assert is_domain_spec("%{d}")
    assert is_domain_spec("a.%{p3r.-}")
    assert not is_domain_spec("%{d}a")
    assert not is_domain_spec("example")
    assert not is_domain_spec("")
    assert names_client("a.%{P}.b")
    assert not names_client("p.example")


def test_many_macros_take_linear_time() -> None:
    assert FOUR is not None
    started = time.process_time()
    long = Speaker(FOUR, "a.-+,/_=" * 30, "b.example", "h" * 255)
    askable(expand("%{S}%{lr.-+,/_=}%{h}" * 400 + ".example", "b.example", long))
    is_domain_spec("%{s}" * 2_000 + "\x00")
    assert time.process_time() - started < 2
