"""The page about reading names every defect there is, and none that is not."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house import source

PAGE = source.DOCS / "explain" / "reading.md"
READERS = source.SOURCE / "read"
DEFECT = re.compile(r"(?:mime|header|calendar|base64|quoted-printable|uuencode|message|bare)-[a-z0-9]+(?:-[a-z0-9]+)*")
OTHER_WORDS = {"message-id", "mime-version", "calendar-file", "calendar-link", "quoted-printable"}
"""Words of the same form that are no defects."""
FINDINGS = {"calendar-ambiguous", "calendar-part-fake"}


def _in_source(path: Path) -> set[str]:
    nodes = ast.walk(source.tree(path))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if DEFECT.fullmatch(text)}


def _defects() -> set[str]:
    return set().union(*map(_in_source, sorted(READERS.rglob("*.py")))) - OTHER_WORDS


def _on_page() -> set[str]:
    return set(re.findall(rf"`({DEFECT.pattern})`", PAGE.read_text("utf-8"))) - FINDINGS - OTHER_WORDS


def test_every_defect_is_on_the_page() -> None:
    assert not sorted(_defects() - _on_page()), "say in docs/explain/reading.md what it is and what is done about it"


def test_every_defect_on_the_page_exists() -> None:
    assert not sorted(_on_page() - _defects()), "docs/explain/reading.md names defects that no reader notes"
