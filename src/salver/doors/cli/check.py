"""``salver check``: the verb of the analyst. No account, no configuration, and no network but ``--dns`` (report.md)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click
import msgspec

from salver.core.outcome import Exit
from salver.core.reasons import rank
from salver.decide.report import Report, to_json
from salver.doors.cli.inputs import Given, well_formed
from salver.doors.cli.mail_by_mail import Case, MailByMail
from salver.doors.cli.options import authentication_options, envelope_options, now_option, options, people_options
from salver.doors.cli.printing import print_report, print_summary
from salver.doors.drive.inspection import inspect_message
from salver.doors.drive.recorded import RecordedPolicy, Recorder, Recording, write_recordings

_LATER: dict[str, object] = {
    "trust_smime": (),
    "crl": (),
    "trust_openpgp": (),
    "decrypt_key": (),
    "jobs": 1,
}
"""Options whose part a later version builds, and the value at which they ask for nothing."""

_replay_options = options(
    click.option("--trust-smime", multiple=True, metavar="FILE", help="Not in this version."),
    click.option("--crl", multiple=True, metavar="FILE", help="Not in this version."),
    click.option("--trust-openpgp", multiple=True, metavar="FILE", help="Not in this version."),
    click.option("--decrypt-key", multiple=True, metavar="FILE", help="Not in this version."),
    click.option("--answers", metavar="FILE", help="Replay recorded answers."),
    click.option("--record", metavar="FILE", help="Record the answers, so that the verdict can be replayed."),
    now_option,
)
_output_options = options(
    click.option("--policy", type=click.Choice(["personal", "observe", "organisation", "strict"]), default="personal"),
    click.option("--format", "form", type=click.Choice(["text", "json", "jsonl", "sarif"]), default="text"),
    click.option("--fail-on", type=click.Choice(["notice", "warning", "danger"]), default="warning", show_default=True),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found."),
    click.option("--jobs", type=click.IntRange(min=1), default=1, help="Not in this version: 1 only."),
)


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@envelope_options
@authentication_options
@people_options
@_replay_options
@_output_options
@click.pass_context
def command(ctx: click.Context, /, **given_options: Any) -> None:
    """Say who really sent an invitation, and what is odd about it.

    PATH is a file whatever its name, a directory, mbox:FILE, maildir:DIR, or - for standard input.

    Exit status: 0 nothing at or above --fail-on, 1 something was, 2 a file could not be read or an option is wrong.
    """
    _refuse_later(given_options)
    Check.run(ctx, given_options)


def _refuse_later(given_options: dict[str, Any]) -> None:
    """One message for every option whose part is not built yet."""
    wanted = [f"--{name.replace('_', '-')}" for name, nothing in _LATER.items() if given_options[name] != nothing]
    policy = given_options["policy"]
    wanted += [f"--policy {policy}"] if policy in ("organisation", "strict") else []
    wanted += ["--format sarif"] if given_options["form"] == "sarif" else []
    if wanted:
        raise click.UsageError(f"{', '.join(wanted)}: not in this version")


class Check(MailByMail[Report]):
    """One call of the verb: its recordings, its reports, and what came of it."""

    verb = "check"

    def __init__(self, given_options: dict[str, Any]) -> None:
        super().__init__(given_options)
        self.recordings: list[Recording] = []
        self.reports: list[Report] = []
        self.verdicts: Counter[str] = Counter()
        self.found = False
        self.count = 0

    def look(self, given_mail: Given, case: Case) -> Report:
        recorder = Recorder(case.answers)
        report = inspect_message(case.message, case.envelope, case.policy, recorder).report
        if case.recording is not None:
            report = msgspec.structs.replace(report, id=case.recording.id, elapsed_ms=case.recording.elapsed_ms)
        if self.options["record"]:
            self.recordings.append(
                Recording(
                    sha256=report.sha256,
                    id=report.id,
                    elapsed_ms=report.elapsed_ms,
                    envelope=case.envelope,
                    policy=RecordedPolicy.of(case.policy),
                    answers=recorder.recorded(),
                )
            )
        return msgspec.structs.replace(report, file=well_formed(given_mail.name), index=given_mail.index)

    def show(self, given_mail: Given, report: Report) -> None:  # noqa: ARG002
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

    def finish(self) -> Exit:
        if self.options["record"]:
            write_recordings(Path(self.options["record"]), self.recordings)
        if self.options["form"] == "json":
            documents = [to_json(report) for report in self.reports]
            text = documents[0] if len(documents) == 1 else b"[" + b",".join(documents) + b"]"
            click.echo(msgspec.json.format(text, indent=2))
        elif self.options["form"] == "text" and self.count + self.unreadable > 1:
            print_summary(self.count, self.verdicts, self.unreadable)
        return Exit.FOUND if self.found and not self.options["exit_zero"] else Exit.CLEAN
