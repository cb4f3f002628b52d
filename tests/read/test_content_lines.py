from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.read.content_lines import Property, read_parameters, repeated, split_line, unescape


def line(text: str) -> Property:
    split = split_line(text)
    assert split is not None
    return Property(split.name.upper(), split.parameter_text, split.value)


@pytest.mark.parametrize(
    ("text", "parameters", "value"),
    [
        ("SUMMARY:a:b;c", (), "a:b;c"),
        ("summary;language=de:x", (("LANGUAGE", ("de",)),), "x"),
        ('ORGANIZER;CN="a;b:c":mailto:x@example.com', (("CN", ("a;b:c",)),), "mailto:x@example.com"),
        ("X;A=b;C=d,e:v", (("A", ("b",)), ("C", ("d", "e"))), "v"),
        ('X;A="b","c,d":v', (("A", ("b", "c,d")),), "v"),
        ("X;CN=a^nb^^c^'d^x:v", (("CN", ('a\nb^c"d^x',)),), "v"),
        ("X;A=:v", (("A", ("",)),), "v"),
        ("SUMMARY :v", (), "v"),
        ("X;A=b c:v", (("A", ("b c",)),), "v"),
        ("X; A =b:v", (("A", ("b",)),), "v"),
    ],
)
def test_content_lines(text: str, parameters: tuple[tuple[str, tuple[str, ...]], ...], value: str) -> None:
    found = line(text)
    assert (found.parameters, found.value) == (parameters, value)


@pytest.mark.parametrize(
    ("text", "value", "defects"),
    [
        ("ATTENDEE;CUTYPE=INDIVIDUAL;mailto:a@example.com", "a@example.com", ("calendar-parameter-malformed",)),
        ("ORGANIZER;CN=ceo:x@victim.example:mailto:e@evil.test", "x@victim.example:mailto:e@evil.test", ()),
        ('ORGANIZER;CN="open:mailto:a@example.com', "mailto:a@example.com", ("calendar-quote-open",)),
        ('ORGANIZER;CN=A "B" C:mailto:a@example.com', "mailto:a@example.com", ("calendar-quote-open",)),
        ("CONFERENCE;VALUE=URI;:https://x.example", "https://x.example", ("calendar-parameter-malformed",)),
        ("X;flag:v", "v", ("calendar-parameter-malformed",)),
        ("ORGANIZER;CN=a=b;flag:v", "v", ("calendar-parameter-malformed",)),
        ("SUMMARY :v", "v", ("calendar-name-blank",)),
        ("SUMMARY:v", "v", ()),
    ],
)
def test_malformed_lines_are_read_on(text: str, value: str, defects: tuple[str, ...]) -> None:
    split = split_line(text)
    assert split is not None
    assert (split.value, split.defects) == (value, defects)


@pytest.mark.parametrize("text", ["", "what is this", ":value", ";A=b:value", "ORGANIZER;CN=a", '"quoted":x'])
def test_what_is_no_content_line(text: str) -> None:
    assert split_line(text) is None


def test_parameters_are_asked_for_by_name() -> None:
    found = line('X;A=1;B="2","3";A=4:v')
    assert (found.parameter("A"), found.parameter("B"), found.parameter("C")) == ("1", "2", None)
    assert found.parameter_values("B") == ("2", "3")
    assert repeated(found.parameters)
    assert not repeated(read_parameters("A=1;B=2;A=1"))


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=60))
def test_text_comes_back_through_escaping(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    assert unescape(line(f"SUMMARY:{escaped}").value) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [("a\\nb\\Nc", "a\nb\nc"), ("\\\\n", "\\n"), ("\\x\\", "\\x\\"), ('\\"a\\;b', '\\"a;b'), ("a", "a")],
)
def test_escapes(value: str, shown: str) -> None:
    assert unescape(value) == shown


PIECES = st.sampled_from(["A", "CN", "=", ";", ":", '"', ",", "^n", " ", "mailto:", "x", "\t"])


@given(st.lists(PIECES, max_size=30).map("".join))
def test_what_is_split_is_all_there(text: str) -> None:
    split = split_line(text)
    if split is not None:
        assert split.name in text
        assert text.endswith(split.value)
        read_parameters(split.parameter_text)


@given(st.lists(st.tuples(st.sampled_from(["A", "B-C"]), st.text("xyz =", max_size=5)), min_size=1, max_size=5))
def test_both_ways_to_split_agree(pairs: list[tuple[str, str]]) -> None:
    text = ";".join(f"{name}={value}" for name, value in pairs)
    known, unknown = split_line(f"SUMMARY;{text}:v"), split_line(f"X-NAME;{text}:v")
    assert known is not None
    assert unknown is not None
    if not unknown.defects:
        assert (known.parameter_text, known.value) == (unknown.parameter_text, unknown.value)
