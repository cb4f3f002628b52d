"""The answer to an invitation: the smallest REPLY that RFC 5546 3.2.3 allows, in a mail as RFC 6047 2.4 wants it.

It goes to the address in ORGANIZER and nowhere else: never to Reply-To, SENT-BY or EMAIL, which are claims (SPF-07,
SPF-08). It holds one ATTENDEE, the one who answers, and nothing that tells of other guests, alarms, programs or places
(PRIV-07). Of the sender's text it carries UID, SEQUENCE and times, which identify the event, and SUMMARY in the
subject, cleaned. There is no ``Auto-Submitted``: a person pressed the button, and some servers drop automatic mail
unread (RFC 3834 5 asks for that field on automatic responses only).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal

import msgspec
from icalendar import Calendar, Event, vCalAddress, vDate, vDatetime, vInt, vText

from salver.act.calendar_source import Source, source_of
from salver.act.refused import CopyRefused, ReplyRefused
from salver.act.safe_copy import PRODID
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.core.untrusted import for_header
from salver.read.addresses import parse_mailto
from salver.read.icalendar import Component, Property, unescape
from salver.read.times import read_time

PartStat = Literal["ACCEPTED", "TENTATIVE", "DECLINED"]

_SUBJECT: dict[str, str] = {"ACCEPTED": "Accepted", "TENTATIVE": "Tentative", "DECLINED": "Declined"}
_SENTENCE: dict[str, str] = {
    "ACCEPTED": "{who} has accepted the invitation.",
    "TENTATIVE": "{who} has accepted the invitation tentatively.",
    "DECLINED": "{who} has declined the invitation.",
}


_FIELDS = ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]
"""The header of an answer: these fields in this order, each once, and no other."""


class Reply(msgspec.Struct, frozen=True):
    """A mail ready to be submitted. Both addresses passed the strict parser; ``message`` has CRLF line ends."""

    mail_from: str
    rcpt_to: str
    message: bytes


def reply(
    data: bytes,
    uid: str,
    *,
    addresses: Collection[str],
    partstat: PartStat,
    message_id: str,
    now: datetime,
    limits: Limits = DEFAULT_LIMITS,
) -> Reply:
    """Answer the event with this UID in calendar bytes (``CalendarPart.data``).

    ``addresses`` are all of the person's, lower-case; the answer is given by the one that was invited. ``message_id``
    (without brackets) must be the same at every attempt, so that a mail sent twice is seen as one. Raises ReplyRefused
    when nobody can be answered or the answer could not be understood.
    """
    try:
        source = source_of(data, uid, limits)
    except CopyRefused as error:
        raise ReplyRefused(error.public) from error
    organizer = _organizer(source, addresses)
    attendee = invited_address(source, addresses)
    if attendee is None:
        raise ReplyRefused("You are not on the guest list, so there is nothing to answer.")
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(attendee)
    message["To"] = _address(organizer)
    summary = source.main.first("SUMMARY")
    title = for_header(unescape(summary.value)) if summary else ""
    message["Subject"] = f"{_SUBJECT[partstat]}: {title or 'invitation'}"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{message_id}>"
    message.set_content(_SENTENCE[partstat].format(who=attendee) + "\n", charset="utf-8")
    calendar = _calendar(source, organizer, attendee, partstat, now)
    message.add_alternative(calendar, subtype="calendar", charset="utf-8", params={"method": "REPLY"})  # RFC 6047 2.4
    for part in message.iter_parts():
        del part["MIME-Version"]  # RFC 2045 4: a field of whole messages
    message.set_boundary(f"salver-{message_id.partition('@')[0]}")
    finished = message.as_bytes()
    _check(finished, attendee, organizer)
    return Reply(attendee, organizer, finished)


def invited_address(source: Source, addresses: Collection[str]) -> str | None:
    """The first of the person's addresses on the guest list, as the organizer wrote it; None when there is none."""
    for component in source.events:
        for guest in component.every("ATTENDEE"):
            address = parse_mailto(guest.value)
            if address is not None and address.lower() in addresses:
                return address
    return None


def _check(finished: bytes, attendee: str, organizer: str) -> None:
    """Read the header back as a mail server would. Raises ReplyRefused when it says more than we meant (SPF-30).

    The serialiser decodes and folds what it was given, so only the finished bytes tell what is sent.
    """
    header = BytesParser(policy=SMTP).parsebytes(finished, headersonly=True)
    said = [[address.addr_spec for address in header[name].addresses] for name in ("From", "To") if name in header]
    if header.keys() != _FIELDS or said != [[attendee], [organizer]]:
        raise ReplyRefused("The answer could not be written in a way that is safe to send.")


def _organizer(source: Source, addresses: Collection[str]) -> str:
    lines = [line for component in source.events for line in component.every("ORGANIZER")]
    found = {parse_mailto(line.value) for line in lines}
    if len({address.lower() if address else "" for address in found}) > 1:
        raise ReplyRefused("The invitation names several organizers, so nobody can say who would get the answer.")
    organizer = next(iter(found), None)
    if organizer is None:
        raise ReplyRefused("The invitation names nobody who could be answered.")
    if organizer.lower() in addresses:
        raise ReplyRefused("The invitation names you as the one to answer.")
    return organizer


def _address(text: str) -> Address:
    """A header address of one strict addr-spec; ASCII only, since not every server takes more (RFC 6531 3)."""
    local, _, domain = text.rpartition("@")
    if not text.isascii():
        raise ReplyRefused("The address to answer holds letters that not every mail server takes.")
    return Address(username=local, domain=domain)


def _calendar(source: Source, organizer: str, attendee: str, partstat: str, now: datetime) -> str:
    calendar = Calendar()
    calendar.add("VERSION", vText("2.0"))
    calendar.add("PRODID", vText(PRODID))
    calendar.add("METHOD", vText("REPLY"))
    for component in source.events[:1] if source.has_master else source.events:
        event = Event()
        event.add("UID", vText(unescape(source.uid)))
        event.add("DTSTAMP", vDatetime(now.astimezone(UTC).replace(microsecond=0)))
        sequence = component.first("SEQUENCE")
        if sequence is not None and sequence.value.strip().isdecimal() and len(sequence.value) <= 10:
            event.add("SEQUENCE", vInt(int(sequence.value)))
        event.add("ORGANIZER", vCalAddress(f"mailto:{organizer}"))
        guest = vCalAddress(f"mailto:{attendee}")
        guest.params["PARTSTAT"] = partstat
        event.add("ATTENDEE", guest)
        _times(event, component, source)
        calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()


def _times(event: Event, component: Component, source: Source) -> None:
    """DTSTART where it needs no VTIMEZONE, and RECURRENCE-ID, which must be said (RFC 5546 3.2.3)."""
    start = _moment(component.first("DTSTART"), source)
    if start is not None:
        event.add("DTSTART", start)
    place = component.first("RECURRENCE-ID")
    if place is None:
        return
    written = _moment(place, source)
    if written is None:
        raise ReplyRefused("The invitation is about one date of a series that we cannot read.")
    event.add("RECURRENCE-ID", written)


def _moment(found: Property | None, source: Source) -> vDate | vDatetime | None:
    """A date, a floating time, or a time in UTC; None for a time in a zone we do not know."""
    time = read_time(found, source.zones)
    if time is None or time.iso is None:
        return None
    if time.all_day:
        day = vDate(date.fromisoformat(time.iso))
        day.params["VALUE"] = "DATE"
        return day
    moment = datetime.fromisoformat(time.iso)
    if moment.tzinfo is not None:
        try:
            return vDatetime(moment.astimezone(UTC))
        except OverflowError:  # the last hours of the year 9999, or the first of the year 1
            return None
    return vDatetime(moment) if time.zone is None else None
