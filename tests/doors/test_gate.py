"""What a held mail says in place of its invitation."""

from __future__ import annotations

from salver.config.schema import Http, Settings
from salver.decide.verdict import CalendarWord, Headline, RecipientVerdict, Verdict
from salver.doors.gate import _sentence


def _verdict(calendar: CalendarWord) -> Verdict:
    headline = Headline("organizer-contradicted", "", {"claimed": "bank.example", "confirmed": "evil.test"})
    recipient = RecipientVerdict(
        address="nora@home.example",
        person="nora",
        verdict="hold",
        level="contradiction",
        calendar=calendar,
        row="danger",
        familiarity="stranger",
        history="new",
        headline=headline,
    )
    return Verdict(
        verdict="hold",
        level="contradiction",
        policy="personal",
        enforced=True,
        headline=headline,
        findings=(),
        recipients=(recipient,),
    )


def test_it_says_what_is_the_case_and_where_to_answer() -> None:
    said = _sentence(_verdict("wait"), Settings(http=Http(public_url="https://salver.home.example")))
    assert said.startswith("Someone we cannot confirm as bank.example invites you.")
    assert said.endswith("It waits for you at https://salver.home.example")


def test_what_is_ignored_does_not_wait() -> None:
    said = _sentence(_verdict("ignore"), Settings(http=Http(listen="127.0.0.1:8025")))
    assert said.endswith("It is written down at http://127.0.0.1:8025")


def test_without_an_inbox_there_is_no_address() -> None:
    assert "http" not in _sentence(_verdict("wait"), Settings(http=Http(listen=None)))
