"""The four levels: their words, their shapes, their order on the page."""

from __future__ import annotations

import msgspec


class LevelWords(msgspec.Struct, frozen=True):
    """``mark`` is the suffix of the CSS class and of the shape's id; ``short`` stands on a filter chip."""

    mark: str
    words: str
    short: str


LEVELS = {
    "known": LevelWords("known", "Known", "Known"),
    "new": LevelWords("new", "New to you", "New"),
    "check": LevelWords("check", "Check first", "Check first"),
    "contradiction": LevelWords("contra", "Contradiction", "Contradiction"),
}
LIKELY = ("known", "new")
"""Shown first: sorting by severity would give an attacker the top row."""
TWICE = ("contradiction", "check")
ASKS_BEFORE_ACCEPT = TWICE
"""Levels whose invitation is accepted on a page of its own."""
