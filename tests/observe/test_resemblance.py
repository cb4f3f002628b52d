"""Two domains: which are tricks, which only look like one, and which are honest neighbours (SPF-34)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.observe.likeness import resembles
from salver.observe.question import SURE
from salver.observe.resemblance import distance

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
    ("grosshandelbank.example", "grosshandlebank.example", "one-letter"),
    ("grosshndelbnk.example", "grosshandelbank.example", "few-letters"),
    ("victim-secure.example", "victim.example", "lure-added"),
    ("securevictim.example", "victim.example", "lure-added"),
    ("secure-victim.example", "victim.example", "lure-added"),
    ("victimlogin.test", "victim.example", "lure-added"),
    ("victim-hr.test", "victim.example", "lure-added"),
    ("v1ctim-secure.example", "victim.example", "lure-added"),
    ("victimgroup.test", "victim.example", "word-added"),
    ("victim.example.evil.test", "victim.example", "sub-domain"),
    ("mail.victim.example.evil.test", "victim.example", "sub-domain"),
    ("victim.example-login.test", "victim.example", "sub-domain"),
    ("secure-victim-example.evil.test", "victim.example", "sub-domain"),
    ("victim.evil.test", "victim.example", "label-below"),
    ("victim-corp.example", "victim.example", "word-added"),
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


@pytest.mark.parametrize(
    "domain",
    ["", "localhost", "192.0.2.1", "[192.0.2.1]", "..", "a..b", "xn--", "xn--\u00e9.example", "-.-", "x" * 300],
)
def test_what_is_no_name_resembles_nothing(domain: str) -> None:
    assert resembles(domain, ["victim.example"], ["own.example"]) == ()


MISTAKABLE = [
    # known, met, as one of our own
    ("tu-berlin.de", "fu-berlin.de", False),
    ("hu-berlin.de", "tu-berlin.de", False),
    ("hamburg.de", "homburg.de", False),
    ("hoffmann.de", "hofmann.de", False),
    ("stanford.edu", "stamford.edu", False),
    ("stripe.com", "strike.com", False),
    ("docker.com", "locker.com", False),
    ("volvo.com", "volvogroup.com", False),
    ("lufthansa.com", "lufthansagroup.com", False),
    ("lufthansa.com", "lufthansa-group.com", False),
    ("adobe.com", "adobesign.com", False),
    ("mueller.de", "spedition-mueller.de", True),
    ("mueller.de", "mueller-transporte.de", True),
    ("mueller.de", "mueller.ch", True),
    ("kirche.de", "kirche-bonn.de", True),
    ("bayer.com", "bayerit.com", False),
    ("grosshandelbank.example", "grosshndelbnk.example", False),
    ("paypal.com", "paypal.evil.test", False),
]


@pytest.mark.parametrize(("known", "met", "mine"), MISTAKABLE)
def test_what_honest_names_do_as_well_is_never_sure(known: str, met: str, mine: bool) -> None:
    found = resembles(met, [] if mine else [known], [known] if mine else [])
    assert [one.why for one in found if one.why in SURE] == []


SURE_TRICKS = [
    ("paypal.com", "paypal.com-login.test", "sub-domain"),
    ("paypal.com", "mail.paypal.com-login.test", "sub-domain"),
    ("paypal.com", "paypal.com-secure.net", "sub-domain"),
    ("paypal.com", "secure-paypal-com.evil.test", "sub-domain"),
    ("paypal.com", "secure-paypal-com.test", "sub-domain"),
    ("paypal.co.uk", "paypal.co.uk.evil.test", "sub-domain"),
    ("paypal.co.uk", "paypal.co.uk-login.test", "sub-domain"),
    ("paypal.com", "it-paypal.test", "lure-added"),
    ("paypal.com", "paypal-team-billing.com", "lure-added"),
    ("bundesbank.de", "bundesbnak.de", "one-letter"),
    ("acme-consulting.com", "acmeconsulting.com", "looks-the-same"),
    ("acme-consulting.com", "acme-consultlng.com", "looks-the-same"),
    ("paypal.com", "\u1d18aypal.com", "looks-the-same"),
]


@pytest.mark.parametrize(("known", "met", "why"), SURE_TRICKS)
def test_what_hardly_any_honest_name_does_is_sure(known: str, met: str, why: str) -> None:
    for found in (resembles(met, [known]), resembles(met, [], [known])):
        assert [(one.domain, one.why) for one in found] == [(known, why)]
        assert why in SURE


def test_whoever_rents_to_others_has_their_names_below_its_own() -> None:
    assert resembles("paypal.onmicrosoft.com", ["paypal.com"]) == ()
    assert resembles("gmail.evil.test", ["gmail.com"]) == ()
    assert [one.why for one in resembles("paypal.evil.test", ["paypal.com"])] == ["label-below"]


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


def test_long_names_cost_no_more_than_their_length() -> None:
    domain = ".".join(["-".join(["ab"] * 20)] * 4) + ".test"
    begin = time.process_time()
    resembles(domain, ["victim.example"], ["own.example"])
    assert time.process_time() - begin < 0.1
