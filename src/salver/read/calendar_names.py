"""The names calendars travel under: content types and file endings (RFC 5545 8.1, threats MIME-14, MIME-15)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

CALENDAR_TYPES = frozenset(
    {
        "text/calendar",
        "text/x-calendar",
        "text/vcalendar",
        "text/x-vcalendar",
        "text/ical",
        "text/ics",
        "text/icalendar",
        "text/x-icalendar",
        "application/calendar",
        "application/ics",
        "application/x-ics",
        "application/ical",
        "application/x-ical",
        "application/icalendar",
        "application/x-icalendar",
        "application/hbs-vcs",
        "application/x-extension-ics",
    }
)
"""RFC 5545 8.1 and the other names calendars travel under (MIME-15)."""
_NO_CERTAIN_TYPE = frozenset({"application/octet-stream", "application/x-unknown", "application/binary", ""})
NAME_ENDINGS = (".ics", ".ical", ".ifb", ".icalendar", ".vcs")
_AFTER_NAME = re.compile(r"[\W_]+\Z")
# Every blank of Unicode (category Zs), and the tab that unfolding leaves in a long name.
_BLANK = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def calendar_type(content_type: str, parameters: Mapping[str, str]) -> bool:
    """Whether this (lower-case) content type with these parameters says calendar."""
    if content_type in CALENDAR_TYPES:
        return True
    return content_type == "text/directory" and parameters.get("profile", "").lower() == "vcalendar"


def calendar_name(names: Iterable[str]) -> bool:
    """Whether any of these file names is a calendar's.

    Tricks with blanks, dots, quotes, cases, wide letters, zero bytes and characters nobody sees are set aside
    (MIME-14).
    """
    return any(reading.endswith(NAME_ENDINGS) for name in names for reading in _plain(name))


def mail_name(content_type: str, names: Iterable[str]) -> bool:
    """Whether a file of this type is opened as a message because of its name (``.eml``, as mail is saved)."""
    return content_type in _NO_CERTAIN_TYPE and any(
        reading.endswith(".eml") for name in names for reading in _plain(name)
    )


def with_plain_blanks(name: str) -> str:
    """The name with an ordinary blank for every tab and every other blank."""
    return _BLANK.sub(" ", name)


def _plain(name: str) -> Iterator[str]:
    """The name in lower case without invisible characters, and without signs and blanks at its end.

    A zero byte ends the name for some programs, and others drop it: those are two readings.
    """
    for reading in (name, name.partition("\0")[0]) if "\0" in name else (name,):
        shown = reading
        if not shown.isprintable():
            shown = "".join(character for character in with_plain_blanks(shown) if character.isprintable())
        shown = shown[-200:]
        if not shown.isascii():
            shown = unicodedata.normalize("NFKC", shown)
        yield _AFTER_NAME.sub("", shown).lower()
