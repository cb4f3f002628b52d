"""Recordings: the answers of an inspection, so that it replays to the identical report without network and store.

One file holds many inspections, keyed by the SHA-256 of the message. It keeps the answers, the envelope, the policy and
the id; never the message.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from salver.core.envelope import Envelope
from salver.core.limits import Limits
from salver.decide.policy import Policy, Preset, Writer
from salver.doors.drive.plain import AnswerAll, from_mapping
from salver.observe.question import Answer, AnyAnswer, AnyQuestion, Question

SCHEMA = 1


class RecordedAnswer(msgspec.Struct, frozen=True):
    """A question and what was answered."""

    question: AnyQuestion
    answer: AnyAnswer


class RecordedPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a policy that a verdict depends on; limits are those of the version that replays."""

    preset: Preset
    enforced: bool
    writer: Writer
    opaque_hold: bool
    trusted_authserv_ids: tuple[str, ...]
    own_domains: tuple[str, ...]
    organisations: tuple[str, ...]
    trusted_networks: tuple[str, ...] = ()
    trusted_sealers: tuple[str, ...] = ()
    dns: bool = False

    @classmethod
    def of(cls, policy: Policy) -> RecordedPolicy:
        return cls(**{name: getattr(policy, name) for name in cls.__struct_fields__})

    def policy(self, limits: Limits) -> Policy:
        fields = {name: getattr(self, name) for name in self.__struct_fields__}
        return Policy(limits=limits, **fields)


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """One inspection."""

    sha256: str
    id: str
    elapsed_ms: float
    envelope: Envelope
    policy: RecordedPolicy
    answers: tuple[RecordedAnswer, ...]

    def answer_all(self) -> AnswerAll:
        """Answers from this recording alone."""
        return from_mapping({recorded.question: recorded.answer for recorded in self.answers})


class RecordingFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of recordings."""

    schema: int = SCHEMA
    recordings: tuple[Recording, ...] = ()

    def find(self, sha256: str) -> Recording | None:
        return next((recording for recording in self.recordings if recording.sha256 == sha256), None)


def read_recordings(path: Path) -> RecordingFile:
    """Raises OSError when the file cannot be read and msgspec.MsgspecError when it is no recording of ours."""
    file = msgspec.json.decode(path.read_bytes(), type=RecordingFile)
    if file.schema != SCHEMA:
        raise msgspec.ValidationError(f"recording of schema {file.schema}, this version reads {SCHEMA}")
    return file


def write_recordings(path: Path, recordings: list[Recording]) -> None:
    """Write all recordings as one JSON file."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(RecordingFile(recordings=tuple(recordings))), indent=1))


class Recorder:
    """Stands between a driver and whoever answers, and keeps every answer."""

    def __init__(self, answer_all: AnswerAll) -> None:
        self._answer_all = answer_all
        self.answers: dict[Question, Answer] = {}

    def __call__(self, questions: frozenset[Question]) -> Mapping[Question, Answer]:
        answers = self._answer_all(questions)
        self.answers.update(answers)
        return answers

    def recorded(self) -> tuple[RecordedAnswer, ...]:
        """In a stable order, so that two recordings of one message are equal files."""
        pairs = sorted(self.answers.items(), key=lambda pair: (pair[0].need, pair[0].name, repr(pair[0])))
        return tuple(RecordedAnswer(question, answer) for question, answer in pairs)  # type: ignore[arg-type]
