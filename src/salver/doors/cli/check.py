"""``salver check``: the verb of the analyst. No network, no account, no configuration (report.md)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from salver.core.envelope import Direction, Envelope, bare_address
from salver.core.errors import SalverError
from salver.core.outcome import Exit
from salver.core.reasons import rank
from salver.core.untrusted import for_terminal
from salver.decide.policy import Policy
from salver.decide.report import Report, to_json
from salver.doors.cli.answers import Answers, all_contacts
from salver.doors.cli.inputs import Given, Unreadable, given, sidecar, well_formed
from salver.doors.cli.printing import print_report, print_summary
from salver.doors.drive.inspection import inspect_message
from salver.doors.drive.plain import AnswerAll
from salver.doors.drive.recorded import (
    RecordedPolicy,
    Recorder,
    Recording,
    RecordingFile,
    read_recordings,
    write_recordings,
)
from salver.read.reading import read_file

_LATER: dict[str, object] = {
    "dns": "off",
    "trusted_sealer": (),
    "trust_smime": (),
    "crl": (),
    "trust_openpgp": (),
    "decrypt_key": (),
    "jobs": 1,
}
"""Options whose part a later version builds, and the value at which they ask for nothing."""

F = TypeVar("F", bound=Callable[..., Any])


def _options(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Apply options so that they are listed in the order written."""

    def apply(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return apply


_envelope_options = _options(
    click.option("--mail-from", metavar="ADDR", help='Envelope sender; "<>" is the null sender.'),
    click.option("--rcpt", multiple=True, metavar="ADDR", help="Envelope recipient. Repeatable."),
    click.option("--client-ip", metavar="IP", help="Address of the client that handed the mail over."),
    click.option("--helo", metavar="NAME", help="What the client called itself."),
    click.option("--direction", type=click.Choice(["inbound", "outbound", "internal"]), default="inbound"),
    click.option(
        "--envelope", "sidecars", type=click.Choice(["sidecar"]), help="Read NAME.envelope.json beside each file."
    ),
)
_evidence_options = _options(
    click.option(
        "--dns", default="off", metavar="off|system|HOST:PORT|zone:FILE", help="Not in this version: off only."
    ),
    click.option(
        "--trusted-authserv-id", multiple=True, metavar="ID", help="Believe Authentication-Results of this id."
    ),
    click.option("--trusted-sealer", multiple=True, metavar="DOMAIN", help="Not in this version."),
    click.option("--own-domain", multiple=True, metavar="DOMAIN", help="A domain of this house."),
    click.option("--organisation", multiple=True, metavar="DOMAIN", help="A further domain of the organisation."),
    click.option(
        "--contacts",
        multiple=True,
        metavar="FILE",
        help="People known to every recipient: addresses, one a line, or vCards.",
    ),
    click.option("--trust-smime", multiple=True, metavar="FILE", help="Not in this version."),
    click.option("--crl", multiple=True, metavar="FILE", help="Not in this version."),
    click.option("--trust-openpgp", multiple=True, metavar="FILE", help="Not in this version."),
    click.option("--decrypt-key", multiple=True, metavar="FILE", help="Not in this version."),
    click.option("--store", metavar="PATH|URL", help="History to read. Nothing is written to it."),
    click.option("--answers", metavar="FILE", help="Replay recorded answers."),
    click.option("--record", metavar="FILE", help="Record the answers, so that the verdict can be replayed."),
    click.option("--now", metavar="RFC3339", help="The time of receipt; otherwise the clock's."),
)
_output_options = _options(
    click.option("--policy", type=click.Choice(["personal", "observe", "organisation", "strict"]), default="personal"),
    click.option("--format", "form", type=click.Choice(["text", "json", "jsonl", "sarif"]), default="text"),
    click.option("--fail-on", type=click.Choice(["notice", "warning", "danger"]), default="warning", show_default=True),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found."),
    click.option("--jobs", type=click.IntRange(min=1), default=1, help="Not in this version: 1 only."),
)


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@_envelope_options
@_evidence_options
@_output_options
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:
    """Say who really sent an invitation, and what is odd about it.

    PATH is a file whatever its name, a directory, mbox:FILE, maildir:DIR, or - for standard input.

    Exit status: 0 nothing at or above --fail-on, 1 something was, 2 a file could not be read or an option is wrong.
    """
    _refuse_later(options)
    try:
        run = Run(options)
    except (OSError, ValueError, SalverError) as error:
        raise click.UsageError(_plain(error)) from None
    ctx.exit(run.all())


def _refuse_later(options: dict[str, Any]) -> None:
    """One message for every option whose part is not built yet."""
    wanted = [f"--{name.replace('_', '-')}" for name, nothing in _LATER.items() if options[name] != nothing]
    wanted += [f"--policy {options['policy']}"] if options["policy"] in ("organisation", "strict") else []
    wanted += ["--format sarif"] if options["form"] == "sarif" else []
    if wanted:
        raise click.UsageError(f"{', '.join(wanted)}: not in this version")


def _plain(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror or type(error).__name__}"
    return str(error)


class Run:
    """One call of the verb: its envelope, its policy, who answers, and what came of it.

    Raises OSError, ValueError (also of msgspec) and SalverError for options that name unusable things.
    """

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        self.envelope = _envelope(options)
        self.policy = _policy(options)
        self.replay: RecordingFile | None = read_recordings(Path(options["answers"])) if options["answers"] else None
        self.answers = Answers(
            contacts=all_contacts(options["contacts"]), now=_moment(options["now"]), store=options["store"]
        )
        self.recordings: list[Recording] = []
        self.reports: list[Report] = []
        self.verdicts: Counter[str] = Counter()
        self.unreadable = 0
        self.found = False
        self.count = 0

    def all(self) -> Exit:
        """Inspect everything, print it, and say how it went."""
        for message in given(self.options["paths"], sidecars=self.options["sidecars"] is not None):
            if isinstance(message, Unreadable):
                self._trouble(message.name, message.why)
                continue
            try:
                report = self._inspect(message)
            except (OSError, msgspec.MsgspecError) as error:
                self._trouble(message.name, _plain(error))
            else:
                self._show(report)
        self.answers.close()
        self._finish()
        if self.unreadable:
            return Exit.TROUBLE
        return Exit.FOUND if self.found and not self.options["exit_zero"] else Exit.CLEAN

    def _inspect(self, given_message: Given) -> Report:
        message = read_file(given_message.raw, self.policy.limits)
        envelope, policy = self.envelope, self.policy
        if envelope.mail_from is None and given_message.mail_from is not None:
            envelope = msgspec.structs.replace(envelope, mail_from=given_message.mail_from)
        if self.options["sidecars"]:
            envelope = sidecar(given_message, envelope)
        replayed = self._replayed(message.raw)
        answer_all: AnswerAll = self.answers
        if replayed is not None:
            answer_all = replayed.answer_all()
            envelope = envelope if _given_envelope(self.options) else replayed.envelope
            policy = policy if _given_policy(self.options) else replayed.policy.policy(policy.limits)
        recorder = Recorder(answer_all)
        report = inspect_message(message, envelope, policy, recorder).report
        if replayed is not None:
            report = msgspec.structs.replace(report, id=replayed.id, elapsed_ms=replayed.elapsed_ms)
        if self.options["record"]:
            self.recordings.append(
                Recording(
                    sha256=report.sha256,
                    id=report.id,
                    elapsed_ms=report.elapsed_ms,
                    envelope=envelope,
                    policy=RecordedPolicy.of(policy),
                    answers=recorder.recorded(),
                )
            )
        return msgspec.structs.replace(report, file=well_formed(given_message.name), index=given_message.index)

    def _replayed(self, raw: bytes) -> Recording | None:
        if self.replay is None:
            return None
        found = self.replay.find(hashlib.sha256(raw).hexdigest())
        if found is None:
            raise msgspec.ValidationError(f"{self.options['answers']} holds no answers for this message")
        return found

    def _show(self, report: Report) -> None:
        self.count += 1
        self.verdicts[report.verdict] += 1
        threshold = rank(self.options["fail_on"])
        self.found = self.found or any(rank(f.severity) >= threshold for f in report.findings)  # type: ignore[arg-type]
        if self.options["form"] == "jsonl":
            click.echo(to_json(report))
        elif self.options["form"] == "json":
            self.reports.append(report)
        else:
            print_report(report)

    def _trouble(self, name: str, why: str) -> None:
        self.unreadable += 1
        click.echo(f"salver check: {for_terminal(name)}: {for_terminal(why)}", err=True)

    def _finish(self) -> None:
        if self.options["record"]:
            write_recordings(Path(self.options["record"]), self.recordings)
        if self.options["form"] == "json":
            documents = [to_json(report) for report in self.reports]
            text = documents[0] if len(documents) == 1 else b"[" + b",".join(documents) + b"]"
            click.echo(msgspec.json.format(text, indent=2))
        elif self.options["form"] == "text" and self.count + self.unreadable > 1:
            print_summary(self.count, self.verdicts, self.unreadable)


def _envelope(options: dict[str, Any]) -> Envelope:
    """Envelope options are data: taken as given, never an error."""
    direction: Direction = options["direction"]
    return Envelope(
        mail_from=None if options["mail_from"] is None else bare_address(well_formed(options["mail_from"])),
        rcpt_to=tuple(bare_address(well_formed(address)) for address in options["rcpt"]),
        client_ip=None if options["client_ip"] is None else well_formed(options["client_ip"]),
        helo=None if options["helo"] is None else well_formed(options["helo"]),
        direction=direction,
    )


def _given_envelope(options: dict[str, Any]) -> bool:
    named = ("mail_from", "rcpt", "client_ip", "helo", "sidecars")
    return any(options[name] for name in named) or options["direction"] != "inbound"


def _policy(options: dict[str, Any]) -> Policy:
    return Policy(
        enforced=options["policy"] != "observe",
        trusted_authserv_ids=tuple(name.lower() for name in options["trusted_authserv_id"]),
        own_domains=tuple(name.lower() for name in options["own_domain"]),
        organisations=tuple(name.lower() for name in options["organisation"]),
    )


def _given_policy(options: dict[str, Any]) -> bool:
    named = ("trusted_authserv_id", "own_domain", "organisation")
    return any(options[name] for name in named) or options["policy"] != "personal"


def _moment(text: str | None) -> datetime | None:
    """An RFC 3339 time; one without an offset is refused, since it would mean another moment elsewhere."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"--now {text}: not an RFC 3339 time such as 2026-11-24T14:00:00+01:00") from None
    if moment.tzinfo is None:
        raise ValueError(f"--now {text}: the offset is missing, write for instance {text}Z")
    return moment
