"""The short way says what the long one says."""

from __future__ import annotations

import pytest

from salver.core.envelope import Envelope
from salver.decide.decide import decide
from salver.decide.ordinary import ordinary_verdict
from salver.decide.policy import Policy
from salver.doors.drive.plain import drive, from_mapping
from salver.judge.judge import judge
from salver.observe.observation import observe
from salver.read.reading import read_message
from tests.read.samples import TEXT, message

POLICY = Policy()


@pytest.mark.parametrize(
    "envelope",
    [
        Envelope(),
        Envelope(mail_from="ada@example.com", rcpt_to=("nora@home.example", "Otto@home.example")),
        Envelope(rcpt_to=("nora@home.example",), direction="outbound"),
        Envelope(rcpt_to=("nora@home.example",), direction="internal"),
    ],
)
def test_it_is_the_verdict_of_the_whole_flow(envelope: Envelope) -> None:
    found = read_message(message(TEXT))
    assert found.ordinary
    facts = drive(observe(found, envelope, POLICY.trust), from_mapping({}), POLICY.limits)
    assert ordinary_verdict(envelope, POLICY) == decide(facts, judge(facts), POLICY)
