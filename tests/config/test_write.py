"""Writing a whole file, and changing one key in somebody's own."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salver.config.check import check
from salver.config.keys import keys
from salver.config.places import Places
from salver.config.schema import Settings
from salver.config.write import literal, render, set_key, write_private

MODE = ("gate", "mode")


def test_a_rendered_file_says_what_was_chosen_and_nothing_else() -> None:
    text = render({MODE: "observe", ("people", "nora", "addresses"): ("nora@home.example",)}, title="Ours")
    assert tomllib.loads(text) == {
        **{section: {} for section in Settings.__struct_fields__},
        "gate": {"mode": "observe"},
        "people": {"nora": {"addresses": ["nora@home.example"]}},
    }
    assert all(len(line) <= 110 for line in text.splitlines())


def test_every_key_stands_in_a_rendered_file_with_its_reason() -> None:
    text = render({}, title="Ours")
    for key in keys():
        assert f"\n# {key.path[-1]} = " in text, key.dotted
    unwrapped = " ".join(line.removeprefix("# ") for line in text.splitlines())
    assert all(key.why in unwrapped for key in keys())


def test_the_comments_of_a_rendered_file_hold_valid_values() -> None:
    """Taking away the # before every key leaves a file that can be read."""
    names = {key.path[-1] for key in keys()}
    lines = [line.removeprefix("# ") for line in render({}, title="Ours").splitlines()]
    opened = [line for line in lines if line.startswith("[") or line.partition(" = ")[0] in names]
    tree = tomllib.loads("\n".join(line for line in opened if "_file = " not in line))
    _, problems = check(tree, Places(file="x"))
    assert problems == []


@settings(deadline=None)
@given(st.one_of(st.text(), st.booleans(), st.integers(), st.lists(st.text()).map(tuple)))
def test_literals_are_read_as_they_were_meant(value: str | bool | int | tuple[str, ...]) -> None:
    try:
        str(value).encode("utf-8")
    except UnicodeEncodeError:
        return
    read = tomllib.loads(f"value = {literal(value)}")["value"]
    assert read == (list(value) if isinstance(value, tuple) else value)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[gate]\nmode = 'observe'\n", '[gate]\nmode = "protect"\n'),
        ("[gate] # the gate\n  mode='x'# why # not\n", '[gate] # the gate\n  mode = "protect"  # why # not\n'),
        ('[gate]\r\nmode = "a # b"   # c\r\n', '[gate]\r\nmode = "protect"  # c\r\n'),
        ("[gate]\npreset = 'personal'\n", "[gate]\nmode = \"protect\"\npreset = 'personal'\n"),
        ("[log]\nlevel = 'info'", "[log]\nlevel = 'info'\n\n[gate]\nmode = \"protect\"\n"),
        ("[log]\n\n\n", '[log]\n\n[gate]\nmode = "protect"\n'),
        ("gate.mode = 'x' # y\n", 'gate.mode = "protect"  # y\n'),
        ("", '[gate]\nmode = "protect"\n'),
    ],
)
def test_one_key_changes_and_nothing_else(before: str, after: str) -> None:
    assert set_key(before, MODE, "protect") == after


@pytest.mark.parametrize(
    "text",
    ["gate = { mode = 'observe' }\n", "gate = { preset = 'personal' }\n", "gate.preset = 'personal'\n",
     "[gate]\nmode = '''observe'''\n"],
)  # fmt: skip
def test_what_cannot_be_changed_safely_is_left_to_a_person(text: str) -> None:
    with pytest.raises(ValueError, match="gate"):
        set_key(text, MODE, "protect")


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "salver.toml"
    write_private(path, "a = 1\n")
    assert path.read_text() == "a = 1\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_an_existing_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "real.toml", tmp_path / "link.toml"
    path.write_text("a = 1\n")
    path.chmod(0o640)
    link.symlink_to(path)
    write_private(link, "a = 2\n")
    assert path.read_text() == "a = 2\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
