"""``salver config check | show | diff``: is it right, what holds, what changed?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from salver.core.outcome import Exit
from salver.doors.cli.configured import config_option, configured, tell

if TYPE_CHECKING:
    from salver.config.load import Loaded

_FILE = click.Path(path_type=Path)


@click.group("config")
def command() -> None:
    """Check, show and compare configurations."""


@command.command("check")
@click.argument("file", type=_FILE, required=False)
@config_option
def check(file: Path | None, config_path: Path | None) -> None:
    """Find every mistake in FILE, or in the configuration that would be used.

    The environment counts too. Status 0: it can be used; 2: it cannot.
    """
    loaded = configured(file or config_path, status=Exit.TROUBLE)
    place = "No file, so everything has its default" if loaded.path is None else f"{loaded.path} can be used"
    click.echo(f"{place}. Mode {loaded.settings.gate.mode}.")


@command.command("show")
@config_option
def show(config_path: Path | None) -> None:
    """Print every key with its value and where the value came from.

    Secrets are never printed: the configuration only names the files they are in.
    """
    from salver.config.load import values
    from salver.config.write import literal

    loaded = configured(config_path, status=Exit.TROUBLE)
    rows = [(f"{key} = {literal(value)}", loaded.origins[key]) for key, value in values(loaded.settings)]
    width = min(60, max(len(left) for left, _ in rows))
    for left, origin in rows:
        click.echo(f"{left:<{width}}  # {origin}")


@command.command("diff")
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
def diff(old: Path, new: Path) -> None:
    """Print the keys whose value differs between two files, one a line. The environment does not count."""
    from salver.config.load import values
    from salver.config.write import literal

    before, after = dict(values(_alone(old).settings)), dict(values(_alone(new).settings))
    for key in dict.fromkeys((*before, *after)):
        was = literal(before[key]) if key in before else "absent"
        now = literal(after[key]) if key in after else "absent"
        if was != now:
            click.echo(f"{key}: {was} -> {now}")


def _alone(path: Path) -> Loaded:
    """A file by itself, without the environment."""
    from salver.config.load import load
    from salver.core.errors import ConfigError

    try:
        return load(path, {})
    except ConfigError as error:
        tell(error)
        raise SystemExit(int(Exit.TROUBLE)) from None
