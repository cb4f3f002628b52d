"""Which calendar an accepted event of a person goes into, and how to sign in there."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from salver.act.caldav import CalendarAccount
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.errors import CalendarError


def has_calendar(settings: Settings, people: People, person: str) -> bool:
    """Whether a calendar is configured for this person. Reads no file."""
    return _url(settings, people, person) is not None


def calendar_account(settings: Settings, people: People, person: str) -> CalendarAccount:
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
    try:
        password = Path(file).read_text().strip("\r\n") if file else None
    except (OSError, UnicodeDecodeError) as error:
        raise CalendarError(
            "The file with the calendar's password cannot be read.", private=repr(error), temporary=False
        ) from error
    return CalendarAccount(url=url, user=user, password=password, ca_file=settings.calendar.ca_file)


def _url(settings: Settings, people: People, person: str) -> str | None:
    section = people.section(person)
    url = (section.calendar_url if section else None) or settings.calendar.url
    return None if url is None else url.replace("{person}", quote(person, safe=""))
