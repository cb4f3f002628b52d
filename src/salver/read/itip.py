"""Component tree to ``Invitation``: one for every UID of every VCALENDAR of a part (RFC 5546 2.1, 3.1)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.core.untrusted import Untrusted
from salver.read.calendar_people import people
from salver.read.calendar_text import TEXT_NAMES, URI_NAMES, decoded_address, odd_value, shown_text
from salver.read.components import OBJECT_NAMES, Calendars, Component
from salver.read.content_lines import Property, upper
from salver.read.links import more_than
from salver.read.message import Invitation, TextValue
from salver.read.recurrence import recurrence_of
from salver.read.times import end_of, read_time, utc_text
from salver.read.zones import Zones

_UID_BEGINNING = 200
_INTEGER = re.compile(r"[+-]?\d{1,10}", re.ASCII)
_ALL_TEXTS = (*TEXT_NAMES, *URI_NAMES)


def kept_uid(value: str, limits: Limits = DEFAULT_LIMITS) -> str:
    """A UID as it is kept and compared: outer blanks gone, and an endless one as its beginning and its SHA-256.

    UIDs become keys of records, so their length must not be the sender's choice; equal ones stay equal (DOS-22).
    """
    uid = value.strip()
    if len(uid) <= limits.uid_characters:
        return uid
    return f"{uid[:_UID_BEGINNING]}…{hashlib.sha256(uid.encode('utf-8', 'replace')).hexdigest()}"


class Room:
    """How many more objects and attendees one message may have, over all its parts (SPAM-17, DOS-08).

    ``cut`` says that a text, or the links in the texts of one object, went beyond what is kept (DOS-09).
    """

    def __init__(self, limits: Limits) -> None:
        self.objects = limits.calendar_objects
        self.attendees = limits.attendees
        self.cut = False


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
            loose = Component("VCALENDAR", {}, (outer,))
            found += _of_calendar(loose, part, limits, calendars.truncated, room)
    return tuple(found)


def _of_calendar(calendar: Component, part: str, limits: Limits, cut: bool, room: Room) -> list[Invitation]:
    """Group the components of one VCALENDAR by UID, keeping order."""
    groups: dict[str | None, list[Component]] = {}
    for component in calendar.components:
        if component.name in OBJECT_NAMES:
            uid = component.first("UID")
            groups.setdefault(kept_uid(uid.value, limits) if uid else None, []).append(component)
    if not groups and calendar.first("METHOD") is not None:
        groups[None] = [calendar]  # a METHOD about nothing is still a scheduling message
    cut = cut or len(groups) > room.objects
    whole = _Whole(calendar, part, limits, cut, room)
    chosen = list(groups.items())[: max(room.objects, 0)]
    room.objects -= len(groups)
    return [_invitation(whole, uid, components) for uid, components in chosen]


class _Whole:
    """What all objects of one VCALENDAR have in common."""

    __slots__ = ("cut", "limits", "method", "part", "prodid", "room", "zones")

    def __init__(self, calendar: Component, part: str, limits: Limits, cut: bool, room: Room) -> None:
        prodid = calendar.first("PRODID")
        self.method = _word(calendar.first("METHOD"))
        self.prodid = Untrusted(shown_text(prodid, limits)) if prodid else None
        self.zones = Zones(calendar, limits)
        self.part = part
        self.limits = limits
        self.cut = cut
        self.room = room


def _invitation(whole: _Whole, uid: str | None, components: list[Component]) -> Invitation:
    """One object. The master speaks for it: the component without RECURRENCE-ID, or the first where there is none."""
    limits, zones, room = whole.limits, whole.zones, whole.room
    master = components[0]
    if len(components) > 1:
        master = next((one for one in components if "RECURRENCE-ID" not in one.by_name), master)
    first = master.first
    organizers = people(components, "ORGANIZER", limits.attendees)
    attendees = people(components, "ATTENDEE", room.attendees + 1)
    kept = attendees[: room.attendees]
    room.attendees -= len(kept)
    texts, shown, cut = _texts(components, master, limits)
    room.cut |= cut
    begins, stamp = first("DTSTART"), first("DTSTAMP")
    instance = read_time(first("RECURRENCE-ID"), zones)
    start = read_time(begins, zones)
    end = end_of(begins, first("DTEND") or first("DUE"), first("DURATION"), zones)
    alarms, attachments = _brought_along(components)
    return Invitation(
        part=whole.part,
        method=whole.method or _word(first("METHOD")),  # some feeds write it into the event
        component=master.name,
        uid=uid,
        sequence=_integer(first("SEQUENCE")),
        dtstamp=utc_text(stamp.value) if stamp else None,
        recurrence_id=(instance.iso or instance.text.raw) if instance else None,
        instances=len(components),
        status=_word(first("STATUS")),
        organizer=organizers[0] if organizers else None,
        organizers=organizers,
        attendees=kept,
        summary=shown.get("SUMMARY"),
        location=shown.get("LOCATION"),
        description=shown.get("DESCRIPTION"),
        texts=texts,
        start=start,
        end=end,
        recurrence=recurrence_of(master, start, end, limits) if _repeats(master) else None,
        prodid=whole.prodid,
        alarms=alarms,
        attachments=attachments,
        truncated=whole.cut or cut or len(attendees) > len(kept),
    )


def _repeats(master: Component) -> bool:
    return "RRULE" in master.by_name or "RDATE" in master.by_name


def _brought_along(components: Sequence[Component]) -> tuple[int, int]:
    """How many alarms and attachments there are."""
    alarms = attachments = 0
    for one in components:
        attachments += len(one.by_name.get("ATTACH", ()))
        for inner in one.components:
            alarms += inner.name == "VALARM"
    return alarms, attachments


def _word(found: Property | None) -> str | None:
    """A keyword in upper case, at most 100 characters; None when empty or absent."""
    return upper(found.value.strip()[:100]) or None if found else None


def _integer(found: Property | None) -> int | None:
    """An INTEGER of at most ten digits (RFC 5545 3.3.8; DOS-21)."""
    text = found.value.strip() if found else ""
    return int(text) if (text.isdigit() and text.isascii() and len(text) <= 10) or _INTEGER.fullmatch(text) else None


def _texts(
    components: Sequence[Component], master: Component, limits: Limits
) -> tuple[tuple[TextValue, ...], dict[str, Untrusted], bool]:
    """The values links and phone numbers are taken from, each once; the first of every name in the master; and whether
    there is more text, or there are more links, than we keep.
    """
    cut = False
    seen: dict[tuple[str, str], TextValue] = {}
    shown: dict[str, Untrusted] = {}
    for component in components:
        by_name = component.by_name
        for name in _ALL_TEXTS:
            for found in by_name.get(name, ()):
                text = shown_text(found, limits)
                cut = cut or (len(found.value) > limits.text_characters and _is_cut(found, text, limits))
                value = seen.get((name, text))
                if value is None:
                    value = TextValue(name, Untrusted(text))
                    if text:
                        seen[name, text] = value
                if component is master and name not in shown:
                    shown[name] = value.text
                # Some programs leave a backslash out wherever it stands, or decode an address, and show another one.
                if "\\" in text:
                    other = text.replace("\\", "")
                    seen.setdefault((name, other), TextValue(name, Untrusted(other)))
                if found.parameter_text and name in URI_NAMES and odd_value(found):
                    other = decoded_address(found, limits)
                    seen.setdefault((name, other), TextValue(name, Untrusted(other)))
    cut = cut or more_than(limits.links, [text for _, text in seen])
    return tuple(seen.values()), shown, cut


def _is_cut(found: Property, text: str, limits: Limits) -> bool:
    """Whether a long value has more than is kept of it."""
    return len(text) >= limits.text_characters or len(found.value) > 4 * limits.text_characters
