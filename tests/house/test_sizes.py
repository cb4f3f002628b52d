"""Crowded rooms: files, functions and package fronts that have grown too long."""

from __future__ import annotations

import ast

from tests.house import source

FILE_LINES = 400
FUNCTION_LINES = 60
FRONT_LINES = 40


def test_no_file_is_crowded() -> None:
    counts = {path: len(path.read_text("utf-8").splitlines()) for path in source.files()}
    crowded = [f"{source.name(path)} has {count} lines" for path, count in counts.items() if count > FILE_LINES]
    assert not crowded, source.listed(crowded) + f"\nSplit what is longer than {FILE_LINES} lines: one file, one idea."


def test_no_function_is_crowded() -> None:
    crowded = [
        f"{source.name(path)}:{node.lineno} {node.name} has {length} lines"
        for path in source.files()
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    ]
    assert not crowded, source.listed(crowded) + f"\nSplit what is longer than {FUNCTION_LINES} lines."


def test_package_fronts_hold_no_implementation() -> None:
    fronts = [path for path in source.files() if path.name == "__init__.py"]
    crowded = [source.name(path) for path in fronts if len(path.read_text("utf-8").splitlines()) > FRONT_LINES]
    assert not crowded, (
        source.listed(crowded) + f"\nAn __init__.py has at most {FRONT_LINES} lines and only re-exports."
    )


def test_every_file_begins_with_its_purpose() -> None:
    silent = [source.name(path) for path in source.files() if not ast.get_docstring(source.tree(path))]
    assert not silent, source.listed(silent) + "\nBegin each file with a docstring that says what it is for."
