"""Which address book belongs to a person, and how to sign in there."""

from __future__ import annotations

from salver.act.dav import DavAccount
from salver.act.password_file import read_password
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.errors import AddressBookError


def address_book_account(settings: Settings, people: People, person: str) -> DavAccount | None:
    """The address book of ``[people.NAME]``; None where there is none.

    The password file is read now, so that a change in it counts at the next attempt. Raises AddressBookError where it
    cannot be read.
    """
    section = people.section(person)
    if section is None or section.carddav_url is None:
        return None
    password = read_password(section.carddav_password_file, "address book", AddressBookError)
    return DavAccount(
        url=section.carddav_url, user=section.carddav_user, password=password, ca_file=settings.calendar.ca_file
    )
