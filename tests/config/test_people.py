"""Whose mailbox, whose contacts, whose clock."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from salver.config.people import People
from salver.config.schema import PersonSection, Settings
from salver.observe.question import Person


def _people(contacts: Path | None = None) -> People:
    nora = PersonSection(
        addresses=("Nora@Home.example", "lind@work.example"),
        name="Nora Lind",
        time_zone="Europe/Berlin",
        contacts_file=str(contacts) if contacts else None,
    )
    return People(Settings(people={"nora": nora, "ole": PersonSection(addresses=("ole@home.example",))}))


def test_every_address_of_a_person_leads_to_them() -> None:
    everyone = ("nora@home.example", "lind@work.example")
    assert _people().person_of("NORA@home.example") == Person(id="nora", addresses=everyone)
    assert _people().person_of(" lind@work.example") == Person(id="nora", addresses=everyone)


def test_an_address_of_nobody_is_a_person_of_its_own() -> None:
    people = _people()
    assert people.person_of("Guest@Home.example") == Person(id="guest@home.example", addresses=("guest@home.example",))
    assert people.section("guest@home.example") is None
    assert people.addresses("guest@home.example") == ("guest@home.example",)
    assert people.addresses("nobody") == ()
    assert people.contacts("guest@home.example") == {}
    assert people.display_name("guest@home.example") == "guest@home.example"
    assert people.time_zone("guest@home.example").key == "UTC"


def test_names_and_clocks() -> None:
    people = _people()
    assert people.ids == ("nora", "ole")
    assert people.display_name("nora") == "Nora Lind"
    assert people.display_name("ole") == "ole"
    assert people.time_zone("nora").key == "Europe/Berlin"


def test_contacts_are_read_again_when_the_file_changes(tmp_path: Path) -> None:
    path = tmp_path / "nora.contacts"
    path.write_text("anna@friend.example\n")
    people = _people(path)
    assert people.contacts("nora") == {"anna@friend.example": None}
    path.write_text("ben@friend.example\n")
    os.utime(path, ns=(1, 1))
    assert people.contacts("nora") == {"ben@friend.example": None}
    path.unlink()
    with pytest.raises(FileNotFoundError):
        people.contacts("nora")


def test_books_and_folders_by_person() -> None:
    nora = PersonSection(addresses=("nora@home.example",), carddav_url="https://dav.example/n/", sent_folder="/m/.Sent")
    people = People(Settings(people={"nora": nora, "ole": PersonSection(addresses=("ole@home.example",))}))
    assert people.address_books == {"nora": "https://dav.example/n/"}
    assert people.sent_folders == {"nora": "/m/.Sent"}
