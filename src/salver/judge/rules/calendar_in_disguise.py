"""A calendar travels under a type or a name that says something else.

Why it matters: filters go by types and names, and some programs by content. A calendar called a picture, a name that
ends in an invisible character, or two names of which one is a calendar's are made for that difference (MIME-14), as is
a meeting of Outlook under the name of a text file (MIME-17).

When it is wrong: a program that names every attachment alike. A calendar sent as plain text or without any type is
common and not meant here.

What to do: decline silently. Ask the sender for a plain invitation if you expected one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from salver.core.untrusted import Untrusted
from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts
from salver.read.calendar_names import NAME_ENDINGS, calendar_name, calendar_type, with_plain_blanks
from salver.read.message import CalendarPart, Part
from salver.read.tnef_meeting import TNEF_NAMES, TNEF_TYPES

# Types that say nothing about what is in a part, or nothing wrong. Web shops and home-made senders use the later ones
# for any file.
_SAY_NOTHING = frozenset(
    {
        "application/octet-stream",
        "application/x-unknown",
        "application/unknown",
        "text/directory",
        "application/force-download",
        "application/download",
        "application/x-download",
        "application/binary",
        "application/text",
        "text/html",
    }
)
_TEXT = "text/plain"
# Emoji and the scripts of Persia and India need these two; at the ending of a name they only make another ending.
_JOINERS = "\u200c\u200d"
_JOINED_ENDING = re.compile(rf"[{_JOINERS}]\.[^.]*\Z|\.[^.{_JOINERS}]*[{_JOINERS}][^.]*\Z")


def check(facts: MessageFacts) -> Iterator[Finding]:
    message = facts.message
    for calendar in message.calendars:
        how = None if calendar.fake else _calendar(calendar)
        if how is not None:
            yield _disguised(calendar.part, how, calendar.content_type, calendar.names)
    closed = {part.part for part in message.opaque if part.kind == "tnef"}
    for part in message.parts if closed else ():
        names = _names(part)
        how = _tnef(part.content_type, names) if part.number in closed else None
        if how is not None:
            yield _disguised(part.number, how, part.content_type, names)


def _disguised(number: str, how: str, content_type: str, names: tuple[str, ...]) -> Finding:
    return finding(
        "calendar-in-disguise",
        where=f"part {number}",
        how=how,
        type=Untrusted(content_type),
        name=Untrusted(names[0]) if names else None,
    )


def _names(part: Part) -> tuple[str, ...]:
    """The names a client could show for it, each once."""
    return tuple(dict.fromkeys(name for name in (part.filename, part.parameters.get("name")) if name))


def _calendar(calendar: CalendarPart) -> str | None:
    """In what way this calendar is disguised, or None."""
    if calendar.found_by == "sweep":  # structure-ambiguous says so
        return None
    names, content_type = calendar.names, calendar.content_type
    if any(_tricky(name) for name in names):
        return "name with signs nobody sees"
    if calendar.found_by == "type" or calendar_type(content_type, {}):
        return None  # its type says what it is; scripts give it any name
    if len({calendar_name((name,)) for name in names}) > 1:
        return "two names, one of them a calendar's"
    if content_type.startswith("multipart/") or content_type == _TEXT:
        return None
    if content_type not in _SAY_NOTHING:
        return "type of something else"
    if calendar.found_by == "content" and any(_has_ending(name) for name in names):
        return "name of something else"
    return None


def _tricky(name: str) -> bool:
    """A calendar's name in one reading, with signs that make another reading of it: cut off, hidden or turned round."""
    if not calendar_name((name,)):
        return False
    plain = with_plain_blanks(name).lower()
    if any(_unseen(sign) for sign in plain) or _JOINED_ENDING.search(plain.rstrip(" .")):
        return True
    return not plain.rstrip().endswith(NAME_ENDINGS) and not plain.endswith(('"', "'"))


def _unseen(sign: str) -> bool:
    """A sign that no program shows: control characters, line ends, signs that turn the text round or have no width."""
    if sign.isprintable() or sign in _JOINERS:
        return False
    # Flags of regions are written in tags, which are of the same category.
    return unicodedata.category(sign) in ("Cc", "Zl", "Zp") or (
        unicodedata.category(sign) == "Cf" and not "\U000e0020" <= sign <= "\U000e007f"
    )


def _has_ending(name: str) -> bool:
    stem, dot, ending = name.rpartition(".")
    return bool(stem and dot and ending) and not calendar_name((name,))


def _tnef(content_type: str, names: tuple[str, ...]) -> str | None:
    """TNEF under another type than its own, or under a name it never has."""
    if any(name.lower() in TNEF_NAMES for name in names):
        return None
    if content_type not in TNEF_TYPES:
        return "TNEF under another type"
    return "TNEF under another name" if any(not name.lower().endswith((".dat", ".tnef")) for name in names) else None


RULE = message_rule("calendar-in-disguise", __doc__, reads=("message",), check=check)
