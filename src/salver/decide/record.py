"""What a verdict leaves behind: the outcome of one mailbox, and what history remembers of its events."""

from __future__ import annotations

from salver.core.envelope import domain_of
from salver.decide.table import Case
from salver.decide.verdict import EventRecord, OutcomeRecord, RecipientVerdict
from salver.observe.carriers import calendar_domains
from salver.observe.facts import EventFacts, Identity, RecipientEvent
from salver.observe.identity import ORGANIZER_METHODS
from salver.observe.question import EventMemory, EventState


def outcome_record(case: Case, verdict: RecipientVerdict) -> OutcomeRecord | None:
    """The record for one mailbox; None for mail without a calendar and for mailboxes without an address.

    A part that only calls itself a calendar is recorded too (report.md, ``calendar-part-fake``), and so is content that
    could hide one.
    """
    message = case.facts.message
    if case.recipient.address is None or not (message.calendars or message.opaque):
        return None
    if verdict.row == "outbound-is-not-judged":
        return None
    return OutcomeRecord(
        mailbox=case.recipient.address.lower(),
        person=case.recipient.person,
        fingerprint=message.fingerprint,
        verdict=verdict.verdict,
        level=verdict.level,
        calendar=verdict.calendar,
        events=tuple(_events(case, verdict)),
    )


def _events(case: Case, verdict: RecipientVerdict) -> list[EventRecord]:
    person = case.recipient.person or (case.recipient.address or "").lower()
    records = []
    for event, seen in zip(case.facts.events, case.recipient.events, strict=True):
        state = _state(event, seen, verdict)
        if state is None or event.invitation.uid is None or seen.history is None:
            continue
        memory = _row(event, seen)
        # Instances count on their own (RFC 5546 2.1.5): a word about one never raises the order of the series.
        instance = memory is not None and event.invitation.recurrence_id is not None
        records.append(
            EventRecord(
                person=person,
                uid=event.invitation.uid,
                organizer=event.identity.claimed,
                strength=event.identity.strength,
                state=state,
                sequence=memory.sequence if instance and memory else event.invitation.sequence,
                dtstamp=memory.dtstamp if instance and memory else event.invitation.dtstamp,
                judged_on=memory.version if memory else 0,
                stands_for=_stands_for(event.identity),
            )
        )
    return records


def _stands_for(identity: Identity) -> str | None:
    """The person a group calendar speaks for, where its service is proved and has logged that person in."""
    group = domain_of(identity.claimed) in calendar_domains()
    return identity.person if group and identity.carrier_class == "account" else None


def _row(event: EventFacts, seen: RecipientEvent) -> EventMemory | None:
    """The row of exactly this (person, UID, organizer), if history holds one."""
    claimed = (event.identity.claimed or "").lower()
    return next((memory for memory in seen.history or () if (memory.organizer or "").lower() == claimed), None)


def _state(event: EventFacts, seen: RecipientEvent, verdict: RecipientVerdict) -> EventState | None:
    """The state to remember, or None to leave history alone.

    What is held never touches a row that is there: a forged update claims the very organizer the row is bound to.
    """
    method = event.invitation.method
    if method not in ORGANIZER_METHODS:
        return None
    if verdict.verdict == "deliver":
        whole = event.invitation.recurrence_id is None
        if whole and (method == "CANCEL" or event.invitation.status == "CANCELLED"):
            return "cancelled"
        memory = _row(event, seen)
        return memory.state if memory and memory.state in ("accepted", "cancelled") else "delivered"
    if verdict.calendar == "wait" and _row(event, seen) is None and method != "CANCEL":
        return "waiting"
    return None
