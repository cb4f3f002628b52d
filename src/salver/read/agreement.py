"""Do the programs people use agree on what a calendar says? Read it again as others would, and compare.

A calendar is *ambiguous* when two plausible readings differ in METHOD, UID, ORGANIZER (with CN, EMAIL and SENT-BY),
ATTENDEE, DTSTART, SEQUENCE, RECURRENCE-ID, or in the links a person would see (threats MIME-26 .. MIME-28). Only the
readings that a defect makes possible are made, so a tidy calendar costs nothing. A program that refuses the whole file
shows nobody anything and disagrees with no one; nor does one that shows fewer guests or fewer links than we judged.

Which reading stands for whom: dropping odd lines is the Python ``icalendar`` library, and decoding before unfolding
likewise; an empty line that ends a folded one is every reader that goes line by line; the end at a NUL is every reader
in C; line ends at CR, NEL or LINE SEPARATOR are the "universal newlines" of many languages; the last of several
properties is every reader that fills a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from salver.core.limits import Limits
from salver.read.components import CalendarDefect, Calendars
from salver.read.meaning import FURTHER, Taking, differences, meanings
from salver.read.meaning import OURS as AS_OURS
from salver.read.property_names import KNOWN
from salver.read.untidy import CONTROLS, OURS, Habits, read_untidy

_BARE_CR = re.compile(rb"\r(?!\r?\n)")
_SEPARATORS = re.compile(rb"[\x0b\x0c\x1c-\x1e]|\xc2\x85|\xe2\x80[\xa8\xa9]")
_EMPTY_LINES = re.compile(rb"(?:\r{0,2}+\n){2,}+[ \t]?|\r{2,}+[ \t]?")
_GROUPS = re.compile(rb"^[A-Za-z0-9-]{1,40}\.(?=([A-Za-z-]{1,40})[;:])", re.MULTILINE)


class Reading(NamedTuple):
    """One way to read: the defect ``code`` that makes it possible, the bytes as that program sees them, its habits, and
    how it takes what stands there twice. ``silent`` are fields on which this reading is not heard. ``fewer`` says
    that it may show fewer guests and links than ours without disagreeing.
    """

    code: str
    bytes_seen: Callable[[bytes], bytes] | None = None
    habits: Habits = OURS
    taking: Taking = Taking()
    silent: frozenset[str] = FURTHER
    fewer: bool = True


def _until_nul(data: bytes) -> bytes:
    return data.partition(b"\x00")[0]


def _without_controls(data: bytes) -> bytes:
    return data.translate(None, CONTROLS)


def _lines_at_separators(data: bytes) -> bytes:
    return _SEPARATORS.sub(b"\n", data)


def _cr_is_blank(data: bytes) -> bytes:
    return _BARE_CR.sub(b" ", data)


def _decoded_first(data: bytes) -> bytes:
    return data.decode("utf-8", "replace").encode()


def _empty_lines_end(data: bytes) -> bytes:
    return _EMPTY_LINES.sub(b"\n", data)


def _without_groups(data: bytes) -> bytes:
    return _GROUPS.sub(lambda match: b"" if match[1].upper().decode() in KNOWN else match[0], data)


DIFFERS = "calendar-differs-"
"""How the codes of what readings differ in begin; the field follows."""
_DROPPING = Habits(drops_odd=True)
_TEXT = FURTHER | {"summary"}

READINGS: tuple[Reading, ...] = (
    Reading("calendar-control", _until_nul),
    Reading("calendar-control", _without_controls, silent=_TEXT),
    Reading("calendar-control", _lines_at_separators, silent=_TEXT),
    Reading("calendar-line-separator", _lines_at_separators, silent=_TEXT),
    Reading("calendar-bare-cr", _cr_is_blank, silent=_TEXT),
    Reading("calendar-fold-in-character", _decoded_first, silent=_TEXT),
    Reading("calendar-not-utf8", _decoded_first, silent=_TEXT),
    Reading("calendar-fold-after-empty-line", _empty_lines_end, silent=_TEXT),
    Reading("calendar-name-group", _without_groups),
    Reading("calendar-name-blank", habits=Habits(drops_blank_names=True), silent=_TEXT),
    Reading("calendar-parameter-malformed", habits=_DROPPING),
    Reading("calendar-quote-open", habits=_DROPPING),
    Reading("calendar-end-mismatch", habits=Habits(ends_by_name=False)),
    Reading("calendar-end-mismatch", habits=Habits(minds_stray_ends=False)),
    Reading("calendar-event-nested", habits=Habits(lifts_events=False)),
    Reading("calendar-colon-unquoted", taking=Taking(first_address=True)),
    Reading("calendar-property-repeated", taking=Taking(last_property=True), silent=frozenset({"url"})),
    Reading("calendar-uid-blank", taking=Taking(exact_uid=True)),
    Reading("calendar-object-repeated", taking=Taking(last_object=True)),
    Reading("calendar-parameter-escaped", habits=Habits(undoes_escapes=True), silent=_TEXT),
    Reading("calendar-parameter-repeated", taking=Taking(last_parameter=True)),
    Reading(
        "calendar-value-encoded", habits=Habits(joins_soft_breaks=False), taking=Taking(undecoded=True), fewer=False
    ),
    Reading("calendar-value-encoded", taking=Taking(decoded_addresses=True)),
    Reading("calendar-value-type", taking=Taking(believes_kind=True)),
    Reading("calendar-method-inside", taking=Taking(inner_method=True)),
    Reading("calendar-several", taking=Taking(first_calendar=True)),
    Reading("calendar-event-outside", taking=Taking(loose=False)),
    Reading("calendar-uid-case", taking=Taking(folded_uid=True)),
)
"""Every other reading, with the defect that makes it possible."""


def disagreements(data: bytes, found: Calendars, limits: Limits) -> tuple[CalendarDefect, ...]:
    """What readings of this calendar differ in: codes ``calendar-differs-`` and the field, each once.

    ``found`` is our own reading of ``data``. Linear: a fixed number of readings at most, and none after the first that
    differs. What would take more than ``limits.calendar_again_bytes`` is not read again; see ``too_long``.
    """
    noted = {defect.code: defect.offset for defect in found.defects}
    wanted = [reading for reading in READINGS if reading.code in noted]
    if not wanted or found.truncated or too_long(data, found, limits):
        return ()
    ours = meanings(found, limits)
    differing: dict[str, int] = {}
    read: dict[tuple[object, Habits], Calendars] = {(None, OURS): found}
    for reading in wanted:
        key = (reading.bytes_seen, reading.habits)
        if key not in read:
            seen = reading.bytes_seen(data) if reading.bytes_seen else data
            again = seen != data or reading.habits != OURS
            read[key] = read_untidy(seen, limits, reading.habits) if again else found
        if read[key] is found and reading.taking == AS_OURS:
            continue
        theirs = meanings(read[key], limits, reading.taking)
        # In the old format texts are encoded, and every program knows it; what a soft break hides from one does count.
        known = reading.code == "calendar-value-encoded" and _is_old_format(found)
        names = differences(ours, theirs, fewer=reading.fewer) - reading.silent - ({"links"} if known else set())
        for name in sorted(names):  # a set has another order in every process
            differing.setdefault(name, noted[reading.code])
        if differing:
            break
    return tuple(CalendarDefect(f"{DIFFERS}{name}", offset) for name, offset in differing.items())


def field_of(defect: CalendarDefect) -> str:
    """The property a ``calendar-differs-`` defect is about, in upper case."""
    return defect.code.removeprefix(DIFFERS).upper()


def too_long(data: bytes, found: Calendars, limits: Limits) -> bool:
    """Whether to read these bytes again, in every way that is asked for, is more than we do."""
    return cost(data, found) > limits.calendar_again_bytes


def cost(data: bytes, found: Calendars) -> int:
    """How many bytes there are to read again: those of the calendar, once for every way in which it could be read."""
    if found.truncated or not found.defects:
        return 0
    codes = {defect.code for defect in found.defects}
    return len(data) * sum(reading.code in codes for reading in READINGS)


def _is_old_format(found: Calendars) -> bool:
    """Whether this is vCalendar 1.0, where texts may be encoded and every program knows it."""
    return all(
        outer.name == "VCALENDAR" and (version := outer.first("VERSION")) is not None and version.value.strip() == "1.0"
        for outer in found.components
    )
