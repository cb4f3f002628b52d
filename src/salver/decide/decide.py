"""Findings and policy to one ``Verdict``: a row of the table for every mailbox, the strictest for the message."""

from __future__ import annotations

from salver.decide.explain import headline, level
from salver.decide.policy import Policy
from salver.decide.record import outcome_record
from salver.decide.table import Case, decide_case
from salver.decide.verdict import LEVEL_ORDER, VERDICT_ORDER, RecipientVerdict, Verdict
from salver.judge.finding import Finding
from salver.judge.judge import Findings
from salver.observe.facts import Facts, Familiarity, RecipientFacts


def decide(facts: Facts, findings: Findings, policy: Policy) -> Verdict:
    """The verdict, with the records act has to commit for it."""
    cases = [
        Case(facts=facts.message, recipient=recipient, findings=findings.message + own, policy=policy)
        for recipient, own in zip(facts.recipients, findings.recipients, strict=True)
    ]
    recipients = tuple(_recipient(case) for case in cases)
    strictest = max(recipients, key=lambda r: (VERDICT_ORDER.index(r.verdict), LEVEL_ORDER.index(r.level)))
    records = [outcome_record(case, verdict) for case, verdict in zip(cases, recipients, strict=True)]
    return Verdict(
        verdict=strictest.verdict,
        level=max((r.level for r in recipients), key=LEVEL_ORDER.index),
        policy=policy.preset,
        enforced=policy.enforced,
        headline=strictest.headline,
        findings=_distinct(findings),
        recipients=recipients,
        records=tuple(record for record in records if record is not None),
    )


def _recipient(case: Case) -> RecipientVerdict:
    row, calendar = decide_case(case)
    return RecipientVerdict(
        address=case.recipient.address,
        person=case.recipient.person,
        verdict=row.verdict,
        level=level(case, row),
        calendar=calendar,
        row=row.name,
        familiarity=_familiarity(case.recipient),
        history=_history(case.recipient),
        headline=headline(case, row),
        findings=case.findings,
    )


# From the least known to the best known.
_WORDS: tuple[Familiarity, ...] = (
    "stranger",
    "not-asked",
    "colleagues",
    "organisation",
    "wrote-to",
    "allowed",
    "contact",
)


def _familiarity(recipient: RecipientFacts) -> Familiarity:
    """How the mailbox knows the speakers: the word of the least known one."""
    words = [event.familiarity for event in recipient.events]
    return next((word for word in _WORDS if word in words), "not-asked")


def _history(recipient: RecipientFacts) -> str:
    """``new``, the state of the event, or ``not-asked``."""
    for event in recipient.events:
        if event.history:
            return event.history[0].state
    asked = any(event.history is not None for event in recipient.events)
    return "new" if asked else "not-asked"


def _distinct(findings: Findings) -> tuple[Finding, ...]:
    """Every finding once, message findings first."""
    seen: list[Finding] = list(findings.message)
    for own in findings.recipients:
        seen += [finding for finding in own if finding not in seen]
    return tuple(seen)
