"""The events a message holds outside every calendar, in the text a person sees (MIME-30). Looked for on demand only."""

from __future__ import annotations

from typing import NamedTuple

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.event_markup import EventMark, marks
from salver.read.message import Message
from salver.read.transfer import decode

_TEXTS = ("text/html", "text/plain")


class OtherForm(NamedTuple):
    """One event, or a way to one, and the part it stands in."""

    part: str
    mark: EventMark


def other_forms(message: Message, limits: Limits = DEFAULT_LIMITS) -> tuple[OtherForm, ...]:
    """Those of every text of the message itself, in order, at most ``other_forms``; forwarded mail is left out."""
    found: list[OtherForm] = []
    calendars = {calendar.part for calendar in message.calendars}
    for number, content_type, encoding, start, end in message.rest.texts():
        if content_type not in _TEXTS or number in calendars:
            continue
        body = message.raw[start : min(end, start + limits.calendar_bytes)]
        found += [OtherForm(number, mark) for mark in marks(decode(body, encoding), limits)]
        if len(found) >= limits.other_forms:
            return tuple(found[: limits.other_forms])
    return tuple(found)
