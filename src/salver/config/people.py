"""Who the people of this gate are: whose mailbox an address is, whom they know, how they want to see the time."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from salver.config.contacts import Names, read_contacts
from salver.config.schema import PersonSection, Settings
from salver.core.envelope import without_detail
from salver.observe.question import Person


class People:
    """The ``[people]`` of a configuration. Addresses are compared without regard to case.

    An address that belongs to nobody configured is a person of its own, whose id is the address in lower case.
    """

    def __init__(self, settings: Settings) -> None:
        self._sections = settings.people
        self._owner = {
            address.strip().lower(): person_id
            for person_id, section in settings.people.items()
            for address in section.addresses
        }
        self._contacts: dict[str, tuple[int, Names]] = {}

    @property
    def ids(self) -> tuple[str, ...]:
        """The people of the configuration, in its order."""
        return tuple(self._sections)

    def person_of(self, address: str) -> Person:
        """Whose mailbox this address is. ``nora+school@`` is Nora's where ``nora@`` is (RFC 5233)."""
        bare = address.strip().lower()
        person_id = self._owner.get(bare) or self._owner.get(without_detail(bare))
        if person_id is None:
            return Person(id=bare, addresses=(bare,))
        return Person(id=person_id, addresses=self.addresses(person_id))

    def section(self, person_id: str) -> PersonSection | None:
        """What the configuration says about this person; None for somebody it does not name."""
        return self._sections.get(person_id)

    def addresses(self, person_id: str) -> tuple[str, ...]:
        """All addresses of this person, lower-case."""
        section = self.section(person_id)
        if section is None:
            return (person_id,) if "@" in person_id else ()
        return tuple(dict.fromkeys(address.strip().lower() for address in section.addresses))

    @property
    def address_books(self) -> dict[str, str]:
        """The CardDAV address of everybody who has one, by person."""
        return {one: section.carddav_url for one, section in self._sections.items() if section.carddav_url}

    @property
    def sent_folders(self) -> dict[str, str]:
        """The Sent folder of everybody who has one, by person."""
        return {one: section.sent_folder for one, section in self._sections.items() if section.sent_folder}

    def contacts(self, person_id: str) -> Names:
        """The people in this person's contacts file by lower-case address; read again only when it has changed.

        Raises OSError where the file has gone: not knowing somebody must not look like knowing nobody.
        """
        section = self.section(person_id)
        if section is None or section.contacts_file is None:
            return {}
        path = Path(section.contacts_file)
        changed = path.stat().st_mtime_ns
        kept = self._contacts.get(person_id)
        if kept is None or kept[0] != changed:
            kept = (changed, read_contacts(path))
            self._contacts[person_id] = kept
        return kept[1]

    def display_name(self, person_id: str) -> str:
        """The name the inbox greets this person with."""
        section = self.section(person_id)
        return person_id if section is None else section.name or person_id

    def time_zone(self, person_id: str) -> ZoneInfo:
        """The zone this person reads times in; UTC for somebody the configuration does not name."""
        section = self.section(person_id)
        return ZoneInfo("UTC" if section is None else section.time_zone)
