"""Facts and verdict to a ``Report`` (report.md). Pure: the same input gives the same report."""

from __future__ import annotations

import functools
import hashlib
from importlib import metadata

import msgspec

from salver.core.untrusted import Untrusted
from salver.decide.authentication_report import report_authentication
from salver.decide.report import (
    Report,
    ReportCircumstance,
    ReportFinding,
    ReportIdentity,
    ReportObject,
    ReportRecipient,
    ReportSeries,
    ReportUnavailable,
)
from salver.decide.verdict import RecipientVerdict, Verdict
from salver.judge.finding import Finding
from salver.observe.facts import Circumstance, Facts, Identity
from salver.read.message import EventTime, Invitation, Message
from salver.read.recurrence import canonical
from salver.read.repetition import Recurrence
from salver.text.catalogue import words


def write_report(facts: Facts, verdict: Verdict, *, inspection_id: str, elapsed_ms: float = 0.0) -> Report:
    """The report about one message. ``elapsed_ms`` is wall time of the inspection."""
    message = facts.message.message
    return Report(
        version=version(),
        id=inspection_id,
        sha256=hashlib.sha256(message.raw).hexdigest(),
        fingerprint=message.fingerprint,
        message_id=message.message_id,
        from_=tuple(mailbox.address for mailbox in message.from_field.mailboxes),
        reply_to=tuple(mailbox.address for mailbox in message.reply_to_field.mailboxes),
        kind=message.kind,
        verdict=verdict.verdict,
        level=verdict.level,
        policy=verdict.policy,
        enforced=verdict.enforced,
        headline=words(verdict.headline.code, verdict.headline.variant, verdict.headline.params).headline,
        recipients=tuple(_recipient(recipient) for recipient in verdict.recipients),
        findings=tuple(_finding(finding) for finding in verdict.findings),
        objects=tuple(_object(invitation) for invitation in message.invitations),
        identity=_identity(facts),
        circumstances=_circumstances(facts),
        authentication=report_authentication(facts.message.authentication),
        links=message.links,
        phones=message.phones,
        removed_on_accept=_removed(message),
        defects=message.defects,
        unavailable=_unavailable(facts),
        rounds=facts.message.rounds,
        elapsed_ms=elapsed_ms,
    )


def report_for(report: Report, recipient: RecipientVerdict) -> Report:
    """The same report as one mailbox may see it: no other recipient, its own verdict and findings on top.

    What could not be answered about another recipient goes too, each kind of it once: it would name who else got it.
    """
    shown = tuple(_finding(finding) for finding in recipient.findings)
    headline = recipient.headline
    return msgspec.structs.replace(
        report,
        verdict=recipient.verdict,
        level=recipient.level,
        headline=words(headline.code, headline.variant, headline.params).headline,
        recipients=(_recipient(recipient),),
        findings=shown,
        unavailable=tuple(dict.fromkeys(one for one in report.unavailable if _concerns(one, recipient))),
    )


def _concerns(missing: ReportUnavailable, recipient: RecipientVerdict) -> bool:
    """Whether it is no question about another recipient: only ``person`` names one."""
    return missing.need != "person" or missing.name.raw == recipient.address


@functools.cache
def version() -> str:
    """The version of the installed package."""
    try:
        return metadata.version("salver")
    except metadata.PackageNotFoundError:
        return "0+unknown"


def _recipient(recipient: RecipientVerdict) -> ReportRecipient:
    return ReportRecipient(
        address=recipient.address,
        person=recipient.person,
        verdict=recipient.verdict,
        level=recipient.level,
        calendar=recipient.calendar,
        familiarity=recipient.familiarity,
        history=recipient.history,
        findings=tuple(dict.fromkeys(finding.code for finding in recipient.findings)),
    )


def _finding(finding: Finding) -> ReportFinding:
    texts = words(finding.code, finding.variant, finding.params)
    return ReportFinding(
        code=finding.code,
        severity=finding.severity,
        threats=finding.threats,
        where=finding.where,
        message=f"{texts.headline} {texts.why}",
        advice=texts.advice,
        evidence=dict(finding.evidence),
    )


def _object(invitation: Invitation) -> ReportObject:
    organizer = invitation.organizer
    return ReportObject(
        part=invitation.part,
        method=invitation.method,
        method_param=invitation.method_param,
        component=invitation.component,
        uid=_foreign(invitation.uid),
        sequence=invitation.sequence,
        dtstamp=_foreign(invitation.dtstamp),
        recurrence_id=_foreign(invitation.recurrence_id),
        instances=invitation.instances,
        status=_foreign(invitation.status),
        organizer=organizer.address if organizer else None,
        sent_by=organizer.sent_by if organizer else None,
        attendees=tuple(attendee.address for attendee in invitation.attendees if attendee.address),
        summary=invitation.summary,
        location=invitation.location,
        start=_time(invitation.start),
        end=_time(invitation.end),
        recurrence=invitation.recurrence.text if invitation.recurrence else None,
        series=_series(invitation.recurrence) if invitation.recurrence else None,
        prodid=invitation.prodid,
        same_as=invitation.same_as,
        nested=invitation.nested,
        truncated=invitation.truncated,
    )


def _series(found: Recurrence) -> ReportSeries:
    """What the static reading says. The rule is written from its parts, so there is no foreign text in it."""
    return ReportSeries(
        rule=canonical(found) or None,
        endless=found.endless,
        per_year=found.per_year,
        at_most=found.at_most,
        exact=found.exact,
        first=found.first,
        second=found.second,
        last=found.last,
        dates=found.dates,
        excluded=found.excluded,
        readable=found.readable,
        why=found.why or None,
        flags=found.flags,
    )


def _foreign(text: str | None) -> Untrusted | None:
    return None if text is None else Untrusted(text)


def _time(moment: EventTime | None) -> str | None:
    return moment.iso if moment else None


def _identity(facts: Facts) -> ReportIdentity:
    """The identity that matters most: a contradicted one, else the weakest."""
    order = ("none", "unknown", "weak", "moderate", "strong")
    identities: list[Identity] = [event.identity for event in facts.message.events]
    if not identities:
        return ReportIdentity()
    worst = min(identities, key=lambda i: (not i.contradicted_by, order.index(i.strength)))
    return ReportIdentity(
        claimed=worst.claimed,
        vouched_by=worst.vouched_by,
        strength=worst.strength,
        confirmed=tuple({"name": name.name, "by": name.by} for name in worst.confirmed),
        contradicted_by=worst.contradicted_by,
        carrier=worst.carrier,
        carrier_class=worst.carrier_class,
        person=worst.person,
        answer_to=worst.answer_to,
        role=worst.role,
    )


def _circumstances(facts: Facts) -> tuple[ReportCircumstance, ...]:
    """Those of the message, then those of its events, each once.

    One report is read by every recipient: that it is somebody's own echo stands there only where it is everybody's.
    """
    found = [*facts.message.circumstances, *(one for event in facts.message.events for one in event.circumstances)]
    for index, event in enumerate(facts.message.events):
        if facts.recipients and all(one.events[index].own_echo for one in facts.recipients):
            found.append(Circumstance("own-echo", (event.identity.claimed or "").lower(), True))
    return tuple(dict.fromkeys(ReportCircumstance(one.word, one.by, one.proved) for one in found))


def _removed(message: Message) -> tuple[str, ...]:
    """What the copy for the calendar leaves out (SPAM-11, URL-27)."""
    invitations = [invitation for invitation in message.invitations if not invitation.nested]
    removed = []
    if any(invitation.alarms for invitation in invitations):
        removed.append("VALARM")
    if any(invitation.attachments for invitation in invitations):
        removed.append("ATTACH")
    return tuple(removed)


def _unavailable(facts: Facts) -> tuple[ReportUnavailable, ...]:
    """What nobody could answer. Authentication nobody reported is a need like any other."""
    asked = facts.message.authentication.asked
    missing = [
        ReportUnavailable(question.need, Untrusted(question.name), answer.why or answer.kind)
        for question, answer in facts.message.unavailable
    ]
    if not asked and facts.message.message.kind != "mail":
        missing.insert(0, ReportUnavailable("authentication", Untrusted(""), "not-asked"))
    return tuple(missing)
