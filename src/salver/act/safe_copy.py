"""The copy of an invitation that may go into a calendar: built anew from an allow-list, never cut down.

What is written: UID, DTSTAMP, SEQUENCE, DTSTART, DTEND or DURATION, RECURRENCE-ID, RRULE, RDATE, EXDATE, SUMMARY,
DESCRIPTION, LOCATION, STATUS, TRANSP, CLASS, URL and CONFERENCE (web addresses only: the way into the meeting),
ORGANIZER, ATTENDEE, and the VTIMEZONEs those need. Every value is parsed by our reader and written by the
``icalendar`` library; no byte is copied. So there is no METHOD, VALARM, ATTACH, IMAGE, X- property, unknown parameter
or SCHEDULE-* of the sender's.

ORGANIZER carries ``SCHEDULE-AGENT=CLIENT``, so that a server that schedules by itself does not answer beside us
(RFC 6638 7.1).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vDatetime, vDuration, vInt, vText, vUri

from salver.act.calendar_source import Source, source_of
from salver.act.refused import CopyRefused
from salver.act.rule_writing import write_rule
from salver.act.time_writing import Moment, Times
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.core.untrusted import for_header, invisible
from salver.read.addresses import parse_mailto
from salver.read.icalendar import Component, Property, unescape
from salver.read.times import parse_duration, parse_moment

PRODID = "-//Salver//Salver//EN"
_STATUS = frozenset({"TENTATIVE", "CONFIRMED", "CANCELLED"})  # RFC 5545 3.8.1.11
_TRANSP = frozenset({"OPAQUE", "TRANSPARENT"})  # RFC 5545 3.8.2.7
_CLASS = frozenset({"PUBLIC", "PRIVATE", "CONFIDENTIAL"})  # RFC 5545 3.8.1.3
_ADDRESS_WORDS = {
    "ROLE": frozenset({"CHAIR", "REQ-PARTICIPANT", "OPT-PARTICIPANT", "NON-PARTICIPANT"}),
    "CUTYPE": frozenset({"INDIVIDUAL", "GROUP", "RESOURCE", "ROOM"}),
    "PARTSTAT": frozenset({"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"}),
}
_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION")
_WEB = re.compile(r"https?://[!#-;=?-~]+", re.IGNORECASE)  # RFC 3986 2: no blanks, quotes or angle brackets
_HONEST_INVISIBLE = "\n\t\u200c\u200d\ufe0f"  # line ends, and the joiners that emoji and several scripts need
_MOST_SEQUENCE = 2**31 - 1  # RFC 5545 3.3.8
_NO_STAMP = datetime(1970, 1, 1, tzinfo=UTC)


def safe_copy(
    data: bytes, uid: str, *, attendee: str | None, partstat: str | None, limits: Limits = DEFAULT_LIMITS
) -> bytes:
    """The event with this UID as one calendar object resource (RFC 4791 4.1).

    ``data`` is ``CalendarPart.data``, ``uid`` as in ``Invitation.uid``. Where ``attendee`` (an address) is among the
    guests, that guest gets ``partstat`` (``ACCEPTED``, ``TENTATIVE`` or ``DECLINED``); nobody is added. Raises
    CopyRefused, with a sentence, when a valid and harmless copy cannot be made.
    """
    source = source_of(data, uid, limits)
    times = Times(source)
    organizer = _organizer(source)
    events = [_event(one, source, times, organizer, attendee, partstat, limits) for one in source.events]
    calendar = Calendar()
    calendar.add("VERSION", vText("2.0"))
    calendar.add("PRODID", vText(PRODID))
    for component in (*times.zones(), *events):
        calendar.add_component(component)
    return bytes(calendar.to_ical())


def _event(
    component: Component,
    source: Source,
    times: Times,
    organizer: vCalAddress | None,
    attendee: str | None,
    partstat: str | None,
    limits: Limits,
) -> Event:
    event = Event()
    event.add("UID", vText(unescape(source.uid)))
    event.add("DTSTAMP", vDatetime(_stamp(component)))
    _when(event, component, times, limits)
    for name in _TEXTS:
        _text(event, component.first(name), limits)
    for name in ("URL", "CONFERENCE"):
        _link(event, component.first(name), limits)
    for name, allowed in (("STATUS", _STATUS), ("TRANSP", _TRANSP), ("CLASS", _CLASS)):
        found = component.first(name)
        if found is not None and found.value.strip().upper() in allowed:
            event.add(name, vText(found.value.strip().upper()))
    sequence = component.first("SEQUENCE")
    if sequence is not None and sequence.value.strip().isdecimal() and len(sequence.value) <= 10:
        event.add("SEQUENCE", vInt(min(int(sequence.value), _MOST_SEQUENCE)))
    if organizer is not None:
        event.add("ORGANIZER", organizer)
        for guest in component.every("ATTENDEE")[: limits.attendees]:
            written = _guest(guest, attendee, partstat)
            if written is not None:
                event.add("ATTENDEE", written)
    return event


def _when(event: Event, component: Component, times: Times, limits: Limits) -> None:
    start = component.first("DTSTART")
    if start is None:
        raise CopyRefused("The event has no beginning.")
    begin = times.write(start)
    event.add("DTSTART", begin)
    _end(event, component, times, begin)
    place = component.first("RECURRENCE-ID")
    if place is not None:
        written = times.write(place)
        if place.parameter("RANGE") == "THISANDFUTURE":  # RFC 5545 3.2.13
            written.params["RANGE"] = "THISANDFUTURE"
        event.add("RECURRENCE-ID", written)
    rules = component.every("RRULE")
    if len(rules) > 1:  # RFC 5545 3.8.5.3: more than once, the recurrence set is undefined
        raise CopyRefused("The event repeats by several rules at once. Programs would show different dates.")
    for rule in rules:
        event.add("RRULE", write_rule(rule, limits, begin=begin.dt, zone=times.zone_of(begin)))
    for name in ("RDATE", "EXDATE"):
        lines = component.every(name)
        if sum(line.value.count(",") + 1 for line in lines) > limits.recurrence_dates:  # DOS-09
            raise CopyRefused("The event lists too many single dates.")
        for moment in (moment for line in lines for moment in times.write_all(line)):
            event.add(name, moment)


def _end(event: Event, component: Component, times: Times, begin: Moment) -> None:
    """DTEND or DURATION, never both; neither where it would not be later than the beginning (RFC 5545 3.6.1)."""
    end, duration = component.first("DTEND"), component.first("DURATION")
    if end is not None:
        finish = times.write(end)
        if _is_date(finish) == _is_date(begin) and _later(finish, begin):
            event.add("DTEND", finish)
    elif duration is not None:
        length = parse_duration(duration.value)
        if length is None:
            raise CopyRefused("The event says in a way we cannot read how long it lasts.")
        if length > timedelta() and (not _is_date(begin) or length == timedelta(days=length.days)):
            event.add("DURATION", vDuration(length))


def _later(finish: Moment, begin: Moment) -> bool:
    """Whether an end follows its beginning; where the two stand in different zones, that is left to the calendar."""
    if finish.params.get("TZID") != begin.params.get("TZID"):
        return True
    one, other = finish.dt, begin.dt
    if isinstance(one, datetime) and isinstance(other, datetime) and (one.tzinfo is None) != (other.tzinfo is None):
        return True
    return bool(one > other)


def _is_date(moment: Moment) -> bool:
    return not isinstance(moment, vDatetime)


def _stamp(component: Component) -> datetime:
    """DTSTAMP, which a stored event must have; without a readable one the beginning of time (RFC 5545 3.6.1)."""
    found = component.first("DTSTAMP")
    moment = parse_moment(found.value.strip())[0] if found else None
    return moment.replace(tzinfo=UTC) if isinstance(moment, datetime) else _NO_STAMP


def _text(event: Event, found: Property | None, limits: Limits) -> None:
    """A text without what cannot be seen: controls, direction marks, tags (URL-23, URL-24)."""
    if found is None:
        return
    shown = unescape(found.value[: 4 * limits.text_characters]).replace("\r\n", "\n")[: limits.text_characters]
    clean = "".join(c for c in shown if c in _HONEST_INVISIBLE or not invisible(c)).strip()
    if clean:
        event.add(found.name, vText(clean))


def _link(event: Event, found: Property | None, limits: Limits) -> None:
    """A web address in plain characters; anything else that could be opened is left out (URL-21, URL-22)."""
    value = found.value.strip() if found else ""
    if found is None or not _WEB.fullmatch(value) or len(value) > limits.text_characters:
        return
    written = vUri(value)
    if found.name == "CONFERENCE":
        written.params["VALUE"] = "URI"  # RFC 7986 5.11
    event.add(found.name, written)


def _organizer(source: Source) -> vCalAddress | None:
    """ORGANIZER with SCHEDULE-AGENT=CLIENT; None where it is missing or no usable address.

    Raises CopyRefused when components of the event name different ones (RFC 6638 3.2.4.2).
    """
    found = [line for component in source.events for line in component.every("ORGANIZER")]
    addresses = {(parse_mailto(line.value) or line.value).lower() for line in found}
    if len(addresses) > 1:
        raise CopyRefused("The event names several organizers. Programs would show different ones.")
    written = _address(found[0]) if found else None
    if written is not None:
        written.params["SCHEDULE-AGENT"] = "CLIENT"
    return written


def _guest(found: Property, attendee: str | None, partstat: str | None) -> vCalAddress | None:
    written = _address(found)
    if written is None:
        return None
    for name, allowed in _ADDRESS_WORDS.items():
        word = (found.parameter(name) or "").upper()
        if word in allowed:
            written.params[name] = word
    if attendee is not None and partstat is not None and written.lower() == f"mailto:{attendee}".lower():
        written.params["PARTSTAT"] = partstat
    return written


def _address(found: Property) -> vCalAddress | None:
    address = parse_mailto(found.value)
    if address is None:
        return None
    written = vCalAddress(f"mailto:{address}")
    name = for_header(found.parameter("CN") or "")
    if name:
        written.params["CN"] = name.replace('"', "'")
    return written
