"""``salver explain``: who really sent an invitation, in words. The same words as on its page in the inbox."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from salver.core.errors import SalverError
from salver.core.outcome import Exit
from salver.core.untrusted import Untrusted, for_terminal
from salver.decide.circumstance_words import Line
from salver.decide.identity_words import FAMILIARITY, who
from salver.decide.report import Report
from salver.doors.cli.inputs import Given, Unreadable, given
from salver.doors.cli.options import (
    Sources,
    authentication_options,
    envelope_for,
    envelope_of,
    envelope_options,
    now_option,
    people_options,
    plain,
    policy_of,
)
from salver.doors.drive.inspection import inspect_message
from salver.doors.drive.recorded import RecordingFile, read_recordings
from salver.read.message import CalendarAddress, Message
from salver.read.reading import read_file

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
    try:
        explanation = Explanation(options)
    except (OSError, ValueError, SalverError) as error:
        raise click.UsageError(plain(error)) from None
    ctx.exit(explanation.all())


class Explanation:
    """One call of the verb. Raises OSError, ValueError and SalverError for options that name unusable things."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        self._envelope = envelope_of(options)
        self._policy = policy_of(options)
        recorded = options["answers"]
        self._replay: RecordingFile | None = read_recordings(Path(recorded)) if recorded else None
        self._sources = Sources(options, self._policy)

    def all(self) -> Exit:
        """Explain everything that is given."""
        trouble, several = False, False
        for message in given(self._options["paths"], sidecars=self._options["sidecars"] is not None):
            if several:
                click.echo()
            several = True
            try:
                if isinstance(message, Unreadable):
                    raise msgspec.ValidationError(message.why)
                self._one(message)
            except (OSError, msgspec.MsgspecError) as error:
                trouble = True
                click.echo(f"salver explain: {for_terminal(message.name)}: {for_terminal(plain(error))}", err=True)
        self._sources.close()
        return Exit.TROUBLE if trouble else Exit.CLEAN

    def _one(self, one: Given) -> None:
        message = read_file(one.raw, self._policy.limits)
        envelope = envelope_for(one, self._envelope, sidecars=self._options["sidecars"] is not None)
        policy, answers = self._policy, self._sources.for_message()
        if self._replay is not None:
            recording = self._replay.find(hashlib.sha256(message.raw).hexdigest())
            if recording is None:
                raise msgspec.ValidationError(f"{self._options['answers']} holds no answers for this message")
            envelope, policy = recording.envelope, recording.policy.policy(policy.limits)
            answers = recording.answer_all()
        report = inspect_message(message, envelope, policy, answers).report
        click.echo(click.style(for_terminal(one.name), bold=True))
        for line in explained(report, _organizer_name(message, report)):
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
