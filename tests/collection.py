"""The shared test collection, where it is at hand: real mail nobody here wrote. Nothing of it is copied here."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(os.environ.get("SALVER_CORPUS") or Path(__file__).parents[1].parent / "shared" / "corpus")
MANIFEST = FOLDER / "calendar" / "MANIFEST.jsonl"

needed = pytest.mark.skipif(
    not MANIFEST.is_file(), reason="the shared test collection is not here; set SALVER_CORPUS to its folder"
)


@lru_cache(maxsize=1)
def entries() -> list[dict[str, Any]]:
    """The manifest, one object a file."""
    with MANIFEST.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def files(kind: str, *labels: str) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The entries of a kind (and of some labels) with the bytes of their files."""
    for entry in entries():
        if entry["kind"] == kind and (not labels or entry["label"] in labels):
            yield entry, (FOLDER / entry["path"]).read_bytes()
