"""What the guards look at: the Python files of the house and their syntax trees."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "salver"
CORPUS = ROOT / "tests" / "corpus"
DOCS = ROOT / "docs"


@cache
def files() -> tuple[Path, ...]:
    """Every Python file of the source, in name order."""
    return tuple(sorted(SOURCE.rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def name(path: Path) -> str:
    """The path as a person would say it, from the root of the repository."""
    return str(path.relative_to(ROOT))


def listed(lines: list[str]) -> str:
    """The message of a failing guard: one finding a line."""
    return "\n" + "\n".join(lines)
