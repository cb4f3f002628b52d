"""Component tree to ``Invitation``: one for every UID of every VCALENDAR of a part (RFC 5546 2.1, 3.1)."""

from __future__ import annotations

import binascii
import hashlib
import re

from salver.core.limits import Limits
from salver.core.untrusted import Untrusted
from salver.read.addresses import parse_mailto
from salver.read.icalendar import OBJECT_NAMES, Calendars, Component, Property, unescape
from salver.read.message import CalendarAddress, Invitation, TextValue
from salver.read.recurrence import read_recurrence
from salver.read.times import end_of, read_time, utc_text
from salver.read.zones import Zones

_TEXT_NAMES = frozenset({"SUMMARY", "LOCATION", "DESCRIPTION"})
_URI_NAMES = frozenset({"URL", "CONFERENCE"})
_MOST_UID = 1_000
_UID_BEGINNING = 200
_INTEGER = re.compile(r"[+-]?\d{1,10}", re.ASCII)


def methods_differ(calendars: Calendars) -> int | None:
    """The offset of a second METHOD of a VCALENDAR that says something else than the first, if there is one.

    Feeds that repeat the same METHOD in every event are honest (threats FP-23) and say nothing else.
    """
    for outer in calendars.components:
        found = outer.every("METHOD")
        other = next((one for one in found[1:] if _word(one) != _word(found[0])), None)
        if other is not None:
            return other.offset
    return None


def long_uid(calendars: Calendars) -> int | None:
    """The offset of the first UID that is longer than what we keep of one, if there is any."""
    for outer in calendars.components:
        for component in (outer, *outer.components):
            uid = component.first("UID")
            if uid is not None and len(uid.value.strip()) > _MOST_UID:
                return uid.offset
    return None


def kept_uid(value: str) -> str:
    """A UID as it is kept and compared: outer blanks gone, and an endless one as its beginning and its SHA-256.

    UIDs become keys of records, so their length must not be the sender's choice; equal ones stay equal.
    """
    uid = value.strip()
    if len(uid) <= _MOST_UID:
        return uid
    return f"{uid[:_UID_BEGINNING]}…{hashlib.sha256(uid.encode('utf-8', 'replace')).hexdigest()}"


class Room:
    """How many more objects and attendees one message may have, over all its parts (SPAM-17, DOS-08)."""

    def __init__(self, limits: Limits) -> None:
        self.objects = limits.calendar_objects
        self.attendees = limits.attendees


def invitations(calendars: Calendars, part: str, limits: Limits, room: Room | None = None) -> tuple[Invitation, ...]:
    """Every calendar object of a part, in order. A component outside any VCALENDAR counts as one of its own.

    ``room`` is what the parts before left over; without it the part may take all of it.
    """
    room = room or Room(limits)
    found: list[Invitation] = []
    for outer in calendars.components:
        if outer.name == "VCALENDAR":
            found += _of_calendar(outer, part, limits, calendars.truncated, room)
        elif outer.name in OBJECT_NAMES:
            loose = Component("VCALENDAR", (), (outer,), outer.offset, outer.closed)
            found += _of_calendar(loose, part, limits, calendars.truncated, room)
    return tuple(found)


def _of_calendar(calendar: Component, part: str, limits: Limits, cut: bool, room: Room) -> list[Invitation]:
    """Group the components of one VCALENDAR by UID, keeping order."""
    groups: dict[str | None, list[Component]] = {}
    for component in calendar.components:
        if component.name in OBJECT_NAMES:
            uid = component.first("UID")
            groups.setdefault(kept_uid(uid.value) if uid else None, []).append(component)
    if not groups and calendar.first("METHOD") is not None:
        groups[None] = [calendar]  # a METHOD about nothing is still a scheduling message
    cut = cut or len(groups) > room.objects
    zones = Zones(calendar)
    chosen = list(groups.items())[: max(room.objects, 0)]
    room.objects -= len(groups)
    return [_invitation(calendar, uid, components, zones, part, limits, cut, room) for uid, components in chosen]


def _invitation(
    calendar: Component,
    uid: str | None,
    components: list[Component],
    zones: Zones,
    part: str,
    limits: Limits,
    cut: bool,
    room: Room,
) -> Invitation:
    """One object. The master speaks for it: the component without RECURRENCE-ID, or the first where there is none."""
    master = next((one for one in components if one.first("RECURRENCE-ID") is None), components[0])
    method = calendar.first("METHOD") or master.first("METHOD")  # some feeds write it into the event
    organizers = _addresses(components, "ORGANIZER", limits.attendees)
    attendees = _addresses(components, "ATTENDEE", room.attendees + 1)
    kept = attendees[: room.attendees]
    room.attendees -= len(kept)
    stamp, status, instance = master.first("DTSTAMP"), master.first("STATUS"), read_time(_instance(master), zones)
    start = master.first("DTSTART")
    end = master.first("DTEND") or master.first("DUE")
    return Invitation(
        part=part,
        method=_word(method),
        component=master.name,
        uid=uid,
        sequence=_integer(master.first("SEQUENCE")),
        dtstamp=utc_text(stamp.value) if stamp else None,
        recurrence_id=(instance.iso or instance.text.raw) if instance else None,
        instances=len(components),
        status=_word(status),
        organizer=organizers[0] if organizers else None,
        organizers=organizers,
        attendees=kept,
        summary=_text(master.first("SUMMARY"), limits),
        location=_text(master.first("LOCATION"), limits),
        description=_text(master.first("DESCRIPTION"), limits),
        texts=_texts(components, limits),
        start=read_time(start, zones),
        end=end_of(start, end, master.first("DURATION"), zones),
        recurrence=read_recurrence(master.every("RRULE"), master.every("RDATE")),
        prodid=_text(calendar.first("PRODID"), limits),
        alarms=sum(inner.name == "VALARM" for one in components for inner in one.components),
        attachments=sum(len(one.every("ATTACH")) for one in components),
        truncated=cut or len(attendees) > len(kept),
    )


def _instance(component: Component) -> Property | None:
    return component.first("RECURRENCE-ID")


def _word(found: Property | None) -> str | None:
    """A keyword in upper case, at most 100 characters; None when empty or absent."""
    return found.value.strip()[:100].upper() or None if found else None


def _integer(found: Property | None) -> int | None:
    """An INTEGER of at most ten digits (RFC 5545 3.3.8; DOS-21)."""
    text = found.value.strip() if found else ""
    return int(text) if _INTEGER.fullmatch(text) else None


def _addresses(components: list[Component], name: str, most: int) -> tuple[CalendarAddress, ...]:
    """The distinct calendar addresses of this property over all components, in order."""
    seen: dict[str, CalendarAddress] = {}
    for component in components:
        for found in component.properties:
            if found.name == name:
                address = calendar_address(found)
                seen.setdefault(address.address.lower() if address.address else address.raw.raw, address)
                if len(seen) >= most:
                    return tuple(seen.values())
    return tuple(seen.values())


def calendar_address(found: Property) -> CalendarAddress:
    """ORGANIZER or ATTENDEE with what its parameters claim (RFC 5545 3.8.4.1, 3.8.4.3; RFC 7986 6.2)."""
    raw = Untrusted(found.value.strip()[:1_000])
    address = parse_mailto(found.value)
    if not found.parameters:
        return CalendarAddress(address, raw)
    words = {name: values for name, values in reversed(found.parameters) if values}
    email = parse_mailto(words["EMAIL"][0]) if "EMAIL" in words else None
    sent_by = parse_mailto(words["SENT-BY"][0]) if "SENT-BY" in words else None
    return CalendarAddress(
        address,
        raw,
        Untrusted(words["CN"][0]) if "CN" in words else None,
        email,
        sent_by,
        words["PARTSTAT"][0].upper() if "PARTSTAT" in words else None,
        words["ROLE"][0].upper() if "ROLE" in words else None,
        _mailtos(words.get("DELEGATED-TO", ())),
        _mailtos(words.get("DELEGATED-FROM", ())),
    )


def _mailtos(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(address for value in values if (address := parse_mailto(value)))


def _text(found: Property | None, limits: Limits) -> Untrusted | None:
    """A TEXT value as shown, cut to what is kept for display."""
    if found is None:
        return None
    return Untrusted(_shown(found, limits))


def _shown(found: Property, limits: Limits) -> str:
    """The characters a reader sees: escapes undone, the quoted-printable of vCalendar 1.0 decoded."""
    value = found.value[: 4 * limits.text_characters]
    if found.parameters and (found.parameter("ENCODING") or "").upper() == "QUOTED-PRINTABLE":
        value = binascii.a2b_qp(value.encode("utf-8", "replace")).decode("utf-8", "replace")
    if found.name not in _URI_NAMES:
        value = unescape(value)
    return value.strip()[: limits.text_characters]


def _texts(components: list[Component], limits: Limits) -> tuple[TextValue, ...]:
    """The values links and phone numbers are taken from, each once."""
    seen: dict[tuple[str, str], TextValue] = {}
    for component in components:
        for found in component.properties:
            if found.name in _TEXT_NAMES or found.name in _URI_NAMES:
                shown = _shown(found, limits)
                if shown and (found.name, shown) not in seen:
                    seen[found.name, shown] = TextValue(found.name, Untrusted(shown))
    return tuple(seen.values())
