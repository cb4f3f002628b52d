"""The quick reader for calendars that leave no room for a second opinion: nearly all that honest products write.

Whatever is odd in any way, down to a lower-case name or a comma that should have been quoted, is left to the careful
reader (``untidy.py``), which knows what is wrong and where. So a tidy calendar has no defects, and both readers give
the same tree for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from salver.core.limits import Limits
from salver.read.calendar_text import TEXT_NAMES, URI_NAMES, odd_value
from salver.read.components import CALENDAR_NAMES, OBJECT_NAMES, Component
from salver.read.content_lines import PLAIN_PARAMETERS, Property, escaped, repeated, split_line
from salver.read.doubles import identity, lies_about_kind, several
from salver.read.property_names import KNOWN, ONCE, ONE_READING, extension

_HEAD = b"BEGIN:VCALENDAR"
# All but the tab.
# RFC 5545 3.1
_CONTROLS = bytes({*range(0x20), 0x7F} - {0x09})
_MOST_FOLDS = 10_000
"""So many folds are no longer quick to undo this way."""
_plain = PLAIN_PARAMETERS.fullmatch
_SPOKEN = (*TEXT_NAMES, *URI_NAMES)
_ZONE = "VTIMEZONE"
_ZONE_END = "END:VTIMEZONE"
_ZONE_LINES = 400
_ZONE_CHARACTERS = 16_384
"""A longer VTIMEZONE is not worth keeping; the careful reader takes it."""


def read_tidy(data: bytes, limits: Limits) -> Component | None:
    """The one VCALENDAR these bytes are; None when they are anything else, or odd in any way."""
    if not data.startswith(_HEAD) or len(data) > limits.calendar_bytes:
        return None
    lines = _unfolded(data, limits)
    if lines is None:
        return None
    if len(data) > limits.calendar_line_bytes and max(map(len, lines)) * 4 > limits.calendar_line_bytes:
        return None
    following = iter(lines)
    if next(following) != "BEGIN:VCALENDAR":
        return None
    budget = _Budget(limits)
    budget.components -= 1
    budget.depth -= 1
    calendar = _component("VCALENDAR", following, budget)
    if calendar is None or any(following) or _odd_calendar(calendar, len(lines), limits):
        return None
    return calendar


def _unfolded(data: bytes, limits: Limits) -> list[str] | None:
    """The lines without folds (RFC 5545 3.1); None for anything unclean, or too much of it."""
    try:
        text = data.decode()  # a fold inside a character fails: the careful reader says so
    except UnicodeDecodeError:
        return None
    if len(text) != len(data) and ("\x85" in text or "\u2028" in text or "\u2029" in text):
        return None  # line ends to some readers, ordinary characters to others
    end = "\r\n" if data.startswith(b"\r\n", len(_HEAD)) else "\n"
    # RFC 5545 3.1
    plain = text.replace(f"{end}\t", f"{end} ") if "\t" in text else text
    pieces = plain.split(f"{end} ")
    lines = "".join(pieces).split(end)
    folds = len(pieces) - 1
    if folds > _MOST_FOLDS or len(lines) > limits.calendar_lines:
        return None
    # A fold after an empty line is one to some readers only.
    if folds and f"{end}{end} " in plain:
        return None
    # Every control character is part of a line end.
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return lines if controls == len(end) * (len(lines) - 1 + folds) else None


class _Budget:
    """How many more components there may be, and how deep they may still nest."""

    __slots__ = ("components", "depth", "limits")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.components = limits.calendar_components
        self.depth = limits.calendar_depth


def _component(name: str, following: Iterator[str], budget: _Budget) -> Component | None:
    """The component of this name, whose BEGIN was the line before, up to its END; None where anything is odd."""
    by_name: dict[str, list[Property]] = {}
    components: list[Component] = []
    for line in following:
        head, colon, value = line.partition(":")
        key, semicolon, parameters = head.partition(";")
        if semicolon:
            if not colon or value[-1:] == "=" or not _plain(parameters):
                key, parameters, value = _quoted(line, budget.limits)
        elif not colon:
            if line:
                return None
            continue
        elif key == "END":
            return _closed(name, value, by_name, components, budget)
        elif key == "BEGIN":
            inner = _inner(name, value, following, budget)
            if inner is None:
                return None
            components.append(inner)
            continue
        same = by_name.get(key)
        if same is not None and key not in ONCE:
            same.append(Property(key, parameters, value))
        elif same is None and key in KNOWN:
            by_name[key] = [Property(key, parameters, value)]
        elif not _take_extension(key, parameters, value, by_name):
            return None
    return None


def _quoted(line: str, limits: Limits) -> tuple[str, str, str]:
    """Name, parameters and value where a parameter is quoted; the name is empty, which none is, where that is odd."""
    split = split_line(line)
    if (
        split is None
        or split.defects
        or escaped(split.parameter_text)
        or split.parameter_text.count(";") >= limits.calendar_parameters
    ):
        return "", "", ""
    if split.value.endswith("=") and "QUOTED-PRINTABLE" in split.parameter_text.upper():
        return "", "", ""  # a soft break joins the next line to this one
    return split.name, split.parameter_text, split.value


def _take_extension(key: str, parameters: str, value: str, by_name: dict[str, list[Property]]) -> bool:
    """Keep a property with a name of its own; false for every other that comes here."""
    name = extension(key)
    if name is not None:
        by_name.setdefault(name, []).append(Property(name, parameters, value))
    return name is not None


def _inner(outer: str, name: str, following: Iterator[str], budget: _Budget) -> Component | None:
    """The component that begins inside another. Objects stand in a VCALENDAR only, and a VCALENDAR in nothing."""
    budget.components -= 1
    if budget.components < 0 or not (name.isupper() and name.isascii() and name == name.strip()):
        return None
    if name in CALENDAR_NAMES and (outer != "VCALENDAR" or name == "VCALENDAR"):
        return None
    if name == _ZONE:
        # iter() stops at the END, or where the lines do.
        lines = tuple(iter(following.__next__, _ZONE_END))
        inside = sum(line.startswith("BEGIN:") for line in lines)
        budget.components -= inside
        small = len(lines) <= _ZONE_LINES and sum(map(len, lines)) <= _ZONE_CHARACTERS
        return (
            _zone(lines, budget.depth - 1, budget.limits.calendar_parameters)
            if small and budget.components >= 0
            else None
        )
    budget.depth -= 1
    found = _component(name, following, budget) if budget.depth > 0 else None
    budget.depth += 1
    return found


@lru_cache(maxsize=256)
def _zone(lines: tuple[str, ...], depth: int, parameters: int) -> Component | None:
    """A VTIMEZONE. The same few are in every mail of a product, so they are read once."""
    budget = _Budget(Limits(calendar_depth=depth, calendar_parameters=parameters))
    return _component(_ZONE, iter((*lines, _ZONE_END)), budget) if depth > 0 else None


def _closed(
    name: str, end: str, by_name: dict[str, list[Property]], components: list[Component], budget: _Budget
) -> Component | None:
    if end != name or (name in OBJECT_NAMES and _odd_object(name, by_name, budget.limits)):
        return None
    return Component(name, by_name, tuple(components))


def _odd_object(name: str, by_name: dict[str, list[Property]], limits: Limits) -> bool:
    """Whether programs might read this object in different ways, or a limit is near."""
    uid = by_name.get("UID")
    if "METHOD" in by_name or (uid and len(uid[0].value) > limits.uid_characters):
        return True
    for found in (*by_name.get("ORGANIZER", ()), *by_name.get("ATTENDEE", ())):
        text = found.parameter_text
        if found.value.count(":") > 1 or ("," in text and several(found)):
            return True
    for key in ONE_READING:
        same = by_name.get(key)
        if same and same[0].parameter_text and _odd_parameters(same[0]):
            return True
    for key in _SPOKEN:
        same = by_name.get(key)
        if same and (same[0].parameter_text or len(same) > 1) and any(map(odd_value, same)):
            return True
    return name == "VJOURNAL" and len(by_name.get("DESCRIPTION", ())) > 1


def _odd_parameters(found: Property) -> bool:
    """Whether a parameter stands there twice, or names another kind of time."""
    several_ones = ";" in found.parameter_text
    if found.name == "ORGANIZER":
        return several_ones and repeated(found.parameters)
    # A zone alone is what most times have.
    if not several_ones and found.parameter_text.startswith("TZID="):
        return False
    return repeated(found.parameters) or lies_about_kind(found)


def _odd_calendar(calendar: Component, lines: int, limits: Limits) -> bool:
    """Whether the calendar as a whole, or the number of its properties, asks for the careful reader."""
    version = calendar.first("VERSION")
    if version is not None and version.value != "2.0":
        return True
    objects = [one for one in calendar.components if one.name in OBJECT_NAMES]
    if len(objects) > 1:
        if len(set(map(identity, objects))) < len(objects):
            return True
        uids = {uid.value for one in objects if (uid := one.first("UID"))}
        if len(uids) > 1 and len({uid.strip().casefold() for uid in uids}) < len(uids):
            return True
    return lines > limits.calendar_properties and any(
        sum(map(len, one.by_name.values())) > limits.calendar_properties for one in (calendar, *calendar.components)
    )
