"""The ``--config`` option, and what a verb does about a configuration that cannot be used."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from salver.core.outcome import Exit

if TYPE_CHECKING:
    from salver.config.load import Loaded
    from salver.core.errors import ConfigError

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The configuration; otherwise $SALVER_CONFIG, then /etc/salver/salver.toml.",
)


def configured(path: Path | None, *, status: Exit = Exit.CONFIG) -> Loaded:
    """The configuration that holds, environment included; with mistakes in it they are told and the program ends."""
    from salver.config.load import load
    from salver.core.errors import ConfigError

    try:
        return load(path, os.environ)
    except ConfigError as error:
        tell(error)
        raise SystemExit(int(status)) from None


def tell(error: ConfigError) -> None:
    """One line a problem, on standard error."""
    from salver.core.untrusted import for_terminal

    for problem in error.problems:
        click.echo(for_terminal(str(problem)), err=True)


def refuse(sentence: str, *, status: Exit = Exit.TROUBLE) -> NoReturn:
    """Say why not, and end."""
    click.echo(f"salver: {sentence}", err=True)
    raise SystemExit(int(status))
