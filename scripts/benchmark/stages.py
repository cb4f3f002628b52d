"""The stages of the engine, and ways of taking several of them at once.

Reading comes first and depends on nothing, so it is timed by itself. A message is read lazily: whoever asks for its
links or its tree first pays for them. So the stages behind reading are never timed apart, on messages an earlier round
has asked already; the clock is read between them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from salver.decide.decide import decide
from salver.decide.ordinary import ordinary_verdict
from salver.decide.policy import Policy
from salver.decide.write_report import write_report
from salver.doors.drive.inspection import inspect, inspect_message
from salver.doors.drive.plain import drive, from_mapping
from salver.judge.judge import judge
from salver.observe.observation import observe
from salver.read.reading import read_message
from scripts.benchmark.workload import Mail
from tests.read.invariants import everything as asked_for_everything

Clock = Callable[[], int]
STAGES = ("observe", "judge", "decide", "report")
"""What follows reading, in the order of the picture."""

_POLICY = Policy()
_NOBODY = from_mapping({})
"""Nothing is known: no network, no store; every question goes unanswered."""


def stage_times(mail: Mail, clock: Clock) -> tuple[int, ...]:
    """What each of ``STAGES`` took for one message, in the unit of the clock."""
    message = read_message(mail.raw, _POLICY.limits)
    start = clock()
    facts = drive(observe(message, mail.envelope, _POLICY.trust), _NOBODY, _POLICY.limits)
    observed = clock()
    findings = judge(facts)
    judged = clock()
    verdict = decide(facts, findings, _POLICY)
    decided = clock()
    write_report(facts, verdict, inspection_id="0" * 26, elapsed_ms=0.0)
    return observed - start, judged - observed, decided - judged, clock() - decided


def read(mail: Mail) -> object:
    """From bytes to ``Message``: the structure, and every calendar in it."""
    return read_message(mail.raw, _POLICY.limits)


def whole(mail: Mail) -> object:
    """``salver.inspect``: from bytes and envelope to the report."""
    return inspect(mail.raw, mail.envelope, policy=_POLICY)


def door(mail: Mail) -> object:
    """What a mail door pays: the short way for ordinary mail, the report for everything else."""
    message = read_message(mail.raw, _POLICY.limits)
    if message.ordinary:
        return ordinary_verdict(mail.envelope, _POLICY)
    return inspect_message(message, mail.envelope, _POLICY, _NOBODY)


def everything(mail: Mail) -> object:
    """Read, and ask the message for all it can say: tree, addresses, links, identity, defects."""
    return asked_for_everything(read_message(mail.raw, _POLICY.limits))


WAYS: Mapping[str, Callable[[Mail], object]] = {"read": read, "whole": whole, "door": door, "everything": everything}
"""What is timed by itself."""
NAMES = ("read", "authenticate", "dkim", *STAGES, "whole", "door", "everything")
"""All of them, in the order of the table. ``authenticate`` and ``dkim`` are timed in ``authentication.py``."""
