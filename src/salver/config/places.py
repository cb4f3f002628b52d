"""Where a value came from: a line of a file, an environment variable, or nowhere (a default)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

PREFIX = "SALVER_"


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """The origin of everything that was said. ``variables`` maps a path to the name of its environment variable."""

    file: str
    lines: dict[tuple[str, ...], int] = {}
    variables: dict[tuple[str, ...], str] = {}

    def of(self, path: tuple[str, ...]) -> tuple[str, int | None]:
        """The file and line of this path, or of the nearest thing around it; the variable's name without a line."""
        if path in self.variables:
            return self.variables[path], None
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.file, self.lines[path[:length]]
        inside = (name for said, name in self.variables.items() if said[: len(path)] == path)
        return next(inside, self.file), None

    def origin(self, path: tuple[str, ...]) -> str:
        """``default``, ``FILE:LINE`` or the name of the environment variable."""
        if path in self.variables:
            return f"environment {self.variables[path]}"
        return f"{self.file}:{self.lines[path]}" if path in self.lines else "default"

    def order(self, file: str, line: int | None) -> tuple[bool, int]:
        """Sorts by line; what has none comes last."""
        return (file != self.file or line is None, line or 0)


def variable(path: Iterable[str]) -> str:
    """``("gate", "mode")`` is ``SALVER_GATE__MODE``."""
    return PREFIX + "__".join(path).upper()


def shown(path: Path | None) -> str:
    """What the file is called in messages."""
    return "no file" if path is None else str(path)
