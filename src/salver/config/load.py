"""The configuration as it holds: defaults, then the file, then the environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from salver.config.check import check
from salver.config.environment import Tree, overlay
from salver.config.keys import Value, paths, value_at
from salver.config.locate import locate
from salver.config.places import Places, shown
from salver.config.schema import Settings
from salver.config.syntax import parse
from salver.core.errors import ConfigError, ConfigProblem

DEFAULT_PATH = Path("/etc/salver/salver.toml")
VARIABLE = "SALVER_CONFIG"


class Loaded(msgspec.Struct, frozen=True):
    """A configuration that can be used. ``path`` is None when there was no file.

    ``origins`` says for every key (dotted) where its value came from: ``default``, ``FILE:LINE`` or
    ``environment NAME``.
    """

    settings: Settings
    path: Path | None
    origins: dict[str, str]


def load(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Loaded:
    """Read, overlay and check. ``path`` is what ``--config`` said; None searches (see ``find``).

    Raises ConfigError with every problem at once. Without a file everything has its default: mode observe, no door.
    """
    environ = {} if environ is None else environ
    found = find(path, environ)
    tree, lines, problems = _read(found)
    variables = overlay(tree, environ)
    places = Places(file=shown(found), lines=lines, variables=variables)
    settings, more = check(tree, places, complete=not problems)
    if problems or more:
        raise ConfigError([*problems, *more])
    return Loaded(settings, found, _origins(settings, places))


def find(path: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The file that counts: ``--config``, then ``$SALVER_CONFIG``, then ``/etc/salver/salver.toml``, then none."""
    if path is not None:
        return path
    if environ.get(VARIABLE):
        return Path(environ[VARIABLE])
    return DEFAULT_PATH if DEFAULT_PATH.exists() else None


def values(settings: Settings) -> list[tuple[str, Value]]:
    """Every key (dotted) and its value, people spelled out, in the order of the schema."""
    return [(".".join(path), value_at(settings, path)) for path in paths(settings)]


def _read(path: Path | None) -> tuple[Tree, dict[tuple[str, ...], int], list[ConfigProblem]]:
    if path is None:
        return {}, {}, []
    allowed = "a TOML file in UTF-8 that can be read"
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise ConfigError([ConfigProblem(str(path), None, "file", _why(error), allowed)]) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError([ConfigProblem(str(path), line, "file", "bytes that are not UTF-8", allowed)]) from error
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    tree, problems = parse(text, str(path))
    return tree, locate(text), problems


def _why(error: OSError) -> str:
    return (error.strerror or "an error").lower()


def _origins(settings: Settings, places: Places) -> dict[str, str]:
    return {".".join(path): places.origin(path) for path in paths(settings)}
