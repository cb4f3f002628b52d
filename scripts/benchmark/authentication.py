"""What it costs to find out who sent a message, with the answers of the DNS at hand.

Reading is not counted, nor are the header and the author, which identity asks for anyway: every message is read afresh
before the clock starts, so that whatever else authentication is the first to ask of it is paid here. All messages of a
round are timed together, since reading the clock for each makes what follows it colder. The records come from the
workload's own zone, as they would from the memory of the resolver.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from salver.core.envelope import Envelope
from salver.decide.policy import Policy
from salver.doors.drive.dns.zone import Zone
from salver.doors.drive.dns.zone_file import read_zone
from salver.doors.drive.plain import AnswerAll, drive
from salver.observe.authentication.authenticate import authenticate
from salver.observe.authentication.dkim.verify import verify
from salver.observe.question import Answer, DnsQuestion, Instant, NowQuestion, Question
from salver.read.message import Message
from salver.read.reading import read_message
from scripts.benchmark.workload import Mail

Work = Callable[["Asked"], None]

NOW = Instant("2026-11-24T12:00:00+00:00")
_RECEIVED_AT = 1_795_521_600
"""The same moment in seconds since 1970: behind the time of the workload's signatures."""
_POLICY = Policy(dns=True)


class AtHand:
    """Answers of a zone, each looked up once: what a resolver's memory is to a busy server."""

    def __init__(self, zone: Zone) -> None:
        self._zone = zone
        self._known: dict[Question, Answer] = {NowQuestion(): NOW}

    def __call__(self, questions: frozenset[Question]) -> Mapping[Question, Answer]:
        for question in questions:  # a difference of sets would walk over all that is known
            if question not in self._known and isinstance(question, DnsQuestion):
                self._known[question] = self._zone.ask([question])[question]
        return self._known


def at_hand(zone: Path) -> AtHand:
    """The answers of a zone file. Raises OSError or ValueError."""
    return AtHand(read_zone(zone))


class Asked(NamedTuple):
    """A message as it comes to authentication: read, and asked for its header and who wrote it."""

    message: Message
    envelope: Envelope
    author: str | None


def asked(mail: Mail) -> Asked:
    """Read a message afresh, and ask it what identity asks before anybody is authenticated. Not measured."""
    message = read_message(mail.raw, _POLICY.limits)
    return Asked(message, mail.envelope, message.from_field.only)


def whole(answers: AnswerAll) -> Work:
    """SPF, DKIM, DMARC and ARC of one message."""

    def work(one: Asked) -> None:
        drive(authenticate(one.message, one.envelope, _POLICY.trust, one.author), answers, _POLICY.limits)

    return work


def signatures(answers: AnswerAll) -> Work:
    """DKIM alone."""

    def work(one: Asked) -> None:
        drive(verify(one.message, _RECEIVED_AT, _POLICY.limits), answers, _POLICY.limits)

    return work
