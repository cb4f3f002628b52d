"""docs/reference/limits.md: every limit and its reason, from the comments in core/limits.py."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from salver.core import limits
from scripts.pages import markdown

INTRODUCTION = """
How much of a message Salver reads, how long it waits, how much it keeps. Reaching a limit is never an error: reading
stops there and the message is treated as one that could not be read to its end, so that too much can never be a way
past the gate. The limits are not settings in this version.
"""


def page() -> str:
    """The whole page."""
    rows = [(f"`{name}`", _amount(name), why) for name, why in reasons()]
    return markdown.page("Limits", INTRODUCTION, markdown.table(("limit", "value", "why"), rows))


def reasons() -> Iterator[tuple[str, str]]:
    """Every limit with the comment above it; limits below one another share a comment."""
    names = limits.Limits.__struct_fields__
    comment: list[str] = []
    fresh = True
    for line in inspect.getsource(limits.Limits).splitlines():
        text = line.strip()
        name = text.partition(":")[0]
        if text.startswith("#"):
            comment = [text.lstrip("# ")] if fresh else [*comment, text.lstrip("# ")]
            fresh = False
        elif name in names:
            yield name, " ".join(comment)
            fresh = True


def _amount(name: str) -> str:
    value = getattr(limits.DEFAULT_LIMITS, name)
    if name.endswith("_bytes"):
        for size, unit in ((1024 * 1024, "MiB"), (1024, "KiB")):
            if value >= size:
                return f"{value / size:g} {unit}"
        return f"{value} bytes"
    if name.endswith("_seconds"):
        return f"{value / 86_400:g} days" if value >= 86_400 else f"{value:g} seconds"
    return f"{value:,}"
