"""What it costs to find out who sent a message, with the answers of the DNS at hand.

Reading is not counted, nor is who the author is: every message is read afresh before the clock starts, so that whatever
else authentication is the first to ask of it is paid here. The records come from the workload's own zone, as they would
from the memory of the resolver.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from salver.decide.policy import Policy
from salver.doors.drive.dns.zone import Zone
from salver.doors.drive.dns.zone_file import read_zone
from salver.doors.drive.plain import AnswerAll, drive
from salver.observe.authentication.authenticate import authenticate
from salver.observe.authentication.dkim.verify import verify
from salver.observe.question import Answer, DnsQuestion, Instant, NowQuestion, Question
from salver.read.reading import read_message
from scripts.benchmark.workload import Mail

Clock = Callable[[], int]
Times = Callable[[Mail, Clock], tuple[int, ...]]

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
        for question in questions - self._known.keys():
            if isinstance(question, DnsQuestion):
                self._known[question] = self._zone.ask([question])[question]
        return self._known


def at_hand(zone: Path) -> AtHand:
    """The answers of a zone file. Raises OSError or ValueError."""
    return AtHand(read_zone(zone))


def whole(answers: AnswerAll) -> Times:
    """SPF, DKIM, DMARC and ARC of one message."""

    def times(mail: Mail, clock: Clock) -> tuple[int, ...]:
        message = read_message(mail.raw, _POLICY.limits)
        author = message.from_field.only
        start = clock()
        drive(authenticate(message, mail.envelope, _POLICY.trust, author), answers, _POLICY.limits)
        return (clock() - start,)

    return times


def signatures(answers: AnswerAll) -> Times:
    """DKIM alone."""

    def times(mail: Mail, clock: Clock) -> tuple[int, ...]:
        message = read_message(mail.raw, _POLICY.limits)
        start = clock()
        drive(verify(message, _RECEIVED_AT, _POLICY.limits), answers, _POLICY.limits)
        return (clock() - start,)

    return times
