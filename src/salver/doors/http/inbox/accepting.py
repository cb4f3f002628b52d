"""If you accept: where the event goes, what is left out, what the sender learns."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

from salver.act.calendar_account import has_calendar
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.untrusted import Untrusted
from salver.decide.report import Report, ReportObject
from salver.doors.http.inbox.kinds import kind_of

_LEFT_OUT = {
    "VALARM": "alarms",
    "ATTACH": "attached files",
    "URL": "links",
    "CONFERENCE": "call-in data",
    "IMAGE": "pictures",
}


class Accepting(msgspec.Struct, frozen=True, kw_only=True):
    """Facts for the side panel. ``learns_address`` is the one an answer goes to, where one is sent."""

    goes_into: str
    left_out: str
    learns: str
    learns_address: Untrusted | None = None


def accepting(report: Report, person: str, settings: Settings, people: People) -> Accepting:
    """What a yes does to this invitation, by ``calendar.writer``. A contradiction is never answered."""
    if settings.calendar.writer == "client" or kind_of(report) == "other":
        return Accepting(
            goes_into="Your mailbox: the original mail is handed on, and your mail program does the rest.",
            left_out="Nothing: it is the original.",
            learns="Only what your mail program sends.",
        )
    organizer = answer_address(report, person, settings, people)
    told = organizer is not None and report.level != "contradiction"
    return Accepting(
        goes_into=_calendar(report, person, settings, people),
        left_out=left_out(report),
        learns="That you accept, by mail to" if told else _silence(report, settings),
        learns_address=Untrusted(organizer) if told and organizer else None,
    )


def answer_address(report: Report, person: str, settings: Settings, people: People) -> str | None:
    """Whom an answer would go to: the organizer of a request that this person is invited to, if we can send at all."""
    if settings.submission.host is None:
        return None
    own = frozenset(people.addresses(person))
    return next((item.organizer for item in report.objects if item.organizer and _answerable(item, own)), None)


def left_out(report: Report) -> str:
    """The kinds of content a safe copy does not carry, in words."""
    words = dict.fromkeys(_LEFT_OUT.get(name, name) for name in report.removed_on_accept)
    listed = ", ".join(words)
    return listed[:1].upper() + listed[1:] if words else "Nothing"


def _answerable(item: ReportObject, own: frozenset[str]) -> bool:
    invited = any(attendee.lower() in own for attendee in item.attendees)
    return item.method == "REQUEST" and not item.nested and invited and (item.organizer or "").lower() not in own


def _silence(report: Report, settings: Settings) -> str:
    if report.level == "contradiction":
        return "Nothing. We do not know who would get an answer."
    if settings.submission.host is None:
        return "Nothing. No server is set up that sends answers."
    return "Nothing. There is nobody to answer to."


def _calendar(report: Report, person: str, settings: Settings, people: People) -> str:
    if not has_calendar(settings, people, person):
        return "No calendar is set up for you yet."
    section = people.section(person)
    host = urlsplit((section.calendar_url if section else None) or settings.calendar.url or "").hostname
    if kind_of(report) == "cancellation":
        return f"It is taken out of your calendar at {host}."
    return f"Your calendar at {host}"
