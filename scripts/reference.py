#!/usr/bin/env python3
"""Writes the generated pages of docs/reference, or checks that they are up to date (--check)."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

FOLDER = ROOT / "docs" / "reference"
PAGES = ("rules", "config", "cli", "codes", "limits", "report", "standards", "http")


def text_of(name: str) -> str:
    """The page as it should be."""
    page: str = importlib.import_module(f"scripts.pages.{name}").page()
    return page


def outdated() -> list[str]:
    """The names of the pages that are missing or differ from their source."""
    found = []
    for name in PAGES:
        path = FOLDER / f"{name}.md"
        if not path.exists() or path.read_text("utf-8") != text_of(name):
            found.append(name)
    return found


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Write the generated reference pages.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is out of date")
    names = outdated()
    if parser.parse_args(arguments).check:
        for name in names:
            print(f"docs/reference/{name}.md is out of date: run scripts/reference.py", file=sys.stderr)
        return 1 if names else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names:
        (FOLDER / f"{name}.md").write_text(text_of(name), "utf-8")
        print(f"docs/reference/{name}.md written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
