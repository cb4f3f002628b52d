"""``salver serve``: run the gate."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import click

from salver.config.load import Loaded, load
from salver.core.errors import SalverError
from salver.core.outcome import Exit
from salver.doors.cli.configured import config_option, configured


@click.command("serve")
@config_option
@click.pass_context
def command(ctx: click.Context, config_path: Path | None) -> None:
    """Run the gate: the mail door, the inbox, and the hand that writes and answers.

    Stops cleanly on Ctrl-C. Exit status: 0 stopped, 69 something it needs cannot be had, 78 the configuration cannot be
    used.
    """
    found = configured(config_path)
    from salver.doors.cli.logs import configure_logs
    from salver.doors.service import serve

    configure_logs(found.settings.log)
    _greet(found)
    try:
        asyncio.run(serve(found.settings, found.path, lambda: load(found.path, os.environ).settings))
    except SalverError as error:
        click.echo(f"salver serve: {error}", err=True)
        ctx.exit(Exit.UNAVAILABLE)


def _greet(found: Loaded) -> None:
    """A few words for a person at a terminal; a service's log begins with its first event."""
    if not sys.stderr.isatty():
        return
    settings = found.settings
    where = found.path or "no configuration file: everything at its default"
    click.echo(f"Salver, mode {settings.gate.mode} ({where}). Ctrl-C stops it.", err=True)
    if settings.smtp.listen is None:
        click.echo("No mail door: set smtp.listen and smtp.next_hop to let mail through.", err=True)
    if settings.http.listen is not None:
        click.echo("To sign in to the inbox: salver open PERSON", err=True)
