"""``salver``: the verbs, each loaded when it is called, so that ``salver check`` starts in a blink."""

from __future__ import annotations

import importlib

import click

from salver.core.outcome import Exit

VERBS = {
    "check": ("salver.doors.cli.check", "Say who really sent an invitation, and what is odd about it."),
    "explain": ("salver.doors.cli.explain", "Say in words who an invitation claims to be from, and who sent it."),
    "authenticate": ("salver.doors.cli.authenticate", "Say what proves who sent a mail."),
    "serve": ("salver.doors.cli.serve", "Run the gate: the mail door, the inbox, the calendar's hand."),
    "init": ("salver.doors.cli.init", "Write a configuration file, with at most five questions."),
    "config": ("salver.doors.cli.config", "Check, show or compare configurations."),
    "mode": ("salver.doors.cli.mode", "Switch between observe and protect."),
    "release": ("salver.doors.cli.release", "Hand the original of a held mail on."),
    "open": ("salver.doors.cli.open", "Print a one-time link to the inbox."),
}
"""Verb -> (module with ``command``, one line of help)."""

LATER = frozenset({"history", "trust", "sweep", "print", "doctor", "connect", "privacy", "backup"})
"""Verbs of ``report.md`` that a later version builds."""


class Verbs(click.Group):
    """A group whose commands are imported only when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in LATER:
            click.echo(f"salver {cmd_name}: not in this version", err=True)
            ctx.exit(Exit.TROUBLE)
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(VERBS[cmd_name][0]).command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the verb; a package that only an extra brings is named together with the extra."""
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            if error.name is None or error.name.partition(".")[0] == "salver":
                raise
            click.echo(
                f"salver {ctx.invoked_subcommand}: the package {error.name} is missing. "
                "Running a service needs the extra: pip install 'salver[serve]'",
                err=True,
            )
            return ctx.exit(Exit.TROUBLE)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of verbs without importing any of them."""
        with formatter.section("Verbs"):
            formatter.write_dl([(name, text) for name, (_, text) in VERBS.items()])


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="salver", prog_name="salver")
def main() -> None:
    """A gate for calendar invitations that arrive by mail: they wait until their person says yes."""
