"""Verdicts on real mail: spam and phishing wait, honest invitations are never called a danger, ordinary mail flows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from salver.core.envelope import Envelope
from salver.decide.policy import Policy
from salver.decide.report import Report
from salver.doors.drive.inspection import inspect_message
from salver.observe.authentication.results import parse
from salver.observe.question import Answer, Contact, ContactQuestion, Question
from salver.read.message import Message
from salver.read.reading import read_file
from tests import collection

pytestmark = collection.needed


def _strangers(questions: frozenset[Question]) -> dict[Question, Answer]:
    return {question: Contact() for question in questions if isinstance(question, ContactQuestion)}


def _reports(kind: str, *labels: str) -> Iterator[tuple[dict[str, Any], Report]]:
    for entry, raw in collection.files(kind, *labels):
        yield entry, inspect_message(read_file(raw), Envelope(), Policy(), _strangers).report


def test_every_spam_and_phishing_invitation_is_held_for_a_new_recipient() -> None:
    passed = [e["path"] for e, report in _reports("imip-mail", "spam", "phish", "attack") if report.verdict != "hold"]
    assert passed == []


def test_honest_invitations_wait_without_a_danger() -> None:
    for entry, report in _reports("imip-mail", "benign"):
        assert report.verdict == "hold", entry["path"]
        assert report.level in ("new", "check"), entry["path"]
        assert not [f.code for f in report.findings if f.severity == "danger"], entry["path"]


def test_ordinary_mail_is_delivered() -> None:
    """One exception is known: its declared boundary never occurs, and a whole calendar stands in what is left."""
    held = [
        entry["path"]
        for entry, report in _reports("other-mail", "benign")
        if report.verdict != "deliver" or report.kind not in ("mail", "opaque")
    ]
    assert len(held) <= 1, held


def test_a_contact_whose_own_server_confirms_is_known() -> None:
    """With From in the contacts and the receiver's id trusted: DMARC pass for a From that is the ORGANIZER."""
    known = 0
    for entry, raw in collection.files("imip-mail", "benign"):
        message = read_file(raw)
        author, trusted = message.from_field.only, _receiver(message)
        if author is None or trusted is None:
            continue

        def answers(questions: frozenset[Question], contact: str = author.lower()) -> dict[Question, Answer]:
            asked = [question for question in questions if isinstance(question, ContactQuestion)]
            return {question: Contact("contacts" if question.address == contact else None) for question in asked}

        report = inspect_message(message, Envelope(), Policy(trusted_authserv_ids=(trusted,)), answers).report
        assert not [f.code for f in report.findings if f.severity == "danger"], entry["path"]
        organizers = {(thing.organizer or "").lower() for thing in report.objects if not thing.nested}
        if report.authentication.dmarc.result == "pass" and organizers == {author.lower()}:
            assert (report.verdict, report.level) == ("deliver", "known"), entry["path"]
            known += 1
    assert known >= 15


def _receiver(message: Message) -> str | None:
    """The id of the uppermost well-formed Authentication-Results."""
    parsed = [parse(field.value) for field in message.headers if field.name == "authentication-results"]
    return next((results.authserv_id for results in parsed if results is not None), None)
