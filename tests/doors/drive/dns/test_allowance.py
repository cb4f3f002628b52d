"""One message asks so much and waits so long, and no more."""

from __future__ import annotations

from salver.core.limits import Limits
from salver.doors.drive.dns.allowance import Allowance
from salver.observe.question import DnsQuestion

QUESTIONS = [DnsQuestion(f"n{number}.example", "TXT") for number in range(5)]


def test_questions_are_counted_over_all_rounds() -> None:
    allowance = Allowance(Limits(dns_questions=7))
    assert allowance.granted(reversed(QUESTIONS)) == QUESTIONS
    assert allowance.granted(QUESTIONS) == QUESTIONS[:2]
    assert allowance.granted(QUESTIONS) == []


def test_waiting_is_counted_over_all_rounds() -> None:
    now = [0.0]
    allowance = Allowance(Limits(dns_message_seconds=3.0), clock=lambda: now[0])
    with allowance.waiting() as seconds:
        assert seconds == 3.0
        now[0] += 2.0
    now[0] += 100.0
    with allowance.waiting() as seconds:
        assert seconds == 1.0
        now[0] += 2.0
    assert allowance.granted(QUESTIONS) == []
