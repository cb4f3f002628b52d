"""TOML text to a tree; as many mistakes of syntax as can be told apart."""

from __future__ import annotations

import re
import tomllib

from salver.config.environment import Tree
from salver.core.errors import ConfigProblem

_ALLOWED = "what TOML allows"
_TWICE = re.compile(r"[Cc]annot declare \(([^)]*)\) twice")
_PLACE = re.compile(r"\(at line ([0-9]+), column [0-9]+\)")


def parse(text: str, file: str) -> tuple[Tree, list[ConfigProblem]]:
    """The tree, and what is not TOML. The tree holds what could be read without the lines that could not.

    A line is passed over, and reading goes on, only where the mistake surely lies in that line alone; otherwise every
    later line would be blamed for it.
    """
    lines = text.split("\n")
    problems: list[ConfigProblem] = []
    for _ in range(len(lines) + 1):
        try:
            return tomllib.loads("\n".join(lines)), problems
        except tomllib.TOMLDecodeError as error:
            number = _line(error)
            problems.append(_problem(error, number, file, lines))
            if number is None or not _stands_alone(lines[number - 1], error):
                return {}, problems
            lines[number - 1] = ""
    return {}, problems


def _line(error: tomllib.TOMLDecodeError) -> int | None:
    place = _PLACE.search(str(error))
    return int(place.group(1)) if place else None


def _stands_alone(line: str, error: tomllib.TOMLDecodeError) -> bool:
    if not line.strip() or line.lstrip().startswith("[") or '"""' in line or "'''" in line:
        return False
    if "overwrite" in str(error):
        return True
    try:
        tomllib.loads(line + "\n")
    except tomllib.TOMLDecodeError as alone:
        return "(at end of document)" not in str(alone)
    return False


def _value(line: str) -> str:
    return line.partition("=")[2].strip()


def _problem(error: tomllib.TOMLDecodeError, number: int | None, file: str, lines: list[str]) -> ConfigProblem:
    what = _PLACE.sub("", str(error)).replace("(at end of document)", "").strip().rstrip(".")
    if number is None:
        return ConfigProblem(file, len(lines), "syntax", f"{what} at the end of the file", _ALLOWED)
    # The line itself may hold a secret somebody put there by mistake: only the name before "=" is repeated.
    line = lines[number - 1]
    name = line.partition("=")[0].strip() if "=" in line else ""
    nearest = (
        f'{name} = "…", with the text in quotes' if what == "Invalid value" and _value(line)[:1].isalpha() else None
    )
    key = ".".join(filter(None, (_section(lines[:number]), name))) if name else "syntax"
    twice = _TWICE.search(what)
    if twice is not None:
        name = ".".join(part.strip(" '\"") for part in twice.group(1).split(",") if part.strip())
        return ConfigProblem(file, number, name, "the same section a second time", f"[{name}] once, with all its keys")
    return ConfigProblem(file, number, key, what[:1].lower() + what[1:], _ALLOWED, nearest)


def _section(lines: list[str]) -> str:
    """The name in the last section line of these."""
    heads = (line.strip() for line in reversed(lines))
    head = next((line for line in heads if line.startswith("[")), "")
    return head.partition("#")[0].strip(" []")
