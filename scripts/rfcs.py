#!/usr/bin/env python3
"""Checks the standards the code cites: every RFC stands in rfc/index.tsv, every section exists.

``rfc/index.tsv`` has six columns: number, title, how many top-level sections there are, how far Salver follows it, a
note, and the sections that exist (``4.5.3.1.1-10`` is a range of the last number). Where the last column is empty any
well-formed section up to the top-level count passes.

Status 0: all citations hold; 1: some do not. ``--uncited`` also prints listed sections that no comment cites.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
INDEX = ROOT / "rfc" / "index.tsv"
SUPPORT = {"implemented", "partly", "used", "not yet"}
CITATION = re.compile(r"\bRFC (?P<number>[0-9]{3,5})(?: (?P<section>[0-9]+(?:\.[0-9]+)*|[A-Z](?:\.[0-9]+)+)(?![0-9]))?")
IMPLEMENTS = re.compile(r"^#+ RFC [0-9]+")


class Standard(NamedTuple):
    """One line of the index. ``sections`` is empty where they are not listed."""

    number: int
    title: str
    top: int
    support: str
    note: str
    sections: frozenset[str]

    def has(self, section: str) -> bool:
        """Whether this section exists, as far as the index knows."""
        if self.sections:
            return section in self.sections
        first = section.partition(".")[0]
        return first.isalpha() or 1 <= int(first) <= self.top


class Citation(NamedTuple):
    """One mention. ``implements`` marks a comment that begins with it: the line below does what the section says."""

    number: int
    section: str | None
    file: str
    line: int
    implements: bool


def index(path: Path = INDEX) -> dict[int, Standard]:
    """The index by number. Raises ValueError for a line that is not of its form."""
    found: dict[int, Standard] = {}
    for count, line in enumerate(path.read_text("utf-8").splitlines()[1:], start=2):
        cells = [*line.split("\t"), ""][:6]
        if len(cells) < 6 or cells[3] not in SUPPORT or not (cells[0] + cells[2]).isdigit():
            raise ValueError(
                f"{path.name}:{count}: wants number, title, count, one of {sorted(SUPPORT)}, note, sections"
            )
        number = int(cells[0])
        if number in found or number < max(found, default=0):
            raise ValueError(f"{path.name}:{count}: RFC {number} stands twice or out of order")
        found[number] = Standard(number, cells[1], int(cells[2]), cells[3], cells[4], expand(cells[5]))
    return found


def expand(ranges: str) -> frozenset[str]:
    """``4.1-3 5`` is {4, 4.1, 4.2, 4.3, 5}: ranges of the last number, with everything above them."""
    found: set[str] = set()
    for item in ranges.split():
        first, _, last = item.partition("-")
        head, dot, start = first.rpartition(".")
        for number in range(int(start), int(last or start) + 1):
            steps = f"{head}{dot}{number}".split(".")
            found.update(".".join(steps[:length]) for length in range(1, len(steps) + 1))
    return frozenset(found)


def citations(text: str, file: str) -> Iterator[Citation]:
    """Every mention of an RFC in the comments and texts of one Python file."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in (tokenize.COMMENT, tokenize.STRING):
            continue
        for match in CITATION.finditer(token.string):
            line = token.start[0] + token.string.count("\n", 0, match.start())
            implements = token.type == tokenize.COMMENT and IMPLEMENTS.match(token.string) is not None
            yield Citation(int(match["number"]), match["section"], file, line, implements)


def cited() -> list[Citation]:
    """Every mention in the source, in the order of its files."""
    files = sorted((ROOT / "src").rglob("*.py"))
    return [found for path in files for found in citations(path.read_text("utf-8"), str(path.relative_to(ROOT)))]


def problems(standards: dict[int, Standard], mentions: list[Citation]) -> list[str]:
    """What is wrong with these mentions, one line each."""
    found = []
    for mention in mentions:
        place = f"{mention.file}:{mention.line}: RFC {mention.number}"
        standard = standards.get(mention.number)
        if standard is None:
            found.append(f"{place} is not in rfc/index.tsv")
        elif mention.section and not standard.has(mention.section):
            found.append(f"{place} has no section {mention.section}, says rfc/index.tsv")
    return found


def uncited(standards: dict[int, Standard], mentions: list[Citation]) -> list[str]:
    """Listed sections nobody mentions, one line a standard."""
    seen = {(mention.number, mention.section) for mention in mentions}
    lines = []
    for standard in standards.values():
        missing = sorted(
            standard.sections - {section for number, section in seen if number == standard.number and section}
        )
        if missing:
            lines.append(f"RFC {standard.number}: {' '.join(missing)}")
    return lines


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Check the standards the code cites.")
    parser.add_argument("--uncited", action="store_true", help="also print listed sections that nothing cites")
    options = parser.parse_args(arguments)
    standards, mentions = index(), cited()
    found = problems(standards, mentions)
    if options.uncited:
        print("\n".join(uncited(standards, mentions)))
    for line in found:
        print(line, file=sys.stderr)
    print(f"{len(mentions)} citations of {len({mention.number for mention in mentions})} RFCs, {len(found)} wrong")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
