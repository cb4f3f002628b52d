"""Other readers of calendars, on files nobody here wrote: where they read a field, ours reads the same."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import icalendar
import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.exceptions import CalendarParseError
from icalendar.prop import vBroken

from salver.read.addresses import calendar_user
from salver.read.components import OBJECT_NAMES, Component
from salver.read.content_lines import Property, unescape
from salver.read.icalendar import parse
from salver.read.reading import read_file
from salver.read.times import parse_moment
from salver.read.twins import differences
from tests import collection

pytestmark = collection.needed

Fields = dict[str, object]
EXPLAINED = {
    "issue_348_exception_parsing_value.ics": "ORGANIZER without a colon: an empty value there, no property here",
    "importLatin1.ics": "Latin-1 where UTF-8 is asked for: replaced by U+FFFD there, read here",
}


def _calendars(*kinds: str) -> Iterator[tuple[str, bytes]]:
    for kind in kinds:
        for entry, raw in collection.files(kind, "benign"):
            if kind == "ics":
                yield entry["path"], raw
            else:
                yield from ((entry["path"], part.data) for part in read_file(raw).calendars if not part.fake)


def _ours(data: bytes) -> list[Fields]:
    found: list[Fields] = []
    for outer in parse(data).components:
        inside = outer.components if outer.name == "VCALENDAR" else (outer,)
        found += [_fields(outer, one) for one in inside if one.name in OBJECT_NAMES]
    return found


def _fields(outer: Component, one: Component) -> Fields:
    method = outer.first("METHOD")
    return {
        "METHOD": method.value.strip() if method else None,
        "UID": _text(one.first("UID")),
        "SUMMARY": _text(one.first("SUMMARY")),
        "ORGANIZER": _address(one.first("ORGANIZER")),
        "ATTENDEE": {_address(guest) for guest in one.every("ATTENDEE")},
        "DTSTART": _moment(one.first("DTSTART")),
        "RECURRENCE-ID": _moment(one.first("RECURRENCE-ID")),
        "SEQUENCE": _text(one.first("SEQUENCE")),
    }


def _text(found: Property | None) -> str | None:
    return " ".join(unescape(found.value).split()) if found else None


def _address(found: Property | None) -> str | None:
    return _plain(found.value) if found else None


def _plain(value: str) -> str:
    return (calendar_user(value) or value.strip()).lower()


def _moment(found: Property | None) -> str | None:
    moment = str(parse_moment(found.value.strip())[0] or "") if found else None
    return moment.removesuffix("+00:00").removesuffix(" 00:00:00") if moment is not None else None


def _theirs(data: bytes) -> list[Fields] | None:
    """What icalendar reads, None where it refuses. A field it could not read is left out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            calendars = icalendar.Calendar.from_ical(data, multiple=True)
        except (ValueError, IndexError, KeyError, TypeError, AttributeError):
            return None
        found: list[Fields] = []
        for outer in calendars:
            inside = outer.subcomponents if outer.name == "VCALENDAR" else [outer]
            found += [_read(outer, one) for one in inside if one.name in OBJECT_NAMES]
        return found


def _read(outer: Any, one: Any) -> Fields:
    guests = one.get("ATTENDEE", [])
    fields: Fields = {
        "METHOD": outer.get("METHOD"),
        "UID": one.get("UID"),
        "SUMMARY": one.get("SUMMARY"),
        "ORGANIZER": one.get("ORGANIZER"),
        "ATTENDEE": {_plain(str(guest)) for guest in (guests if isinstance(guests, list) else [guests])},
        "SEQUENCE": one.get("SEQUENCE"),
    }
    for name in ("METHOD", "UID", "SUMMARY", "SEQUENCE"):
        value = fields[name]
        fields[name] = " ".join(str(value).split()) if value is not None else None
    if fields["ORGANIZER"] is not None:
        fields["ORGANIZER"] = _plain(str(fields["ORGANIZER"]))
    for name in ("DTSTART", "RECURRENCE-ID"):
        value = one.get(name)
        moment: Any = value.dt if value is not None and not isinstance(value, (vBroken, list)) else None
        moment = moment.replace(tzinfo=None) if hasattr(moment, "tzinfo") else moment
        # A date without VALUE=DATE is midnight to one reader and a day to the other.
        fields[name] = str(moment).removesuffix(" 00:00:00") if moment else None
    failed = {name for name, _ in (*one.errors, *outer.errors)}
    failed |= {name for name in fields if name != "ATTENDEE" and isinstance(one.get(name), (vBroken, list))}
    return {name: value for name, value in fields.items() if name not in failed}


def _differences(data: bytes) -> list[str]:
    theirs = _theirs(data)
    found = parse(data)
    if not theirs or found.truncated:
        return []
    ours = _ours(data)
    if len(ours) != len(theirs):
        return [f"{len(ours)} objects here, {len(theirs)} there"]
    return [
        f"{name}: {mine.get(name)!r} here, {value!r} there"
        for mine, other in zip(ours, theirs, strict=True)
        for name, value in other.items()
        if mine.get(name) != value and not (name == "ATTENDEE" and mine[name] == value)
    ]


@pytest.mark.parametrize("kind", ["ics", "imip-mail"])
def test_icalendar_reads_the_same(kind: str) -> None:
    compared = 0
    different: dict[str, list[str]] = {}
    for path, data in _calendars(kind):
        compared += _theirs(data) is not None
        if found := _differences(data):
            different[path.rpartition("/")[2]] = found
    assert compared > 200
    assert different.keys() <= EXPLAINED.keys(), different


def test_ical_reads_the_same() -> None:
    """A second library, which is strict: it reads few calendars of mail, and those alike."""
    compared = 0
    for path, data in _calendars("imip-mail"):
        try:
            theirs = IcsCalendarStream.calendar_from_ics(data.decode())
        except (CalendarParseError, UnicodeDecodeError, ValueError, TypeError):
            continue
        ours = _ours(data)
        by_uid = {(one["UID"], one["RECURRENCE-ID"]): one for one in ours}
        for event in theirs.events:
            mine = [one for key, one in by_uid.items() if key[0] == " ".join((event.uid or "").split())]
            if not mine and any(one["UID"] is None for one in ours):
                continue  # it makes up an identifier
            assert mine, path
            assert " ".join((event.summary or "").split()) in {one["SUMMARY"] or "" for one in mine}, path
            assert str(event.sequence) in {one["SEQUENCE"] or "None" for one in mine}, path
            if event.organizer:
                assert _plain(str(event.organizer.uri)) in {one["ORGANIZER"] for one in mine}, path
            compared += 1
    assert compared > 100


def test_honest_calendars_are_not_ambiguous_nor_two_of_one_event() -> None:
    """Nothing in mail that real people got; in fixtures only what is several messages in one file, or blacked out."""
    real: list[str] = []
    other: list[str] = []
    for kind in ("imip-mail", "other-mail"):
        for entry, raw in collection.files(kind, "benign"):
            calendars = read_file(raw).calendars
            if any(part.ambiguous and not part.nested for part in calendars) or differences(calendars):
                (real if entry.get("real_traffic") else other).append(entry["path"].rpartition("/")[2])
    assert real == []
    mailboxes = {"2446.mime", "mail-examples"}
    addresses_in_one_copy = {"google_counter.eml", "gmail.mime", "headerFolded.mime", "gmail.eml", "spam.eml"}
    assert set(other) <= mailboxes | addresses_in_one_copy
