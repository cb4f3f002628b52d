"""Skeletons: equal for what looks alike (UTS 39 4)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.observe.skeleton import shown, skeleton, spelt_out


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paypal", "p\u0430yp\u0430l"),
        ("modern", "rnodern"),
        ("window", "vvindow"),
        ("dell", "cleii"),
        ("google", "g00g1e"),
        ("caf\u00e9", "cafe"),
        ("\u0501ell", "dell"),
        ("\uff47mail", "gmail"),
        ("stra\u00dfe", "strasse"),
        ("\u043a\u043e\u0442", "kot"),
    ],
)
def test_these_look_alike(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_these_do_not() -> None:
    assert len({skeleton(word) for word in ("paypal", "papyal", "house", "mouse", "\u6771\u4eac")}) == 5


@given(st.text(max_size=30))
def test_a_skeleton_has_no_marks(text: str) -> None:
    assert not any(unicodedata.combining(c) for c in skeleton(text))


def test_letters_of_ones_own_are_spelt_out() -> None:
    assert spelt_out("M\u00fcller") == "mueller"
    assert spelt_out("stra\u00dfe") == "strasse"


def test_labels_are_shown_in_their_script() -> None:
    assert shown("xn--mller-kva") == "m\u00fcller"
    assert shown("XN--MLLER-KVA") == "m\u00fcller"
    assert shown("Plain") == "plain"
    assert shown("xn--\u00e9") == "xn--\u00e9"


@given(st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True))
def test_case_makes_no_difference(label: str) -> None:
    assert skeleton(label.upper()) == skeleton(label)
