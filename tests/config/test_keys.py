"""The flat list of keys says the same as the schema."""

from __future__ import annotations

import tomllib

import pytest

from salver.config.keys import Key, key_of, keys, paths, table_of, tables, value_at
from salver.config.schema import PersonSection, Settings
from salver.config.shape import fits


def test_sections_stand_in_the_order_of_the_schema() -> None:
    assert [table.path[0] for table in tables()] == list(Settings.__struct_fields__)


@pytest.mark.parametrize("key", list(keys()), ids=lambda key: key.dotted)
def test_every_key_explains_itself_with_an_example_that_may_stand_there(key: Key) -> None:
    assert key.why.endswith((".", ")")), "a reason is a sentence"
    assert fits(key, tomllib.loads(f"value = {key.example}")["value"]), key.example


@pytest.mark.parametrize("key", list(keys()), ids=lambda key: key.dotted)
def test_defaults_fit(key: Key) -> None:
    if key.required:
        assert key.default is None
    elif key.default is None:
        assert key.optional
    else:
        assert fits(key, list(key.default) if isinstance(key.default, tuple) else key.default)


def test_a_choice_lists_its_words_and_a_number_its_bounds() -> None:
    mode, port = key_of(("gate", "mode")), key_of(("submission", "port"))
    assert mode is not None
    assert port is not None
    assert mode.choices == ("observe", "protect")
    assert all(key.choices for key in keys() if key.kind == "choice")
    assert port.allowed == "a whole number from 1 to 65535"


def test_any_person_has_the_keys_of_a_person() -> None:
    assert key_of(("people", "nora", "addresses")) == key_of(("people", "ole", "addresses"))
    assert table_of(("people",)) is None
    assert key_of(("gate", "nothing")) is None
    assert key_of(()) is None


def test_paths_spell_people_out() -> None:
    settings = Settings(people={"nora": PersonSection(addresses=("nora@home.example",))})
    assert ("people", "nora", "time_zone") in set(paths(settings))
    assert not any(path[0] == "people" for path in paths(Settings()))
    assert value_at(settings, ("people", "nora", "addresses")) == ("nora@home.example",)
