"""The line of every key, whatever way of writing TOML was chosen."""

from __future__ import annotations

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from salver.config.locate import locate
from salver.config.write import literal

TEXT = '''# a comment with [brackets] = "and more"
top = 1

[gate]   # the gate
mode = "protect"  # say "so"
smtp.listen = "a # b"
[people]
nora = { addresses = ["nora@home.example", "}"], name = 'N = "x"' }
[people."ole".more]
text = """
[not.a.section]
no = 1
"""""
list = [
  1, # one
  [2, { inner = 3 }],
]
after = 'C:\\'
[[many]]
first = 1979-05-27 07:32:00
[[many]]
second = "a\\"]b"
'''


def test_every_way_of_writing_a_key_has_its_line() -> None:
    found = locate(TEXT)
    assert found["top",] == 2
    assert found["gate",] == 4
    assert found["gate", "mode"] == 5
    assert found["gate", "smtp", "listen"] == 6
    assert found["people", "nora"] == 8
    assert found["people", "nora", "addresses"] == 8
    assert found["people", "nora", "name"] == 8
    assert found["people", "ole"] == 9
    assert found["people", "ole", "more", "text"] == 10
    assert found["people", "ole", "more", "list"] == 14
    assert found["people", "ole", "more", "after"] == 18
    assert found["many",] == 19
    assert found["many", "second"] == 22


def test_what_stands_inside_a_text_is_no_key() -> None:
    assert not any("not" in path or path[-1] == "no" for path in locate(TEXT))
    assert tomllib.loads(TEXT)["people"]["ole"]["more"]["after"] == "C:\\"


def test_nothing_is_in_an_empty_file() -> None:
    assert locate("") == {}
    assert locate("# only a word\n\n") == {}


def test_carriage_returns_change_no_number() -> None:
    assert locate("[gate]\r\nmode = 'x'\r\n") == {("gate",): 1, ("gate", "mode"): 2}


@settings(deadline=None)
@given(st.text(alphabet="[]{}\"'=.,#\n\\ ab1-", max_size=80))
def test_text_that_is_not_toml_ends_without_an_exception(text: str) -> None:
    assert all(line >= 1 for line in locate(text).values())


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=6), st.lists(st.text(max_size=6), max_size=3), max_size=5))
def test_every_key_of_a_written_file_is_found(content: dict[str, list[str]]) -> None:
    text = "".join(f"{literal(key)} = {literal(tuple(value))}\n" for key, value in content.items())
    assert tomllib.loads(text) == content
    assert locate(text) == {(key,): line for line, key in enumerate(content, start=1)}
