"""Does what was written have the shape of the schema: known sections and keys, right types, allowed words, in range?

Everything wrong is reported and taken out of the tree, so that the rest can be looked at too.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from salver.config.environment import Tree
from salver.config.keys import Key, key_of, keys, table_of, tables
from salver.config.places import Places
from salver.core.errors import ConfigProblem

Path = tuple[str, ...]


class Shape:
    """Collects what is wrong: ``problems``, and in ``wrong`` the paths that were taken out.

    ``complete`` says that every line could be read; otherwise nothing is called missing.
    """

    def __init__(self, places: Places, *, complete: bool = True) -> None:
        self.places = places
        self.complete = complete
        self.problems: list[ConfigProblem] = []
        self.wrong: set[Path] = set()

    def check(self, tree: Tree) -> Tree:
        """The part of ``tree`` that fits the schema."""
        kept: Tree = {}
        for name, value in tree.items():
            if name == "people":
                kept[name] = self._people(value)
            elif table_of((name,)) is None:
                self._unknown_section(name, value)
            else:
                kept[name] = self._table((name,), value)
        return kept

    def report(self, path: Path, found: str, allowed: str, nearest: str | None = None) -> None:
        file, line = self.places.of(path)
        problem = ConfigProblem(file, line, ".".join(path), found, allowed, nearest)
        self.problems.append(problem)
        self.wrong.add(path)

    def _people(self, value: object) -> Tree:
        if not isinstance(value, dict):
            self.report(("people",), describe(value), "a section for each person, such as [people.nora]")
            return {}
        kept: Tree = {}
        for name, section in value.items():
            path = ("people", str(name))
            person = self._table(path, section)
            if "addresses" in person:
                kept[str(name)] = person
            elif self.complete and isinstance(section, dict) and "addresses" not in section:
                self.report((*path, "addresses"), "nothing", "a list of this person's mail addresses")
        return kept

    def _table(self, path: Path, value: object) -> Tree:
        if not isinstance(value, dict):
            self.report(path, describe(value), f"a section, such as [{'.'.join(path)}]")
            return {}
        kept: Tree = {}
        for name, inner in value.items():
            here = (*path, str(name))
            key = key_of(here)
            if key is None:
                self._unknown_key(here)
            elif key.optional and inner == "":
                kept[str(name)] = None
            elif fits(key, inner):
                kept[str(name)] = inner
            else:
                self.report(here, describe(inner), key.allowed, _nearest_choice(key, inner))
        return kept

    def _unknown_section(self, name: str, value: object) -> None:
        sections = [table.path[0] for table in tables()]
        if isinstance(value, dict):
            nearest = _close(name, sections)
            self.report((name,), "a section that does not exist", ", ".join(sections), nearest)
            return
        elsewhere = next((key.dotted for key in keys() if key.path[-1] == name), None)
        self.report((name,), "a key outside any section", "sections only: " + ", ".join(sections), elsewhere)

    def _unknown_key(self, path: Path) -> None:
        table = table_of(path[:-1])
        names = [key.path[-1] for key in table.keys] if table else []
        nearest = _close(path[-1], names) or next((key.dotted for key in keys() if key.path[-1] == path[-1]), None)
        self.report(path, "a key that does not exist", ", ".join(names), nearest)


def fits(key: Key, value: object) -> bool:
    """Whether a value from TOML may stand at this key."""
    if key.kind == "yes-no":
        return isinstance(value, bool)
    if key.kind == "number":
        return isinstance(value, int) and not isinstance(value, bool) and _within(key, value)
    if key.kind == "list":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, str) and (key.kind != "choice" or value in key.choices)


def describe(value: object) -> str:
    """What was found, in words; long texts are cut."""
    if isinstance(value, dict):
        return "a section"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        odd = next((item for item in value if not isinstance(item, str)), None)
        return "a list" if odd is None else f"a list with {describe(odd)} in it"
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 60 else f'"{value[:57]}..."'
    return str(value)


def _within(key: Key, value: int) -> bool:
    return (key.least is None or value >= key.least) and (key.most is None or value <= key.most)


def _nearest_choice(key: Key, value: object) -> str | None:
    close = _close(value.lower(), key.choices) if isinstance(value, str) else None
    return f'"{close}"' if close else None


def _close(word: str, words: Iterable[str]) -> str | None:
    matches = difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)
    return matches[0] if matches else None
