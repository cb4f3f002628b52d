"""Names of people, in any dress."""

import pytest

from salver.observe.namesakes import name_in_address, names, same_name


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
