"""``salver check``: the verb of the analyst. No account, no configuration, and no network but ``--dns`` (report.md)."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import click
import msgspec

from salver.core.errors import SalverError
from salver.core.outcome import Exit
from salver.core.reasons import rank
from salver.core.untrusted import for_terminal
from salver.decide.report import Report, to_json
from salver.doors.cli.inputs import Given, Unreadable, given, well_formed
from salver.doors.cli.options import (
    Sources,
    authentication_options,
    envelope_for,
    envelope_of,
    envelope_options,
    now_option,
    options,
    people_options,
    plain,
    policy_of,
)
from salver.doors.cli.printing import print_report, print_summary
from salver.doors.drive.inspection import inspect_message
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
    try:
        run = Run(given_options)
    except (OSError, ValueError, SalverError) as error:
        raise click.UsageError(plain(error)) from None
    ctx.exit(run.all())


def _refuse_later(given_options: dict[str, Any]) -> None:
    """One message for every option whose part is not built yet."""
    wanted = [f"--{name.replace('_', '-')}" for name, nothing in _LATER.items() if given_options[name] != nothing]
    policy = given_options["policy"]
    wanted += [f"--policy {policy}"] if policy in ("organisation", "strict") else []
    wanted += ["--format sarif"] if given_options["form"] == "sarif" else []
    if wanted:
        raise click.UsageError(f"{', '.join(wanted)}: not in this version")


class Run:
    """One call of the verb: its envelope, its policy, who answers, and what came of it.

    Raises OSError, ValueError (also of msgspec) and SalverError for options that name unusable things.
    """

    def __init__(self, given_options: dict[str, Any]) -> None:
        self.options = given_options
        self.envelope = envelope_of(given_options)
        self.policy = policy_of(given_options)
        recorded = given_options["answers"]
        self.replay: RecordingFile | None = read_recordings(Path(recorded)) if recorded else None
        self.sources = Sources(given_options, self.policy)
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
                self._trouble(message.name, plain(error))
            else:
                self._show(report)
        self.sources.close()
        self._finish()
        if self.unreadable:
            return Exit.TROUBLE
        return Exit.FOUND if self.found and not self.options["exit_zero"] else Exit.CLEAN

    def _inspect(self, given_message: Given) -> Report:
        message = read_file(given_message.raw, self.policy.limits)
        policy = self.policy
        envelope = envelope_for(given_message, self.envelope, sidecars=bool(self.options["sidecars"]))
        replayed = self._replayed(message.raw)
        answer_all = self.sources.for_message()
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


def _given_envelope(given_options: dict[str, Any]) -> bool:
    named = ("mail_from", "rcpt", "client_ip", "helo", "sidecars")
    return any(given_options[name] for name in named) or given_options["direction"] != "inbound"


def _given_policy(given_options: dict[str, Any]) -> bool:
    named = ("trusted_authserv_id", "trusted_sealer", "own_domain", "organisation")
    asked = any(given_options[name] for name in named) or given_options["dns"] != "off"
    return asked or given_options["policy"] != "personal"
