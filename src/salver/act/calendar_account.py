"""Which calendar an accepted event of a person goes into, and how to sign in there."""

from __future__ import annotations

from urllib.parse import quote

from salver.act.dav import DavAccount
from salver.act.password_file import read_password
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.errors import CalendarError


def has_calendar(settings: Settings, people: People, person: str) -> bool:
    """Whether a calendar is configured for this person. Reads no file."""
    return _url(settings, people, person) is not None


def calendar_account(settings: Settings, people: People, person: str) -> DavAccount:
    """The person's own calendar, or the one of ``[calendar]`` with ``{person}`` replaced.

    The password file is read now, so that a change in it counts at the next attempt. Raises CalendarError (permanent)
    when there is no calendar or the file cannot be read.
    """
    url = _url(settings, people, person)
    if url is None:
        raise CalendarError("No calendar is set up for you yet.", temporary=False)
    section = people.section(person)
    user = (section.calendar_user if section else None) or settings.calendar.user
    file = (section.calendar_password_file if section else None) or settings.calendar.password_file
    password = read_password(file, "calendar", CalendarError)
    return DavAccount(url=url, user=user, password=password, ca_file=settings.calendar.ca_file)


def _url(settings: Settings, people: People, person: str) -> str | None:
    section = people.section(person)
    url = (section.calendar_url if section else None) or settings.calendar.url
    return None if url is None else url.replace("{person}", quote(person, safe=""))
