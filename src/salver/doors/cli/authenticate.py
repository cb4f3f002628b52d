"""``salver authenticate``: what can be proved about who sent a mail, and nothing else (report.md)."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from salver.core.errors import SalverError
from salver.core.outcome import Exit
from salver.core.untrusted import for_terminal
from salver.decide.authentication_report import report_authentication
from salver.decide.report import ReportAuthentication
from salver.doors.cli.authentication_words import lines
from salver.doors.cli.inputs import Given, Unreadable, given, well_formed
from salver.doors.cli.options import (
    Sources,
    authentication_options,
    envelope_for,
    envelope_of,
    envelope_options,
    now_option,
    plain,
    policy_of,
)
from salver.doors.drive.plain import drive
from salver.observe.authentication.authenticate import authenticate
from salver.read.reading import read_file


@click.command("authenticate")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@envelope_options
@authentication_options
@now_option
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text")
@click.pass_context
def command(ctx: click.Context, /, **given_options: Any) -> None:
    """Say what proves who sent a mail: SPF, DKIM, DMARC and ARC.

    PATH is a file whatever its name, a directory, mbox:FILE, maildir:DIR, or - for standard input. Any mail will do,
    with an invitation or without. Without --dns nobody is asked, and only what a server named by --trusted-authserv-id
    reported counts.

    json prints the authentication object of the report alone, for several mails a list of them; jsonl one on each line.
    Exit status: 0, or 2 when a file could not be read or an option is wrong.
    """
    try:
        run = Run(given_options)
    except (OSError, ValueError, SalverError) as error:
        raise click.UsageError(plain(error)) from None
    ctx.exit(run.all())


class Run:
    """One call of the verb. Raises as ``Sources``."""

    def __init__(self, given_options: dict[str, Any]) -> None:
        self.options = given_options
        self.envelope = envelope_of(given_options)
        self.policy = policy_of(given_options)
        self.sources = Sources(given_options, self.policy)
        self.found: list[ReportAuthentication] = []
        self.unreadable = 0

    def all(self) -> Exit:
        """Look at every mail, print what was found, and say how it went."""
        for message in given(self.options["paths"], sidecars=self.options["sidecars"] is not None):
            if isinstance(message, Unreadable):
                self._trouble(message.name, message.why)
                continue
            try:
                found = self._authenticate(message)
            except (OSError, msgspec.MsgspecError) as error:
                self._trouble(message.name, plain(error))
            else:
                self._show(message, found)
        self.sources.close()
        if self.options["form"] == "json":
            document = self.found[0] if len(self.found) == 1 else self.found
            click.echo(msgspec.json.format(msgspec.json.encode(document), indent=2))
        return Exit.TROUBLE if self.unreadable else Exit.CLEAN

    def _authenticate(self, given_message: Given) -> ReportAuthentication:
        message = read_file(given_message.raw, self.policy.limits)
        envelope = envelope_for(given_message, self.envelope, sidecars=bool(self.options["sidecars"]))
        asker = authenticate(message, envelope, self.policy.trust, message.from_field.only)
        return report_authentication(drive(asker, self.sources.for_message(), self.policy.limits))

    def _show(self, message: Given, found: ReportAuthentication) -> None:
        if self.options["form"] == "jsonl":
            click.echo(msgspec.json.encode(found))
        elif self.options["form"] == "json":
            self.found.append(found)
        else:
            name = for_terminal(well_formed(message.name))
            where = name if message.index is None else f"{name} [{message.index}]"
            click.echo(click.style(where, bold=True))
            for line in lines(found):
                click.echo(f"  {line}")

    def _trouble(self, name: str, why: str) -> None:
        self.unreadable += 1
        click.echo(f"salver authenticate: {for_terminal(name)}: {for_terminal(why)}", err=True)
