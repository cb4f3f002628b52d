"""Our sentences as HTML: names isolated, everything escaped."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from salver.core.untrusted import Untrusted, for_html
from salver.doors.http.pages import address, isolated
from tests.doors.http.markup import Page


def test_names_are_isolated() -> None:
    html = isolated("The mail names a.example, but b.a.example sent it.", ["a.example", "b.a.example", ""])
    assert html == ('The mail names <bdi class="dom">a.example</bdi>, but <bdi class="dom">b.a.example</bdi> sent it.')


def test_a_long_name_may_break() -> None:
    name = "a" * 40 + ".example"
    assert f'<bdi class="dom dom--long">{name}</bdi>' in isolated(f"From {name}.", [name])


def test_names_are_not_patterns() -> None:
    assert isolated("aXexample", ["a.example"]) == "aXexample"
    assert isolated("(.*", ["(.*"]) == '<bdi class="dom">(.*</bdi>'


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_any_sentence_is_inert(sentence: str, names: list[str]) -> None:
    page = Page(str(isolated(sentence, names)))
    assert {tag for tag, _ in page.tags} <= {"bdi", "span"}
    assert page.complaints() == []


@given(st.text())
def test_any_address_is_inert(raw: str) -> None:
    assert str(address(Untrusted(raw))).replace("<wbr>", "") == for_html(raw)
