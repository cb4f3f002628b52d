"""``salver authenticate``: what can be proved about who sent a mail, and nothing else (report.md)."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from salver.core.outcome import Exit
from salver.core.untrusted import for_terminal
from salver.decide.authentication_report import report_authentication
from salver.decide.report import ReportAuthentication
from salver.doors.cli.authentication_words import lines
from salver.doors.cli.inputs import Given, well_formed
from salver.doors.cli.mail_by_mail import Case, MailByMail
from salver.doors.cli.options import authentication_options, envelope_options, now_option
from salver.doors.drive.plain import drive
from salver.observe.authentication.authenticate import authenticate


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
    Authenticate.run(ctx, given_options)


class Authenticate(MailByMail[ReportAuthentication]):
    """One call of the verb."""

    verb = "authenticate"

    def __init__(self, options: dict[str, Any]) -> None:
        super().__init__(options)
        self.found: list[ReportAuthentication] = []

    def look(self, given_mail: Given, case: Case) -> ReportAuthentication:  # noqa: ARG002
        asker = authenticate(case.message, case.envelope, case.policy.trust, case.message.from_field.only)
        return report_authentication(drive(asker, case.answers, case.policy.limits))

    def show(self, given_mail: Given, found: ReportAuthentication) -> None:
        if self.options["form"] == "jsonl":
            click.echo(msgspec.json.encode(found))
        elif self.options["form"] == "json":
            self.found.append(found)
        else:
            name = for_terminal(well_formed(given_mail.name))
            where = name if given_mail.index is None else f"{name} [{given_mail.index}]"
            click.echo(click.style(where, bold=True))
            for line in lines(found):
                click.echo(f"  {line}")

    def finish(self) -> Exit:
        if self.options["form"] == "json":
            document = self.found[0] if len(self.found) == 1 else self.found
            click.echo(msgspec.json.format(msgspec.json.encode(document), indent=2))
        return Exit.CLEAN
