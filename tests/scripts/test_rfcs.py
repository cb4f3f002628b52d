"""The checker of cited standards."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import rfcs

HEAD = "number\ttitle\ttop\tsupport\tnote\tsections\n"


def _index(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "index.tsv"
    path.write_text(HEAD + "".join(f"{line}\n" for line in lines))
    return path


def test_ranges_bring_everything_above_them() -> None:
    assert rfcs.expand("4.5.3.1.1-2 6") == {"4", "4.5", "4.5.3", "4.5.3.1", "4.5.3.1.1", "4.5.3.1.2", "6"}
    assert rfcs.expand("B.1-2") == {"B", "B.1", "B.2"}
    assert rfcs.expand("") == frozenset()


def test_citations_in_comments_and_docstrings() -> None:
    text = '"""By RFC 5322 3.4 and\nRFC 3339."""\nx = 1  # RFC 5545 3.1\n# as RFC 6047 says\ny = "RFC 8601 B.1"\n'
    found = list(rfcs.citations(text, "a.py"))
    assert [(c.number, c.section, c.line, c.implements) for c in found] == [
        (5322, "3.4", 1, False),
        (3339, None, 2, False),
        (5545, "3.1", 3, True),
        (6047, None, 4, False),
        (8601, "B.1", 5, False),
    ]


def test_unknown_numbers_and_sections_are_wrong(tmp_path: Path) -> None:
    standards = rfcs.index(_index(tmp_path, "5545\tiCalendar\t9\timplemented\t\t3.1-8", "6047\tiMIP\t9\tused\t"))
    text = "# RFC 5545 3.9\n# RFC 5545 3.8\n# RFC 6047 10.1\n# RFC 6047 9.7\n# RFC 9999\n"
    problems = rfcs.problems(standards, list(rfcs.citations(text, "a.py")))
    assert [line.split(": ")[0] for line in problems] == ["a.py:1", "a.py:3", "a.py:5"]


def test_sections_nobody_cites_are_listed(tmp_path: Path) -> None:
    standards = rfcs.index(_index(tmp_path, "5545\tiCalendar\t9\timplemented\t\t3.1-2"))
    assert rfcs.uncited(standards, list(rfcs.citations("# RFC 5545 3.1\n", "a.py"))) == ["RFC 5545: 3 3.2"]


@pytest.mark.parametrize(
    "lines",
    [["5545\tiCalendar\tnine\tused\t"], ["5545\tiCalendar\t9\tsomehow\t"], ["6047\tb\t9\tused\t", "5545\ta\t9\tused\t"],
     ["5545\ta\t9\tused\t", "5545\ta\t9\tused\t"], ["5545"]],
)  # fmt: skip
def test_a_broken_index_is_not_used(tmp_path: Path, lines: list[str]) -> None:
    with pytest.raises(ValueError, match=r"index\.tsv:"):
        rfcs.index(_index(tmp_path, *lines))


def test_the_index_of_the_house_can_be_read() -> None:
    standards = rfcs.index()
    assert standards[5545].has("3.8.4.3")
    assert not standards[5545].has("3.8.9")
    assert standards[5321].has("4.5.3.1.10")
