"""``salver explain``: who really sent an invitation, in words. The same words as on its page in the inbox."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from salver.core.untrusted import Untrusted, for_terminal
from salver.decide.circumstance_words import Line
from salver.decide.identity_words import FAMILIARITY, who
from salver.decide.report import Report
from salver.doors.cli.inputs import Given
from salver.doors.cli.mail_by_mail import Case, MailByMail
from salver.doors.cli.options import authentication_options, envelope_options, now_option, people_options
from salver.doors.drive.inspection import inspect_message
from salver.read.message import CalendarAddress, Message

_COLOURS = {"yes": "green", "no": "red", "odd": "yellow", "unknown": "bright_black"}


@click.command("explain")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@envelope_options
@authentication_options
@people_options
@click.option("--answers", metavar="FILE", help="Replay recorded answers.")
@now_option
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:
    """Say in words who an invitation claims to be from, who sent it, and where an answer goes.

    PATH is a file whatever its name, a directory, mbox:FILE, maildir:DIR, or - for standard input.

    Exit status: 0, or 2 where a file could not be read or an option is wrong.
    """
    Explain.run(ctx, options)


class Explain(MailByMail[list[str]]):
    """One call of the verb."""

    verb = "explain"

    def __init__(self, options: dict[str, Any]) -> None:
        super().__init__(options)
        self.explained = 0

    def look(self, given_mail: Given, case: Case) -> list[str]:  # noqa: ARG002
        report = inspect_message(case.message, case.envelope, case.policy, case.answers).report
        return list(explained(report, _organizer_name(case.message, report)))

    def show(self, given_mail: Given, found: list[str]) -> None:
        if self.explained:
            click.echo()
        self.explained += 1
        click.echo(click.style(for_terminal(given_mail.name), bold=True))
        for line in found:
            click.echo(line)


def explained(report: Report, organizer_name: Untrusted | None) -> Iterator[str]:
    """The panel as lines of text for a terminal. ``organizer_name`` is what the claimed one calls itself."""
    yield report.headline
    if report.kind == "mail":
        return
    panel = who(report, organizer_name)
    yield ""
    for line in panel.joined:
        yield from _line(line)
    if panel.bracket is not None:
        yield ""
        yield f"{click.style(panel.bracket.verdict, bold=True)} {panel.bracket.sentence}"
    yield ""
    for line in panel.beside:
        yield from _line(line)
    yield ""
    for recipient in report.recipients:
        who_is_told = f"{for_terminal(recipient.address)}: " if recipient.address and len(report.recipients) > 1 else ""
        yield f"{who_is_told}{FAMILIARITY.get(recipient.familiarity, FAMILIARITY['not-asked'])}"


def _line(line: Line) -> Iterator[str]:
    answer = [f"“{for_terminal(line.name, most=100)}”"] if line.name else []
    answer += [for_terminal(address, most=320) for address in line.addresses]
    answer += [line.plain] if line.plain else []
    yield f"  {line.question}: {' '.join(answer)}"
    mark = "" if line.result.startswith((line.prefix, "Not checked")) else f"{line.prefix}: "
    yield click.style(f"      {mark}{line.result}", fg=_COLOURS[line.sign])


def _organizer_name(message: Message, report: Report) -> Untrusted | None:
    """CN of the one the report is about."""
    claimed = (report.identity.claimed or "").lower()
    for invitation in message.invitations:
        people: list[CalendarAddress] = [invitation.organizer] if invitation.organizer is not None else []
        for one in (*people, *invitation.attendees):
            if one.cn is not None and one.address is not None and one.address.lower() == claimed:
                return one.cn
    return None
