"""Files the configuration names: there, readable, and passwords not for everybody."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path as FilePath

from salver.config.crosschecks.clash import Clash
from salver.config.keys import paths, value_at
from salver.config.schema import Settings


def files(settings: Settings) -> Iterator[Clash]:
    """Every key whose name ends in ``_file``."""
    for path in paths(settings):
        name = value_at(settings, path) if path[-1].endswith("_file") else None
        if isinstance(name, str):
            yield from _file(path, name, secret="password" in path[-1])


def _file(path: tuple[str, ...], name: str, *, secret: bool) -> Iterator[Clash]:
    place = FilePath(name)
    try:
        mode = place.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = (getattr(error, "strerror", None) or "not a file name").lower()
        yield Clash(path, f'"{name}": {why}', "a file that can be read")
        return
    if not stat.S_ISREG(mode):
        yield Clash(path, f'"{name}", which is not a file', "a file that can be read")
    elif not os.access(place, os.R_OK):
        yield Clash(path, f'"{name}": permission denied', "a file this user can read")
    elif secret and mode & stat.S_IROTH:
        found = f'"{name}", which everybody can read (mode {stat.S_IMODE(mode):04o})'
        yield Clash(path, found, f"a file for Salver alone: chmod 600 {name}")
