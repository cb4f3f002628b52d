"""Look-alikes among the people somebody knows, however many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salver.config.people import People
from salver.config.schema import PersonSection, Settings
from salver.core.limits import DEFAULT_LIMITS
from salver.doors.drive.contacts import ContactSources
from salver.doors.drive.likeness import Likenesses, _Circle
from salver.observe.likeness import likeness
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


_WORDS = ("ada", "berg", "bob", "brightwater", "cornerstone", "dr", "x")
_NAMES = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3).map(" ".join)
_LOCALS = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3).flatmap(
    lambda words: st.sampled_from("._-+").map(lambda separator: separator.join(words))
)
_DOMAINS = st.sampled_from(
    ("brightwater.example", "brightwaters.example", "brightwater.test", "cornerstone.example", "gmail.com", "x.test")
)
_ADDRESSES = st.builds("{}@{}".format, _LOCALS, _DOMAINS)


@settings(deadline=None, max_examples=500)
@given(st.dictionaries(_ADDRESSES, st.none() | _NAMES, max_size=12), _ADDRESSES, st.none() | _NAMES)
def test_comparing_a_few_gives_what_comparing_all_gives(
    known: dict[str, str | None], address: str, called: str | None
) -> None:
    if address in known:
        return
    some = _Circle(known, made.NOW).alike(address, called, frozenset(), DEFAULT_LIMITS)
    every = likeness(address, called, known)
    assert (set(some.domains), some.addresses) == (set(every.domains), every.addresses)
