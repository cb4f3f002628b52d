"""The property names we know, and which of them may stand in a component only once (RFC 5545 3.6, 8.3)."""

from __future__ import annotations

import re
from functools import lru_cache

_STANDARD = (
    # RFC 5545 8.3
    "CALSCALE METHOD PRODID VERSION ATTACH CATEGORIES CLASS COMMENT DESCRIPTION GEO LOCATION PERCENT-COMPLETE PRIORITY"
    " RESOURCES STATUS SUMMARY COMPLETED DTEND DUE DTSTART DURATION FREEBUSY TRANSP TZID TZNAME TZOFFSETFROM TZOFFSETTO"
    " TZURL ATTENDEE CONTACT ORGANIZER RECURRENCE-ID RELATED-TO URL UID EXDATE EXRULE RDATE RRULE ACTION REPEAT TRIGGER"
    " CREATED DTSTAMP LAST-MODIFIED SEQUENCE REQUEST-STATUS"
    # Those of RFC 7986, 9073, 9074, 7953, 7808 and 9253.
    " NAME REFRESH-INTERVAL SOURCE COLOR IMAGE CONFERENCE"
    " LOCATION-TYPE PARTICIPANT-TYPE RESOURCE-TYPE CALENDAR-ADDRESS STYLED-DESCRIPTION STRUCTURED-DATA"
    " ACKNOWLEDGED PROXIMITY BUSYTYPE TZUNTIL TZID-ALIAS-OF CONCEPT LINK REFID"
)
KNOWN: frozenset[str] = frozenset(_STANDARD.split())
"""Every name of the standards; all others are extensions."""

ONCE: frozenset[str] = frozenset(
    {
        "METHOD", "UID", "ORGANIZER", "DTSTART", "DTEND", "DUE", "DURATION", "SEQUENCE", "RECURRENCE-ID",
        "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "URL",
    }
)  # fmt: skip
"""Properties that matter to a person or to scheduling and "MUST NOT occur more than once" (RFC 5545 3.6.1 to 3.6.4)."""

ONE_READING = ("ORGANIZER", "DTSTART", "RECURRENCE-ID")
"""Properties whose parameters say whom or when they mean: a parameter that stands there twice matters."""

_LONGEST = 100
_EXTENSION = re.compile(r"[A-Za-z0-9_-]+")


def once(name: str, component: str) -> bool:
    """Whether a second property of this name in this component means that programs choose between the two."""
    # A journal entry may have several descriptions.
    # RFC 5545 3.6.3
    return name in ONCE and not (component == "VJOURNAL" and name == "DESCRIPTION")


def extension(name: str) -> str | None:
    """The upper-case name of an extension; None for what is no plain name, or a known one in other letters."""
    return _extension(name) if len(name) <= _LONGEST else None


@lru_cache(maxsize=1024)
def _extension(name: str) -> str | None:
    upper = name.upper()
    return upper if _EXTENSION.fullmatch(name) and upper not in KNOWN and upper not in ("BEGIN", "END") else None
