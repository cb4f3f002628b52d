"""Calendar bytes to a component tree (RFC 5545 3.1, 3.4, 3.6): quick where nothing is odd, careful everywhere else.

Nothing here fails. What is found wrong is a defect; what programs would read in different ways is *ambiguous*
(threats MIME-26 .. MIME-28).
"""

from __future__ import annotations

import msgspec

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.agreement import disagreements, too_long
from salver.read.components import CALENDAR_NAMES, OBJECT_NAMES, CalendarDefect, Calendars, Component
from salver.read.content_lines import Property, unescape
from salver.read.tidy import read_tidy
from salver.read.untidy import read_untidy

__all__ = [
    "CALENDAR_NAMES",
    "OBJECT_NAMES",
    "CalendarDefect",
    "Calendars",
    "Component",
    "Property",
    "parse",
    "unescape",
]


def parse(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Calendars:
    """Read decoded calendar bytes (UTF-8; a byte order mark is allowed). Total and linear (threats DOS-11..DOS-16)."""
    calendar = read_tidy(data, limits)
    if calendar is not None:
        return Calendars((calendar,), mentioned=True)
    found = read_untidy(data, limits)
    if not found.truncated and too_long(data, found, limits):
        too_much = CalendarDefect("calendar-too-much", 0)
        return msgspec.structs.replace(found, truncated=True, defects=(*found.defects, too_much))
    ambiguous = disagreements(data, found, limits)
    return msgspec.structs.replace(found, ambiguous=ambiguous) if ambiguous else found
