"""Reasons are for one mailbox: what is known to others stays theirs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import msgspec

from salver.decide.report import Report, ReportFinding
from salver.doors.http.inbox.reasons import own_findings, reason_rows
from salver.store.outcomes import Outcome
from tests.store import made

NORA, BOB = made.ME, "bob@home.example"


def finding(code: str, known: str = "") -> ReportFinding:
    evidence = {"known": (known,)}
    return ReportFinding(
        code=code, severity="warning", threats=(), where=None, message="m", advice="a", evidence=evidence
    )


def report_about(nora: tuple[str, ...], bob: tuple[str, ...], *findings: ReportFinding) -> Report:
    """One report about two mailboxes, as ``salver check`` prints it."""
    report = made.report()
    (first,) = report.recipients
    recipients = (
        msgspec.structs.replace(first, findings=nora),
        msgspec.structs.replace(first, address="Bob@home.example", person="bob", findings=bob),
    )
    return msgspec.structs.replace(report, recipients=recipients, findings=findings)


def outcome(report: Report, mailbox: str) -> Outcome:
    return cast(Outcome, SimpleNamespace(report=report, mailbox=mailbox))


def test_what_stands_twice_is_shown_to_nobody_it_may_not_belong_to() -> None:
    """Both know somebody of that name: neither page may tell whom the other knows."""
    code = "name-of-known-person"
    both = report_about(
        (code, "first-contact"),
        (code,),
        finding(code, "anna.keller@acme.example"),
        finding(code, "anna@clinic.example"),
        finding("first-contact"),
    )
    assert [one.code for one in own_findings(outcome(both, NORA))] == ["first-contact"]
    assert own_findings(outcome(both, BOB)) == []


def test_a_finding_of_another_mailbox_is_not_shown() -> None:
    one = report_about(("first-contact",), ("lookalike-domain",), finding("first-contact"), finding("lookalike-domain"))
    assert [row.code for row in reason_rows(outcome(one, NORA))] == ["first-contact"]
    assert [row.code for row in reason_rows(outcome(one, BOB))] == ["lookalike-domain"]
    assert own_findings(outcome(one, "eve@home.example")) == []


def test_a_report_of_ones_own_is_shown_whole() -> None:
    twice = msgspec.structs.replace(made.report(), findings=(finding("recurrence-flood"), finding("recurrence-flood")))
    assert len(reason_rows(outcome(twice, NORA))) == 2
