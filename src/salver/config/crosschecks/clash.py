"""What a cross-check finds."""

from __future__ import annotations

import msgspec

Path = tuple[str, ...]


class Clash(msgspec.Struct, frozen=True):
    """One thing wrong at ``path``, a key.

    ``because`` names the other keys it depends on: where one of those is itself wrong, nothing is said about this one.
    """

    path: Path
    found: str
    allowed: str
    because: tuple[Path, ...] = ()
    nearest: str | None = None


NOTHING = "nothing"
"""What was found where a key is missing."""
