"""docs/reference/cli.md: every verb and option, from the commands themselves."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from salver.doors.cli.main import LATER, VERBS, main
from scripts.pages import markdown

INTRODUCTION = """
`salver VERB [OPTIONS]`. Every verb explains itself with `--help`. What the exit status means stands in
[codes.md](codes.md).
"""


def page() -> str:
    """The whole page."""
    later = "Planned for later versions (they end with status 2 and say so): " + ", ".join(
        f"`salver {name}`" for name in sorted(LATER)
    )
    return markdown.page("Command line", INTRODUCTION, *(_command(*item) for item in commands()), later + ".")


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every verb with its full name, groups before what is in them."""
    context = click.Context(main, info_name="salver")
    for verb in VERBS:
        command = main.get_command(context, verb)
        assert command is not None
        yield from _walk(f"salver {verb}", command)


def flags(command: click.Command) -> list[str]:
    """The option names of a command, such as ``--config``."""
    return [name for parameter in command.params if isinstance(parameter, click.Option) for name in parameter.opts]


def _walk(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from _walk(f"{name} {inner.name}", inner)


def _command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    help_text = inspect.cleandoc(command.help or "")
    rows = [(f"`{written}`", text) for written, text in _options(command, context)]
    options = markdown.table(("option", "meaning"), rows) if rows else ""
    return "\n\n".join(part for part in (f"## {name}", f"```\n{usage}\n```", help_text, options) if part)


def _options(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if isinstance(parameter, click.Option) and record is not None:
            yield record
