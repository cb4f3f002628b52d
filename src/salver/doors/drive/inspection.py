"""One inspection from bytes to report: the flow of the picture, written down once for every door."""

from __future__ import annotations

import time
from collections.abc import Mapping

import msgspec

from salver.core.envelope import Envelope
from salver.core.ulid import new_ulid
from salver.decide.decide import decide
from salver.decide.policy import Policy
from salver.decide.report import Report
from salver.decide.verdict import Verdict
from salver.decide.write_report import write_report
from salver.doors.drive.plain import AnswerAll, drive, from_mapping
from salver.judge.judge import judge
from salver.observe.facts import Facts
from salver.observe.observation import observe
from salver.observe.question import Answer, Question
from salver.read.message import Message
from salver.read.reading import read_message


class Inspection(msgspec.Struct, frozen=True):
    """Everything one inspection found, for doors that act on it."""

    message: Message
    facts: Facts
    verdict: Verdict
    report: Report


def conclude(message: Message, facts: Facts, policy: Policy, *, inspection_id: str, started: float) -> Inspection:
    """Judge and decide on facts. ``started`` is a reading of ``time.perf_counter``."""
    verdict = decide(facts, judge(facts), policy)
    elapsed = round((time.perf_counter() - started) * 1000, 3)
    report = write_report(facts, verdict, inspection_id=inspection_id, elapsed_ms=elapsed)
    return Inspection(message, facts, verdict, report)


def inspect_message(message: Message, envelope: Envelope, policy: Policy, answer_all: AnswerAll) -> Inspection:
    """Inspect a message that has been read, with the plain driver."""
    started = time.perf_counter()
    facts = drive(observe(message, envelope, policy.trust), answer_all, policy.limits)
    return conclude(message, facts, policy, inspection_id=new_ulid(), started=started)


def inspect(
    raw: bytes,
    envelope: Envelope | None = None,
    *,
    policy: Policy | None = None,
    answers: AnswerAll | Mapping[Question, Answer] | None = None,
) -> Report:
    """The library's front door: the report about one message (RFC 5322 bytes).

    Without ``answers`` every need is not asked: no network, no store, no clock. ``answers`` is a mapping, or a function
    from a set of questions to a mapping. Never raises on a message, whatever it holds.
    """
    policy = policy or Policy()
    message = read_message(raw, policy.limits)
    answer_all = answers if callable(answers) else from_mapping(answers or {})
    return inspect_message(message, envelope or Envelope(), policy, answer_all).report
