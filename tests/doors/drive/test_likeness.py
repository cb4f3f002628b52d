"""Look-alikes among the people somebody knows, however many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from salver.config.people import People
from salver.config.schema import PersonSection, Settings
from salver.doors.drive.contacts import ContactSources
from salver.doors.drive.likeness import Likenesses
from salver.observe.question import Likeness, LikenessQuestion
from salver.store import senders
from salver.store.database import Store, open_store
from salver.store.familiarity import Terms
from tests.store import made

CONTACTS = "Ada Berg <ada@brightwater.example>\nnora@home.example\nbob@friend.example\n"


class Clock:
    now = made.NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'salver.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def likenesses(tmp_path: Path, clock: Clock) -> Likenesses:
    file = tmp_path / "contacts"
    file.write_text(CONTACTS)
    people = People(Settings(people={"nora": PersonSection(addresses=("nora@home.example",), contacts_file=str(file))}))
    return Likenesses(people, ContactSources(people), Terms(), {"harbourchoir.example"}, now=clock)


def ask(store: Store, who: Likenesses, address: str, called: str | None = None) -> Likeness:
    with store.read() as connection:
        return who.answer(connection, LikenessQuestion("nora", address, called))


def test_contacts_and_own_domains_are_compared(store: Store, likenesses: Likenesses) -> None:
    assert ask(store, likenesses, "desk@brightwaters.example").domains == ("brightwater.example",)
    assert ask(store, likenesses, "desk@harb0urchoir.example").domains == ("harbourchoir.example",)
    assert ask(store, likenesses, "x@elsewhere.test", "ada berg").addresses == ("ada@brightwater.example",)
    assert ask(store, likenesses, "x@elsewhere.test", "eve moss") == Likeness()


def test_who_is_known_is_nobodys_imitation(store: Store, likenesses: Likenesses) -> None:
    assert ask(store, likenesses, "ada@brightwater.example", "bob friend") == Likeness()


def test_ones_own_address_is_no_acquaintance(store: Store, likenesses: Likenesses) -> None:
    assert "nora@home.example" not in ask(store, likenesses, "nora@elsewhere.test", "nora home").addresses


def test_a_new_acquaintance_counts_after_a_while(store: Store, likenesses: Likenesses, clock: Clock) -> None:
    assert ask(store, likenesses, "desk@cornerstones.example") == Likeness()
    with store.begin() as connection:
        senders.set_word(connection, "nora", "kim@cornerstone.example", "allowed", made.NOW)
    assert ask(store, likenesses, "desk@cornerstones.example") == Likeness()
    clock.now += timedelta(seconds=61)
    assert ask(store, likenesses, "desk@cornerstones.example").domains == ("cornerstone.example",)
