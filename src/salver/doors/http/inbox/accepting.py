"""If you accept: where the event goes, what is left out, what the sender learns."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

from salver.config.people import People
from salver.config.schema import Settings
from salver.core.untrusted import Untrusted
from salver.decide.report import Report

_LEFT_OUT = {
    "VALARM": "alarms",
    "ATTACH": "attached files",
    "URL": "links",
    "CONFERENCE": "call-in data",
    "IMAGE": "pictures",
    "X": "additions of the sender's program",
}


class Accepting(msgspec.Struct, frozen=True, kw_only=True):
    """Facts for the side panel. ``learns_address`` is the one an answer goes to, where one is sent."""

    goes_into: str
    left_out: str
    learns: str
    learns_address: Untrusted | None = None


def accepting(report: Report, person: str, settings: Settings, people: People) -> Accepting:
    """What a yes does to this invitation, by ``calendar.writer``. A contradiction is never answered."""
    if settings.calendar.writer == "client":
        return Accepting(
            goes_into="Your mailbox: the original mail is handed on, and your mail program adds the event.",
            left_out="Nothing: it is the original.",
            learns="Only what your mail program sends.",
        )
    organizer = next((item.organizer for item in report.objects if item.organizer and not item.nested), None)
    answered = report.level != "contradiction" and settings.submission.host is not None and organizer is not None
    return Accepting(
        goes_into=_calendar(person, settings, people),
        left_out=left_out(report),
        learns="That you accept, by mail to" if answered else _silence(report, settings),
        learns_address=Untrusted(organizer) if answered and organizer else None,
    )


def left_out(report: Report) -> str:
    """The kinds of content a safe copy does not carry, in words."""
    words = dict.fromkeys(_LEFT_OUT.get(name, name) for name in report.removed_on_accept)
    listed = ", ".join(words)
    return listed[:1].upper() + listed[1:] if words else "Nothing"


def _silence(report: Report, settings: Settings) -> str:
    if report.level == "contradiction":
        return "Nothing. We do not know who would get an answer."
    if settings.submission.host is None:
        return "Nothing. No server is set up that sends answers."
    return "Nothing. There is no address to answer to."


def _calendar(person: str, settings: Settings, people: People) -> str:
    section = people.section(person)
    url = (section.calendar_url if section else None) or settings.calendar.url
    host = urlsplit(url).hostname if url else None
    return f"Your calendar at {host}" if host else "No calendar is set up for you yet."
