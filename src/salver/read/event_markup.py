"""Events that are no calendar: marked up in HTML for search engines, or behind "add to calendar" links (MIME-30).

Some mailboxes make entries of schema.org markup by themselves, and a link does it with one press, on a page we never
see. Both are noted, never followed. The bytes are searched for a few words, and looked at closely only where one of
them stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.core.untrusted import Untrusted
from salver.read.charsets import text as as_text

EventForm = Literal["markup", "calendar-link", "calendar-file", "subscription"]


class EventMark(NamedTuple):
    """One place in a text.

    ``form``: schema.org markup, a link that makes an entry, one to a calendar file, one to a calendar to subscribe to.
    ``offset`` counts bytes of the decoded text; ``text`` is the beginning of what stands there.
    """

    form: EventForm
    offset: int
    text: Untrusted


_REST = rb"[^\s\"'<>\\)]*+"
# JSON-LD and microdata: Event and its kinds (BusinessEvent, EventReservation, ...).
_JSON = re.compile(
    rb'"@type"\s{0,20}:\s{0,20}\[?\s{0,20}"(?:https?://schema\.org/)?[a-z]{0,30}event[a-z]{0,30}"', re.IGNORECASE
)
_MICRODATA = re.compile(rb"https?://(?:www\.)?schema\.org/[a-z]{0,30}event[a-z]{0,30}\b", re.IGNORECASE)
# What stands behind the service's name decides; "&" may be written as an entity.
_LINKS = (
    (
        b"google.com/calendar/",
        re.compile(rb"google\.com/calendar/" + _REST, re.IGNORECASE),
        (b"action=template", b"eventedit", b"/r/eventedit"),
    ),
    (
        b"outlook.",
        re.compile(rb"outlook\.(?:live|office|office365)\.com/" + _REST, re.IGNORECASE),
        (b"deeplink/compose", b"action/compose", b"path=/calendar"),
    ),
    (b"calendar.yahoo.com", re.compile(rb"calendar\.yahoo\.com/?" + _REST, re.IGNORECASE), (b"v=60",)),
)
_SUBSCRIPTION = re.compile(rb"\bwebcals?:" + _REST, re.IGNORECASE)
_URL = re.compile(rb"https?://" + _REST, re.IGNORECASE)
_FILE = re.compile(rb"\.(?:ics|vcs)(?:[?#]|\Z)", re.IGNORECASE)
_SHOWN = 200


def marks(text: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[EventMark, ...]:
    """What stands in a decoded text/html or text/plain body, at most ``other_forms`` of it. Pure and linear."""
    found: list[EventMark] = []
    for form, match in _matches(text, text.lower()):
        if len(found) >= limits.other_forms:
            break
        found.append(EventMark(form, match.start(), Untrusted(as_text(match[0][:_SHOWN]))))
    return tuple(found)


def _matches(text: bytes, lower: bytes) -> Iterator[tuple[EventForm, re.Match[bytes]]]:
    if b"schema.org" in lower and b"event" in lower:
        for pattern in (_JSON, _MICRODATA):
            for match in pattern.finditer(text):
                yield "markup", match
    for match in _links(text, lower):
        yield "calendar-link", match
    if b"webcal" in lower:
        for match in _SUBSCRIPTION.finditer(text):
            yield "subscription", match
    if b".ics" in lower or b".vcs" in lower:
        for match in _URL.finditer(text):
            if _FILE.search(match[0]):
                yield "calendar-file", match


def _links(text: bytes, lower: bytes) -> Iterator[re.Match[bytes]]:
    for word, pattern, signs in _LINKS:
        if word in lower:
            for match in pattern.finditer(text):
                link = match[0].lower()
                if any(sign in link for sign in signs):
                    yield match
