"""Writing configuration files: a commented one for ``init``, and one changed key for ``mode``."""

from __future__ import annotations

import json
import os
import tempfile
import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from salver.config.keys import PERSON, Key, Table, Value, tables
from salver.config.locate import locate

WIDTH = 100
"""Columns of the comments in a file that ``init`` writes."""

Chosen = Mapping[tuple[str, ...], Value]


def render(chosen: Chosen, *, title: str) -> str:
    """A whole configuration file: every key with its reason; what was chosen set, the rest as a comment.

    ``chosen`` maps paths such as ``("gate", "mode")`` or ``("people", "nora", "addresses")`` to values.
    """
    lines = [
        f"# {title}",
        "# Every key is here. Those behind # are not set and show their default, or an example where there is none.",
        "# After every change: salver config check",
    ]
    for table in tables():
        if table.path[-1] == PERSON:
            names = list(dict.fromkeys(path[1] for path in chosen if path[0] == "people"))
            for name in names or ["nora"]:
                lines += _table(table, chosen, name, commented=not names)
        else:
            lines += _table(table, chosen, None)
    return "\n".join(lines) + "\n"


def literal(value: Value) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    if value is None:
        return '""'
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped.
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def set_key(text: str, path: tuple[str, ...], value: Value) -> str:
    """The text with one key set; comments, order and line ends stay as they are.

    ``path`` has two steps, ``value`` is a word, a number or yes-or-no. The text must be TOML that could be read. Raises
    ValueError where the key stands inside an inline table or holds more than one word: that is for a person to change.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(end)
    places = locate(text.replace("\r\n", "\n"))
    if path in places:
        number = places[path] - 1
        lines[number] = _replaced(lines[number], path, literal(value))
    elif path[:1] in places:
        number = places[path[:1]]
        if not lines[number - 1].lstrip().startswith("["):
            raise ValueError(f"{path[0]} is not a section of its own")
        lines.insert(number, f"{path[-1]} = {literal(value)}")
    else:
        while lines and not lines[-1].strip():
            lines.pop()
        lines += [""] * bool(lines) + [f"[{path[0]}]", f"{path[-1]} = {literal(value)}", ""]
    new = end.join(lines)
    if tomllib.loads(new.replace("\r\n", "\n")).get(path[0], {}).get(path[-1]) != value:
        raise ValueError(f"{'.'.join(path)} could not be changed")
    return new


def write_private(path: Path, text: str) -> None:
    """Write the file whole or not at all, for its owner alone (0600); an existing file keeps its mode and owner.

    Raises OSError.
    """
    path = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            before = path.stat()
            Path(name).chmod(before.st_mode & 0o7777)
            if (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
                os.chown(name, before.st_uid, before.st_gid)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _table(table: Table, chosen: Chosen, name: str | None, *, commented: bool = False) -> Iterator[str]:
    path = table.path if name is None else ("people", name)
    yield ""
    yield from _comment(table.about)
    yield ("# " if commented else "") + "[" + ".".join(path) + "]"
    for key in table.keys:
        yield from _key(key, (*path, key.path[-1]), chosen)


def _key(key: Key, path: tuple[str, ...], chosen: Chosen) -> Iterator[str]:
    yield from _comment(key.why + (f" One of: {key.allowed}." if key.kind == "choice" and len(key.choices) > 1 else ""))
    if path in chosen:
        yield f"{path[-1]} = {literal(chosen[path])}"
    elif key.default is None or key.default == ():
        yield f"# {path[-1]} = {key.example}"
    else:
        yield f"# {path[-1]} = {literal(key.default)}"


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text.replace("``", ""), WIDTH, initial_indent="# ", subsequent_indent="# ")


def _replaced(line: str, path: tuple[str, ...], new: str) -> str:
    """The line with another value; what stands before it and the comment after it stay."""
    name, equals, rest = line.partition("=")
    if not equals or name.strip().rpartition(".")[2].strip(" \"'") != path[-1]:
        raise ValueError(f"{'.'.join(path)} shares its line with something else")
    old = rest.strip()
    if old.startswith(('"""', "'''", "[", "{")):
        raise ValueError(f"{'.'.join(path)} is more than one word")
    comment = _comment_of(old)
    return f"{name.rstrip()} = {new}{'  ' + comment if comment else ''}"


def _comment_of(value: str) -> str:
    """The ``# comment`` after a one-line value."""
    quote = value[:1] if value[:1] in ('"', "'") else ""
    at = 1
    while quote and at < len(value) and value[at] != quote:
        at += 2 if quote == '"' and value[at] == "\\" else 1
    mark = value.find("#", at if quote else 0)
    return value[mark:] if mark >= 0 else ""
