"""Writing Markdown: tables and the note at the top of a generated page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def page(title: str, introduction: str, *blocks: str) -> str:
    """A whole page. The note keeps people from editing what the next run would overwrite."""
    note = "<!-- Made by scripts/reference.py. Change the source, then run it again. -->"
    return "\n\n".join([f"# {title}", note, introduction.strip(), *(block.strip() for block in blocks)]) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; bars and line ends inside cells are made harmless."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def code(text: str) -> str:
    """Text as code, or nothing for nothing."""
    return f"`{text}`" if text else ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
