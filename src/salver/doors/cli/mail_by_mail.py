"""What the verbs that look at mails have in common: each mail in turn, with its envelope and whoever answers for it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

import click
import msgspec

from salver.core.envelope import Envelope
from salver.core.errors import SalverError
from salver.core.outcome import Exit
from salver.core.untrusted import for_terminal
from salver.decide.policy import Policy
from salver.doors.cli.inputs import Given, Unreadable, given
from salver.doors.cli.options import Sources, envelope_for, envelope_of, plain, policy_of
from salver.doors.drive.plain import AnswerAll
from salver.doors.drive.recorded import Recording, RecordingFile, read_recordings
from salver.read.message import Message
from salver.read.reading import read_file

T = TypeVar("T")

_SAYS_ENVELOPE = ("mail_from", "rcpt", "client_ip", "helo", "sidecars")
_SAYS_POLICY = ("trusted_authserv_id", "trusted_sealer", "own_domain", "organisation")


class Case(NamedTuple):
    """One mail that has been read. ``recording`` is what ``--answers`` holds about it."""

    message: Message
    envelope: Envelope
    policy: Policy
    answers: AnswerAll
    recording: Recording | None = None


class MailByMail(Generic[T]):
    """One call of a verb. Making one raises OSError, ValueError (also of msgspec) and SalverError for options that name
    unusable things.
    """

    verb: ClassVar[str]

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        self.envelope = envelope_of(options)
        self.policy = policy_of(options)
        recorded = options.get("answers")
        self.replay: RecordingFile | None = read_recordings(Path(recorded)) if recorded else None
        self.sources = Sources(options, self.policy)
        self.unreadable = 0

    @classmethod
    def run(cls, ctx: click.Context, options: dict[str, Any]) -> None:
        """Carry the verb out and end with its status. Raises click.UsageError with one sentence."""
        try:
            call = cls(options)
        except (OSError, ValueError, SalverError) as error:
            raise click.UsageError(plain(error)) from None
        ctx.exit(call.all())

    def all(self) -> Exit:
        """Look at everything that is given, and say how it went."""
        for one in given(self.options["paths"], sidecars=self.options["sidecars"] is not None):
            if isinstance(one, Unreadable):
                self._trouble(one.name, one.why)
                continue
            try:
                found = self.look(one, self._case(one))
            except (OSError, msgspec.MsgspecError) as error:
                self._trouble(one.name, plain(error))
            else:  # nobody who reads along any more is no fault of the mail
                self.show(one, found)
        self.sources.close()
        status = self.finish()
        return Exit.TROUBLE if self.unreadable else status

    def look(self, given_mail: Given, case: Case) -> T:
        """Look at one mail. May raise OSError and msgspec.MsgspecError."""
        raise NotImplementedError

    def show(self, given_mail: Given, found: T) -> None:
        """Say what was found, or keep it for the end."""
        raise NotImplementedError

    def finish(self) -> Exit:
        """Say what is said at the end."""
        return Exit.CLEAN

    def _case(self, one: Given) -> Case:
        message = read_file(one.raw, self.policy.limits)
        envelope = envelope_for(one, self.envelope, sidecars=self.options["sidecars"] is not None)
        if self.replay is None:
            return Case(message, envelope, self.policy, self.sources.for_message())
        recording = self.replay.find(hashlib.sha256(message.raw).hexdigest())
        if recording is None:
            raise msgspec.ValidationError(f"{self.options['answers']} holds no answers for this message")
        # What was said on the command line counts before what was recorded.
        return Case(
            message,
            envelope if self._says_envelope() else recording.envelope,
            self.policy if self._says_policy() else recording.policy.policy(self.policy.limits),
            recording.answer_all(),
            recording,
        )

    def _says_envelope(self) -> bool:
        return any(self.options[name] for name in _SAYS_ENVELOPE) or self.options["direction"] != "inbound"

    def _says_policy(self) -> bool:
        asked = any(self.options[name] for name in _SAYS_POLICY) or self.options["dns"] != "off"
        return asked or self.options.get("policy", "personal") != "personal"

    def _trouble(self, name: str, why: str) -> None:
        self.unreadable += 1
        click.echo(f"salver {self.verb}: {for_terminal(name)}: {for_terminal(why)}", err=True)
