"""The outcome of an inspection that could not be finished: held, and said so (architecture 3.11)."""

from __future__ import annotations

from salver.config.people import People
from salver.core.envelope import Envelope
from salver.decide.policy import Policy
from salver.decide.verdict import Headline, OutcomeRecord, RecipientVerdict, Verdict
from salver.decide.write_report import write_report
from salver.doors.drive.inspection import Inspection
from salver.observe.authentication.authenticated import Authentication
from salver.observe.facts import Facts, MessageFacts, RecipientFacts
from salver.read.message import Message

_HEADLINE = Headline("unchecked")


def unchecked(message: Message, envelope: Envelope, policy: Policy, people: People, inspection_id: str) -> Inspection:
    """An inspection that found nothing out. Mail that holds no calendar and hides none is delivered all the same."""
    facts = Facts(
        MessageFacts(
            message=message,
            envelope=envelope,
            now=None,
            author=None,
            sender=None,
            authentication=Authentication(),
            events=(),
        ),
        tuple(_recipient(people, address) for address in envelope.rcpt_to),
    )
    harmless = message.kind == "mail"
    recipients = tuple(
        RecipientVerdict(
            address=recipient.address,
            person=recipient.person,
            verdict="deliver" if harmless else "unchecked",
            level="none" if harmless else "check",
            calendar="none" if harmless else "wait",
            row="unchecked",
            familiarity="not-asked",
            history="not-asked",
            headline=_HEADLINE,
        )
        for recipient in facts.recipients
    )
    verdict = Verdict(
        verdict="deliver" if harmless else "unchecked",
        level="none" if harmless else "check",
        policy=policy.preset,
        enforced=policy.enforced,
        headline=_HEADLINE,
        findings=(),
        recipients=recipients,
        records=() if harmless else tuple(_record(message, recipient) for recipient in recipients),
    )
    report = write_report(facts, verdict, inspection_id=inspection_id, elapsed_ms=0.0)
    return Inspection(message, facts, verdict, report)


def _recipient(people: People, address: str) -> RecipientFacts:
    person = people.person_of(address)
    return RecipientFacts(address=address, person=person.id, addresses=person.addresses, events=())


def _record(message: Message, recipient: RecipientVerdict) -> OutcomeRecord:
    return OutcomeRecord(
        mailbox=(recipient.address or "").lower(),
        person=recipient.person,
        fingerprint=message.fingerprint,
        verdict="unchecked",
        level="check",
        calendar="wait",
    )
