"""docs/reference/standards.md: which standards Salver follows, and where in the code."""

from __future__ import annotations

from collections import defaultdict

from scripts import rfcs
from scripts.pages import markdown

INTRODUCTION = """
The standards Salver follows, how far, and which sections the code names. *implemented*: the parts that concern a gate
for invitations; *partly*: some of them; *used*: we rely on its definitions; *not yet*: planned, or left to other
software. A comment `# RFC 6047 2.3` in the code marks the line that does what that section says; `scripts/rfcs.py`
fails on a section that does not exist.
"""


def page() -> str:
    """The whole page."""
    sections: defaultdict[int, set[str]] = defaultdict(set)
    for mention in rfcs.cited():
        if mention.section:
            sections[mention.number].add(mention.section)
    rows = [
        (
            f"[RFC {standard.number}](https://www.rfc-editor.org/rfc/rfc{standard.number})",
            standard.title,
            standard.support,
            standard.note,
            ", ".join(sorted(sections[standard.number], key=_order)),
        )
        for standard in rfcs.index().values()
    ]
    heads = ("number", "title", "support", "what for", "sections named in the code")
    return markdown.page("Standards", INTRODUCTION, markdown.table(heads, rows))


def _order(section: str) -> list[tuple[bool, int, str]]:
    return [(not step.isdigit(), int(step) if step.isdigit() else 0, step) for step in section.split(".")]
