"""Names that say nothing, and names that must not leave the workshop."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.house import source

EMPTY = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "handler", "handlers", "base"}
EMPTY_CLASS = re.compile(r"(Utils?|Helpers?|Manager|Handler|Misc|Common)$|^Base[A-Z]|^Base$")
TEXTS = {".py", ".md", ".toml", ".tsv", ".html", ".css", ".sql", ".eml", ".json", ".txt", ""}
# Spelled in pieces, so that this file does not find itself.
WORKPLACE = re.compile(
    "|".join(
        [
            r"(?<![\w/.])/" + "work/",
            r"(?<![\w.])/tmp" + "/w/",
            "/root" + "/",
            r"\.\./shared" + r"/(?!corpus)",
            "py" + r"pi\.org",
            "files" + r"\.pythonhosted",
            "registry" + r"\.npm",
            r"anthr" + "opic",
            r"\bcla" + r"ude\b",
        ]
    ),
    re.IGNORECASE,
)


def test_no_file_has_a_name_that_says_nothing() -> None:
    paths = [*source.files(), *(source.ROOT / "tests").rglob("*.py"), *(source.ROOT / "scripts").rglob("*.py")]
    empty = [
        source.name(path) for path in paths if path.stem.removeprefix("test_") in EMPTY or path.parent.name in EMPTY
    ]
    assert not empty, source.listed(empty) + "\nName a file after the thing it is about."


def test_no_class_has_a_name_that_says_nothing() -> None:
    empty = [
        f"{source.name(path)}:{node.lineno} {node.name}"
        for path in source.files()
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.ClassDef) and EMPTY_CLASS.search(node.name)
    ]
    assert not empty, source.listed(empty) + "\nName a class after the thing it is."


def test_nothing_names_the_workplace() -> None:
    found = [
        f"{source.name(path)}:{number}: {line.strip()[:80]}"
        for path in _repository_files()
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1)
        if WORKPLACE.search(line)
    ]
    assert not found, (
        source.listed(found) + "\nNo machine's paths and no registry's address belong into the repository."
    )


def _repository_files() -> list[Path]:
    """What git knows or would add; without git every file that is not hidden."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listing = subprocess.run(command, cwd=source.ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("git cannot list the files here")
    paths = [source.ROOT / name.decode() for name in listing.split(b"\0") if name]
    return [path for path in paths if path.is_file() and path.suffix in TEXTS and path != Path(__file__).resolve()]
