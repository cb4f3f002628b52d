"""The one-way flow: a module imports only from its own folder and from folders to its left."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house import source

ORDER = ("core", "text", "read", "observe", "judge", "decide", "config store", "act", "doors")
RANK = {folder: rank for rank, group in enumerate(ORDER) for folder in group.split()}


def test_modules_import_only_to_the_left() -> None:
    wrong = [line for path in source.files() for line in _wrong(path)]
    assert not wrong, source.listed(wrong) + f"\nThe order is: {' < '.join(ORDER)}"


def test_every_folder_has_a_place_in_the_order() -> None:
    folders = {path.relative_to(source.SOURCE).parts[0] for path in source.files() if path.parent != source.SOURCE}
    assert folders <= RANK.keys(), f"folders without a place: {sorted(folders - RANK.keys())}"


def test_the_guard_sees_every_way_of_importing() -> None:
    text = (
        "import salver.doors.cli\nfrom salver.store import schema\nfrom salver import act\n"
        "def f():\n    from ..doors import gate\n"
    )
    path = source.SOURCE / "config" / "example.py"
    assert list(_imported(path, ast.parse(text))) == [
        (1, "salver.doors.cli"),
        (2, "salver.store.schema"),
        (3, "salver.act"),
        (5, "salver.doors.gate"),
    ]


def _wrong(path: Path) -> Iterator[str]:
    parts = path.relative_to(source.SOURCE).parts
    if len(parts) == 1:
        return  # the library's front door may name what it hands out
    for line, module in _imported(path, source.tree(path)):
        steps = module.split(".")
        if steps[0] != "salver" or len(steps) < 2 or steps[1] not in RANK:
            continue
        same = steps[1] == parts[0]
        if not same and RANK[steps[1]] >= RANK[parts[0]]:
            yield f"{source.name(path)}:{line} imports {module}"


def _imported(path: Path, tree: ast.Module) -> Iterator[tuple[int, str]]:
    package = ["salver", *path.relative_to(source.SOURCE).parts[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
