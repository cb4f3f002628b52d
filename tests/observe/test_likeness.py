"""Whom a speaker could be taken for, among everybody somebody knows (SPF-04, SPF-34)."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from salver.core.limits import Limits
from salver.observe.likeness import Acquaintances, likeness, resembles
from salver.observe.namesakes import name_in_address, same_name
from salver.observe.question import Likeness


def test_what_is_known_itself_resembles_nothing() -> None:
    assert resembles("victirn.example", ["victim.example", "victirn.example"]) == ()
    assert resembles("victirn.example", ["victim.example"], ["victirn.example"]) == ()


def test_our_own_stand_first_and_each_once() -> None:
    found = resembles("victirn.example", ["a.victim.example", "victim.example", "victlm.test"], ["victim.example"])
    assert [one.domain for one in found] == ["victim.example", "victlm.test"]


def test_names_of_known_people_at_other_addresses() -> None:
    known = {"ada.berg@firm.example": None, "zoe@firm.example": "Zoë Klein", "max@gmail.com": "Max Moritz"}
    assert likeness("x@evil.test", "ada berg", known).addresses == ("ada.berg@firm.example",)
    assert likeness("x@evil.test", "klein, zoe", known).addresses == ("zoe@firm.example",)
    assert likeness("x@evil.test", "dr. zoe klein (sales)", known).addresses == ("zoe@firm.example",)
    assert likeness("max.other@gmail.com", "max moritz", known).addresses == ("max@gmail.com",)
    assert likeness("x@evil.test", "ada", known) == Likeness()
    assert likeness("x@evil.test", None, known) == Likeness()
    assert likeness("a.berg@firm.example", "ada berg", known) == Likeness()  # of one house: they know better than we
    assert likeness("ada.berg@firm.example", "zoe klein", known) == Likeness()  # known itself


def test_another_ending_counts_where_the_person_is_the_same() -> None:
    known = ["ada@victim.example"]
    assert likeness("ada@victim.test", None, known).domains == ("victim.example",)
    assert likeness("bob@victim.test", None, known).domains == ()
    assert likeness("a.b@victim.test", "ada berg", {"x@victim.example": "Ada Berg"}).domains == ("victim.example",)
    assert likeness("ada@gmx.net", None, ["ada@gmx.de"]).domains == ()


def test_the_words_beside_a_name_are_left_out() -> None:
    known = {"ada@firm.example": "Ada Berg"}
    for called in ("ada berg ceo", "ada berg firm", "firm | ada berg", "ada berg - firm", "ada berg at firm"):
        assert likeness("x@evil.test", called, known).addresses == ("ada@firm.example",), called
    assert likeness("x@evil.test", "ada berg lund", known).addresses == ()


def test_reasons_stand_beside_their_domains_and_the_gravest_come_first() -> None:
    known = ["ada@victimbank.test", "bob@victim.example", "x@ictimhq.example"]
    found = likeness("ada@victim-secure.example", None, [*known, "ada@victim-secure.test"])
    assert found.domains == ("victim.example", "victim-secure.test")
    assert found.reasons == ("lure-added", "other-ending")
    many = [f"ada@victimhouse.{'a' * n}" for n in range(2, 12)] + ["bob@victirnhouse.example"]
    crowded = likeness("ada@victimhouse.example", None, many)
    assert (crowded.domains[0], crowded.reasons[0]) == ("victirnhouse.example", "looks-the-same")
    assert len(crowded.domains) == len(crowded.reasons) == 8


def test_an_answer_is_bounded() -> None:
    known = [f"ada@victim.{'a' * n}" for n in range(2, 30)]
    assert len(likeness("ada@victim.test", None, known).domains) == 8


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_is_answered(domain: str, called: str) -> None:
    likeness(f"a@{domain}", called, {"ada.berg@victim.example": "Ada Berg", f"b@{domain}": called})


_WORDS = ("ada", "berg", "bob", "brightwater", "cornerstone", "dr", "x")
_NAMES = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3).map(" ".join)
_LOCALS = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3).flatmap(
    lambda words: st.sampled_from("._-+").map(lambda separator: separator.join(words))
)
_DOMAINS = st.sampled_from(
    ("brightwater.example", "brightwaters.example", "brightwater.test", "cornerstone.example", "gmail.com", "x.test")
)
_ADDRESSES = st.builds("{}@{}".format, _LOCALS, _DOMAINS)


@settings(deadline=None, max_examples=500)
@given(st.dictionaries(_ADDRESSES, st.none() | _NAMES, max_size=12), _ADDRESSES, _NAMES)
def test_whoever_bears_the_name_is_among_those_who_are_compared(
    known: dict[str, str | None], address: str, called: str
) -> None:
    if address in known:
        return
    alone = [one for one, name in known.items() if likeness(address, called, {one: name}).addresses]
    together = likeness(address, called, known, (), Limits(lookalikes=100)).addresses
    bears = [one for one, name in known.items() if same_name(called, name) or name_in_address(called, one)]
    assert together == tuple(sorted(alone))
    if len(set(called.split())) < 2:  # one word, however often, is no name of anybody's own
        return
    house = address.rpartition("@")[2]
    expected = (one for one in bears if one.rpartition("@")[2] != house or house == "gmail.com")
    assert set(expected) <= set(together)


def _acquaintances() -> Acquaintances:
    return Acquaintances(
        {f"person{n}@firm{n * 7919 % 99991}-house.example": f"Person{n} Number{n}" for n in range(5_000)}
    )


def test_five_thousand_acquaintances_are_gathered_once_and_then_asked_quickly() -> None:
    people = _acquaintances()
    begin = time.process_time()
    people.alike("x@victirn.example", "ada berg", ())
    assert time.process_time() - begin < 1.5
    begin = time.process_time()
    for n in range(100):
        people.alike(f"x@victirn{n}.example", f"ada berg{n}", ())
    assert time.process_time() - begin < 0.25


def test_even_where_all_their_names_are_alike() -> None:
    people = _acquaintances()
    people.alike("x@victirn.example", None, ())
    begin = time.process_time()
    for n in range(10):
        people.alike(f"x@firm{n}x-house.example", f"person{n} number{n}", ())
    assert time.process_time() - begin < 1
