"""What a reading of a calendar means to scheduling and to a person: the few fields on which programs must agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from salver.core.limits import Limits
from salver.read.addresses import calendar_user, first_of_several
from salver.read.calendar_people import calendar_address
from salver.read.calendar_text import TEXT_NAMES, URI_NAMES, decoded_address, shown_text
from salver.read.components import OBJECT_NAMES, Calendars, Component
from salver.read.content_lines import Property
from salver.read.doubles import identity, lies_about_kind, other_language
from salver.read.links import same_organisation

_AUTHORITY = re.compile(r"//([^\s/?#\\<>\"']{1,255})")
_DAY = len("20260101")
_SUBSETS = ("attendee", "links")
"""Fields where a reading that shows less than ours hides nothing from us."""
FURTHER = frozenset({"dtend", "due", "duration", "status", "location", "description", "url"})
"""Fields that are compared where a property stands there twice, and nowhere else."""


class Taking(msgspec.Struct, frozen=True):
    """How a program takes what stands there twice, or where it does not belong. The defaults are ours.

    ``first_address`` stops at the first of several addresses in one value. ``undecoded`` shows an encoded text as it
    is. ``inner_method`` believes the METHOD of an event, ``first_calendar`` that of the first VCALENDAR for all.
    ``loose`` shows events outside any VCALENDAR. ``folded_uid`` takes identifiers for equal whatever their case;
    ``exact_uid`` only where they have the same blanks around them. ``last_object`` keeps the last object of one UID and
    RECURRENCE-ID. ``believes_kind`` goes by the VALUE of a time. ``decoded_addresses`` opens what ENCODING makes of a
    URL.
    """

    last_property: bool = False
    last_parameter: bool = False
    first_address: bool = False
    undecoded: bool = False
    inner_method: bool = False
    first_calendar: bool = False
    loose: bool = True
    folded_uid: bool = False
    exact_uid: bool = False
    last_object: bool = False
    believes_kind: bool = False
    decoded_addresses: bool = False


OURS = Taking()
Meaning = dict[str, object]
"""Field to value, of one object. Values compare; those of ``attendee`` and ``links`` are sets."""


def meanings(found: Calendars, limits: Limits, taking: Taking = OURS) -> dict[tuple[str, int], Meaning]:
    """Every object, by its UID and its number among those of the same UID."""
    read: dict[tuple[str, int], Meaning] = {}
    numbers: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    numbered: dict[tuple[str, str], tuple[str, int]] = {}
    for method, component in _objects(found, taking):
        meaning = _meaning(component, limits, taking)
        inner = _word(component, "METHOD", taking)
        meaning["method"] = (inner or method) if taking.inner_method else (method or inner)
        uid = _plain(component, "UID", taking)
        if taking.folded_uid:
            uid = spelled.setdefault(uid.casefold(), uid)
        if taking.exact_uid and (spelling := _taken(component, "UID", taking)):
            uid = spelling.value
        key = uid, numbers[uid]
        if taking.last_object:
            key = numbered.setdefault(identity(component), key)
        read[key] = meaning
        numbers[uid] += 1
    return read


def differences(
    ours: dict[tuple[str, int], Meaning], theirs: dict[tuple[str, int], Meaning], *, fewer: bool = True
) -> set[str]:
    """The fields in which another reading says something that ours does not. None where it shows nothing at all.

    ``fewer`` lets it have fewer guests and links than ours.
    """
    if theirs.keys() - ours.keys():
        return {"uid"}
    differing: set[str] = set()
    for key, meaning in theirs.items():
        for field, value in meaning.items():
            mine = ours[key][field]
            if fewer and field in _SUBSETS:
                assert isinstance(value, frozenset)
                assert isinstance(mine, frozenset)
                if not value <= mine:
                    differing.add(field)
            elif value != mine:
                differing.add(field)
    return differing


def _objects(found: Calendars, taking: Taking) -> Iterator[tuple[str, Component]]:
    """The objects with the METHOD that speaks for each."""
    first: str | None = None
    for outer in found.components:
        method = ""
        if outer.name == "VCALENDAR":
            method = _word(outer, "METHOD", taking)
            first = method if first is None else first
        elif outer.name not in OBJECT_NAMES or not taking.loose:
            continue
        for component in _within(outer):
            yield (first or "" if taking.first_calendar and outer.name == "VCALENDAR" else method), component


def _within(outer: Component) -> Iterator[Component]:
    """The objects of a component, itself and those deep inside of others included, in the order of their BEGIN."""
    if outer.name in OBJECT_NAMES:
        yield outer
    for inner in outer.components:
        yield from _within(inner)


def _meaning(component: Component, limits: Limits, taking: Taking) -> Meaning:
    guests = (calendar_user(found.value) for found in component.every("ATTENDEE"))
    if taking.first_address:
        guests = (first_of_several(found.value) for found in component.every("ATTENDEE"))
    return {
        "component": component.name,
        "organizer": _organizer(_taken(component, "ORGANIZER", taking), taking),
        "attendee": frozenset(guest.lower() for guest in guests if guest),
        "dtstart": _time(component, "DTSTART", taking),
        "sequence": _word(component, "SEQUENCE", taking),
        "recurrence-id": _time(component, "RECURRENCE-ID", taking),
        "links": frozenset(_hosts(component, limits, taking)),
        "summary": _plain(component, "SUMMARY", taking),
        "dtend": _time(component, "DTEND", taking),
        "due": _time(component, "DUE", taking),
        "duration": _word(component, "DURATION", taking),
        "status": _word(component, "STATUS", taking),
        "location": _plain(component, "LOCATION", taking),
        "description": _plain(component, "DESCRIPTION", taking),
        "url": _plain(component, "URL", taking),
    }


def _taken(component: Component, name: str, taking: Taking) -> Property | None:
    found = component.every(name)
    if not found or not taking.last_property:
        return found[0] if found else None
    return next(one for one in reversed(found) if one is found[0] or not other_language(found[0], one))


def _plain(component: Component, name: str, taking: Taking) -> str:
    """A text by its ASCII characters: which others a program shows depends on its character set, not on its reading."""
    found = _taken(component, name, taking)
    return _ascii(found.value) if found else ""


def _ascii(text: str) -> str:
    return " ".join(text.encode("ascii", "ignore").decode().split())


def _word(component: Component, name: str, taking: Taking) -> str:
    return _plain(component, name, taking).upper()


def _time(component: Component, name: str, taking: Taking) -> tuple[str, str]:
    found = _taken(component, name, taking)
    if found is None:
        return "", ""
    text = _ascii(found.value).upper()
    if taking.believes_kind and lies_about_kind(found):
        text = text[:_DAY] if _parameter(found, "VALUE", taking).upper() == "DATE" else ""
    return text, _parameter(found, "TZID", taking)


def _parameter(found: Property, name: str, taking: Taking) -> str:
    values = [values for key, values in found.parameters if key == name]
    return _ascii(",".join(values[-1 if taking.last_parameter else 0])) if values else ""


def _organizer(found: Property | None, taking: Taking) -> tuple[str, ...]:
    if found is None:
        return ()
    address = calendar_user(found.value)
    if taking.first_address:
        # Several honest products write SENT-BY without its quotes. The assistant of another organisation is none.
        # RFC 5545 3.2.18
        first = first_of_several(found.value)
        assistant = first is not None and first == calendar_address(found).sent_by and _colleagues(first, address)
        address = address if assistant else first
    claims = (_parameter(found, name, taking) for name in ("CN", "EMAIL", "SENT-BY"))
    return ((address or _ascii(found.value)).lower(), *claims)


def _colleagues(one: str, other: str | None) -> bool:
    return other is not None and same_organisation(one.rpartition("@")[2], other.rpartition("@")[2])


def _hosts(component: Component, limits: Limits, taking: Taking) -> Iterator[str]:
    for name in (*TEXT_NAMES, *URI_NAMES):
        for found in component.every(name):
            if name in URI_NAMES and taking.decoded_addresses:
                text = decoded_address(found, limits)
            else:
                text = shown_text(found, limits, decoded=not taking.undecoded)
            yield from (match[1].lower() for match in _AUTHORITY.finditer(text))
