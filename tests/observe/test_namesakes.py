"""Names of people, in any dress."""

import pytest

from salver.observe.namesakes import local_words, name_in_address, names, readings, same_name


@pytest.mark.parametrize(
    "other",
    [
        "Ada Berg",
        "berg, ada",
        "ADA  BERG",
        "Dr. Ada Berg",
        "Ada Berg (Sales)",
        "Ada M. Berg",
        "Ada Berg via Staff",
        "\u0410da Berg",
        "Ada B\u00e9rg",
        "Ada Berg [extern]",
        "A\u200bda Berg",
        "Ada B\u00aderg",
        "Ada B\u034ferg",
        "Ada Be\u202erg",
        "Ada B\ufe0ferg",
        "Ada\u3164Berg",
        "Ada\u2800Berg",
        "\u1d00\u1d05\u1d00 \u0299\u1d07\u0280\u0262",
        "\U0001d400\U0001d41d\U0001d41a Berg",
        "Ada Berg CEO",
        "Ada B3rg",
        "Ada Berg 2",
        "Ada Berg | Acme",
        "Acme - Ada Berg",
        "Ada Berg at Acme",
    ],
)
def test_one_person_in_many_dresses(other: str) -> None:
    assert same_name("Ada Berg", other)


@pytest.mark.parametrize("other", [None, "", "Ada", "Berg", "Ada Berger", "Ada Berg Lund", "Bada Erg", "via Ada Berg"])
def test_somebody_else(other: str | None) -> None:
    assert not same_name("Ada Berg", other)


def test_one_word_is_no_name() -> None:
    assert not same_name("Support", "Support")
    assert names("Support") == ("support",)


def test_a_local_part_made_of_the_name() -> None:
    assert name_in_address("Ada Berg", "ada.berg@firm.example")
    assert name_in_address("Ada Berg", "berg_ada@firm.example")
    assert not name_in_address("Ada Berg", "ada@firm.example")
    assert not name_in_address(None, "ada.berg@firm.example")


def test_a_name_without_end_is_cut() -> None:
    assert len(names("ab " * 100_000)) < 100


def test_the_name_of_the_house_beside_it_counts_for_nothing() -> None:
    assert not same_name("Ada Berg", "Ada Berg Acme")
    assert same_name("Ada Berg", "Ada Berg Acme", frozenset({"acme"}))
    assert name_in_address("Ada Berg Acme", "ada.berg@firm.example", frozenset({"acme"}))


def test_a_subaddress_is_no_part_of_the_name() -> None:
    assert local_words("ada.berg+news@firm.example") == ("ada", "berg")


def test_the_whole_name_is_read_first_and_then_its_pieces() -> None:
    assert readings("Ada Berg | Acme") == (("acme", "ada", "berg"), ("ada", "berg"), ("acme",))
    assert readings("") == readings(None) == ()
