"""Look-alikes are found, and honest neighbours are left alone (SPF-04, SPF-34)."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.observe.likeness import distance, likeness, resembles
from salver.observe.question import Likeness

TRICKS = [
    ("victirn.example", "victim.example", "looks-the-same"),
    ("v1ctim.example", "victim.example", "looks-the-same"),
    ("vlctim.example", "victim.example", "looks-the-same"),
    ("vvalter.example", "walter.example", "looks-the-same"),
    ("clelta.example", "delta.example", "looks-the-same"),
    ("c0ntoso.example", "contoso.example", "looks-the-same"),
    ("victirn.test", "victim.example", "looks-the-same"),
    ("vic-tim.example", "victim.example", "looks-the-same"),
    ("victimbank.example", "victim-bank.example", "looks-the-same"),
    ("victm.example", "victim.example", "few-letters"),
    ("viictim.example", "victim.example", "few-letters"),
    ("vitcim.example", "victim.example", "few-letters"),
    ("victam.example", "victim.example", "few-letters"),
    ("grosshandelbank.example", "grosshandlebank.example", "few-letters"),
    ("grosshndelbnk.example", "grosshandelbank.example", "few-letters"),
    ("victim-secure.example", "victim.example", "word-added"),
    ("securevictim.example", "victim.example", "word-added"),
    ("secure-victim.example", "victim.example", "word-added"),
    ("victimlogin.test", "victim.example", "word-added"),
    ("victim-hr.test", "victim.example", "word-added"),
    ("v1ctim-secure.example", "victim.example", "word-added"),
    ("victim.example.evil.test", "victim.example", "sub-domain"),
    ("mail.victim.example.evil.test", "victim.example", "sub-domain"),
    ("victim-example.evil.test", "victim.example", "sub-domain"),
    ("victim-example.test", "victim.example", "sub-domain"),
    ("gmai1.com", "gmail.com", "looks-the-same"),
    ("paypa1.test", "paypal.example", "looks-the-same"),
    ("micros0ft.example", "microsoft.example", "looks-the-same"),
]

HONEST = [
    ("victim.example", "victim.example"),
    ("mail.victim.example", "victim.example"),
    ("victim.example", "mail.victim.example"),
    ("victim.test", "victim.example"),  # another ending alone: many firms have several
    ("berlin-marathon.example", "berlin.example"),
    ("siemens-energy.example", "siemens.example"),
    ("ing-group.example", "ing.example"),
    ("gmx.net", "gmx.de"),
    ("hotmail.fr", "hotmail.com"),
    ("outlook.de", "outlook.com"),
    ("ymail.com", "gmail.com"),
    ("googlemail.com", "gmail.com"),
    ("googlemail.com", "google.com"),
    ("mail.com", "gmail.com"),
    ("facebookmail.com", "facebook.com"),
    ("studio54.example", "studio55.example"),
    ("team7house.example", "team8house.example"),
    ("mueller.example", "xn--mller-kva.example"),
    ("xn--mller-kva.example", "mueller.example"),
    ("cat.example", "car.example"),
    ("hp.example", "hr.example"),
    ("anna.example", "hanna.example"),
    ("bahn.example", "bahnhof.example"),
    ("mozilla.example", "godzilla.example"),
    ("oxford.example", "bedford.example"),
    ("fraunhofer.example", "frauenhilfe.example"),
    ("kde.example", "kdab.example"),
    ("collabora.test", "collabra-print.example"),
    ("linux.example", "linuxfoundation.example"),
    ("redhat.example", "blackhat.example"),
    ("evil.test", "victim.example"),
    ("victimology.example", "victim.example"),
    ("uni-bonn.example", "uni-bern.example"),
]


@pytest.mark.parametrize(("domain", "known", "why"), TRICKS)
def test_a_trick_is_found_and_named(domain: str, known: str, why: str) -> None:
    assert [(found.domain, found.why) for found in resembles(domain, [known])] == [(known, why)]


@pytest.mark.parametrize(("domain", "known"), HONEST)
def test_honest_neighbours_are_left_alone(domain: str, known: str) -> None:
    assert resembles(domain, [known]) == ()


@pytest.mark.parametrize(
    "letters",
    ["v\u0456ctim", "vict\u0456m", "\u03bdictim", "vict\u0131m", "vi\u0441tim", "v\u00edctim", "victim\u0301"],
)
def test_foreign_letters_look_the_same(letters: str) -> None:
    label = "xn--" + letters.encode("punycode").decode()
    for domain in (f"{letters}.example", f"{label}.example"):
        assert [found.why for found in resembles(domain, ["victim.example"])] == ["looks-the-same"]


def test_a_word_of_any_kind_beside_the_name_of_our_own_house() -> None:
    assert [found.why for found in resembles("victim-berlin.test", [], ["victim.example"])] == ["word-added"]
    assert resembles("victim-berlin.test", ["victim.example"]) == ()
    assert [found.why for found in resembles("victim.test", [], ["victim.example"])] == ["other-ending"]
    assert [found.why for found in resembles("victim.test", [], ["victim-bank.example"])] == ["word-dropped"]


def test_what_is_known_itself_resembles_nothing() -> None:
    assert resembles("victirn.example", ["victim.example", "victirn.example"]) == ()
    assert resembles("victirn.example", ["victim.example"], ["victirn.example"]) == ()


def test_our_own_stand_first_and_each_once() -> None:
    found = resembles("victirn.example", ["a.victim.example", "victim.example", "victlm.test"], ["victim.example"])
    assert [one.domain for one in found] == ["victim.example", "victlm.test"]


@pytest.mark.parametrize(
    "domain",
    ["", "localhost", "192.0.2.1", "[192.0.2.1]", "..", "a..b", "xn--", "xn--\u00e9.example", "-.-", "x" * 300],
)
def test_what_is_no_name_resembles_nothing(domain: str) -> None:
    assert resembles(domain, ["victim.example"], ["own.example"]) == ()


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


def test_an_answer_is_bounded() -> None:
    known = [f"ada@victim.{'a' * n}" for n in range(2, 30)]
    assert len(likeness("ada@victim.test", None, known).domains) == 8


def test_distance_counts_swapped_neighbours_once() -> None:
    assert distance("victim", "vitcim", 1) == 1
    assert distance("victim", "victim", 1) == 0
    assert distance("victim", "xictiy", 1) == 2
    assert distance("", "", 1) == 0
    assert distance("", "ab", 1) == 2


@given(st.text("abc", max_size=8), st.text("abc", max_size=8), st.integers(1, 2))
def test_distance_is_that_of_the_whole_table(one: str, other: str, most: int) -> None:
    table = [[max(i, j) if not (i and j) else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (one[i - 1] != other[j - 1])
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    assert distance(one, other, most) == min(table[-1][-1], most + 1)


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_is_answered(domain: str, called: str) -> None:
    likeness(f"a@{domain}", called, {"ada.berg@victim.example": "Ada Berg", f"b@{domain}": called})


def test_five_thousand_acquaintances_are_looked_through_quickly() -> None:
    known = {f"person{n}@firm{n * 7919 % 99991}house.example": f"Person Number{n}" for n in range(5_000)}
    likeness("x@victirn.example", "ada berg", known)
    best = min(_seconds(known) for _ in range(3))
    assert best < 0.25


def _seconds(known: dict[str, str]) -> float:
    start = time.process_time()
    likeness("x@victirn.example", "ada berg", known)
    return time.process_time() - start
