"""``SALVER_SECTION__KEY``: what the environment says instead of the file.

A value is taken as the key's type wants it: texts as they are, numbers and yes-or-no as in TOML, lists as a TOML list
or with commas. An empty variable says nothing. A person's part is written ``SALVER_PEOPLE__NORA__ADDRESSES``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

from salver.config.keys import key_of
from salver.config.places import PREFIX

Tree = dict[str, object]


def overlay(tree: Tree, environ: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    """Write what the environment says into ``tree``; returns which variable each path came from.

    Only names with a double underscore are ours (``SALVER_CONFIG`` names the file). What they mean is not judged here:
    an unknown section or a wrong type is found by the same check as in the file.
    """
    variables: dict[tuple[str, ...], str] = {}
    for name in sorted(environ):
        if not name.startswith(PREFIX) or "__" not in name or not environ[name].strip():
            continue
        path = _path(name.removeprefix(PREFIX), tree)
        _put(tree, path, _value(path, environ[name].strip()))
        variables[path] = name
    return variables


def _path(name: str, tree: Tree) -> tuple[str, ...]:
    """The path a variable means. A person of the file keeps the capitals the file gave the name."""
    steps = tuple(name.lower().split("__"))
    people = tree.get("people")
    if steps[0] == "people" and len(steps) > 1 and isinstance(people, dict):
        known = next((person for person in people if str(person).lower() == steps[1]), steps[1])
        steps = (steps[0], str(known), *steps[2:])
    return steps


def _value(path: tuple[str, ...], text: str) -> object:
    key = key_of(path)
    if key is None:
        return text
    if key.kind == "list" and not text.startswith("["):
        return [item.strip() for item in text.split(",") if item.strip()]
    if key.kind in ("text", "choice") and text[0] not in "\"'":
        return text
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _put(tree: Tree, path: tuple[str, ...], value: object) -> None:
    place = tree
    for step in path[:-1]:
        inner = place.get(step)
        if not isinstance(inner, dict):
            inner = place[step] = {}
        place = inner
    place[path[-1]] = value
