"""Which address book belongs to a person, and how to sign in there."""

from __future__ import annotations

from pathlib import Path

from salver.act.carddav import AddressBookAccount
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.errors import AddressBookError


def address_book_account(settings: Settings, people: People, person: str) -> AddressBookAccount | None:
    """The address book of ``[people.NAME]``; None where there is none.

    The password file is read now, so that a change in it counts at the next attempt. Raises AddressBookError where it
    cannot be read.
    """
    section = people.section(person)
    if section is None or section.carddav_url is None:
        return None
    file = section.carddav_password_file
    try:
        password = Path(file).read_text().strip("\r\n") if file else None
    except (OSError, UnicodeDecodeError) as error:
        raise AddressBookError(
            "The file with the address book's password cannot be read.", private=repr(error), temporary=False
        ) from error
    return AddressBookAccount(
        url=section.carddav_url, user=section.carddav_user, password=password, ca_file=settings.calendar.ca_file
    )
