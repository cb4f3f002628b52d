"""The reasons of one outcome: the strongest in words, all of them for the curious."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from salver.core.untrusted import Untrusted
from salver.decide.report import ReportFinding
from salver.store.outcomes import Outcome
from salver.text import catalogue


class ReasonRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table. ``evidence`` may hold foreign text, so all of it is wrapped."""

    code: str
    severity: str
    message: str
    where: Untrusted | None
    evidence: tuple[tuple[str, tuple[Untrusted, ...]], ...]


def strongest(outcome: Outcome) -> catalogue.Words:
    """Headline, one reason and what to do. A code this version has no words for falls back to the report's own."""
    headline = outcome.headline
    try:
        return catalogue.words(headline.code, headline.variant, headline.params)
    except KeyError:
        finding = next((one for one in outcome.report.findings if one.code == headline.code), None)
        why, advice = (finding.message, finding.advice) if finding else ("", "")
        return catalogue.Words(outcome.report.headline, why, advice)


def reason_rows(outcome: Outcome) -> tuple[ReasonRow, ...]:
    """Every finding that holds for this mailbox, in the order of the report."""
    return tuple(_row(finding) for finding in own_findings(outcome))


def own_findings(outcome: Outcome) -> list[ReportFinding]:
    """The findings for this mailbox. What is known to others is nobody else's business.

    The gate keeps a report of its own for every mailbox (``report_for``), so all of them are. A report about several
    names codes a mailbox and no findings: of a code that stands there more than once nobody can tell whose is whose,
    so it is left out.
    """
    report = outcome.report
    if len(report.recipients) == 1:
        return list(report.findings)
    mailbox = outcome.mailbox.lower()
    mine = {code for one in report.recipients if (one.address or "").lower() == mailbox for code in one.findings}
    times = Counter(finding.code for finding in report.findings)
    return [finding for finding in report.findings if finding.code in mine and times[finding.code] == 1]


def _row(finding: ReportFinding) -> ReasonRow:
    evidence = tuple((name, _values(value)) for name, value in finding.evidence.items() if value not in (None, [], ""))
    where = Untrusted(finding.where) if finding.where else None
    return ReasonRow(
        code=finding.code, severity=finding.severity, message=finding.message, where=where, evidence=evidence
    )


def _values(value: Any) -> tuple[Untrusted, ...]:
    """A stored value of evidence (text, number, list of texts) as foreign text."""
    if isinstance(value, (list, tuple)):
        return tuple(Untrusted(str(one)) for one in value)
    if isinstance(value, Untrusted):
        return (value,)
    return (Untrusted(str(value)),)
