"""Whom the mailboxes of ``salver check`` know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from salver.doors.cli.acquaintance import Acquaintance, all_contacts
from salver.observe.question import (
    Block,
    BlockQuestion,
    Contact,
    ContactQuestion,
    DelegateQuestion,
    Delegation,
    Likeness,
    LikenessQuestion,
    NowQuestion,
    Pin,
    PinQuestion,
)
from salver.store import correspondents, delegates, pins, unconfirmed
from salver.store.database import Store, open_existing, open_store
from salver.store.times import to_text
from tests.store import made

NORA = "nora@home.example"
GIVEN = {"ada@brightwater.example": "Ada Berg", NORA: None}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'salver.sqlite3'}")
    yield opened
    opened.close()


def test_given_contacts_are_known_to_everybody() -> None:
    known = Acquaintance(GIVEN, ("harbourchoir.example",), made.NOW, None)
    for person in (None, NORA):
        found = known.answer(ContactQuestion(person, "Ada@brightwater.example"))
        assert found == Contact("contacts", rests_on="They stand in the contacts that were given.")
        assert known.answer(ContactQuestion(person, "x@y.test")) == Contact()


def test_likeness_is_answered_from_contacts_and_own_domains() -> None:
    known = Acquaintance(GIVEN, ("harbourchoir.example",), made.NOW, None)
    ask = LikenessQuestion(None, "x@brightwaters.example", "ada berg")
    assert known.answer(ask) == Likeness(("brightwater.example",), ("ada@brightwater.example",), ("one-letter",))
    assert known.answer(LikenessQuestion(None, "x@harb0urchoir.example")) == Likeness(
        ("harbourchoir.example",), reasons=("looks-the-same",)
    )
    assert known.answer(LikenessQuestion(NORA, "nora@elsewhere.test", "nora home")) == Likeness()


def test_without_a_store_nobody_knows_what_a_person_said() -> None:
    known = Acquaintance({}, (), None, None)
    for question in (DelegateQuestion(NORA, "a@b.test", "c@d.test"), PinQuestion(NORA, "x"), BlockQuestion(NORA, "x")):
        assert known.answer(question) is None
    assert known.answer(NowQuestion()) is None


def test_a_store_is_read(store: Store, tmp_path: Path) -> None:
    with store.begin() as connection:
        delegates.approve(connection, NORA, "desk@agency.example", made.ANN, made.NOW)
        pins.keep(connection, NORA, "c_1@group.calendar.google.com", made.ANN, made.NOW)
        unconfirmed.put(connection, NORA, "evil.test", made.NOW)
        correspondents.wrote_to(
            connection, NORA, {"kim@cornerstone.example": "Kim Moss"}, at=made.NOW, source="outbound", most=9
        )
    with open_existing(str(tmp_path / "salver.sqlite3")) as connection:
        known = Acquaintance({}, (), made.NOW, connection)
        assert known.answer(DelegateQuestion(NORA, "desk@agency.example", made.ANN)) == Delegation(
            True, to_text(made.NOW)
        )
        assert known.answer(PinQuestion(NORA, "c_1@group.calendar.google.com")) == Pin(made.ANN)
        assert known.answer(BlockQuestion(NORA, "evil.test")) == Block(True)
        assert known.answer(LikenessQuestion(NORA, "x@cornerstones.example")) == Likeness(
            ("cornerstone.example",), reasons=("one-letter",)
        )
        found = known.answer(ContactQuestion(NORA, "kim@cornerstone.example"))
        assert isinstance(found, Contact)
        assert found.known_by == "wrote-to"
        late = Acquaintance({}, (), made.NOW + timedelta(days=500), connection)
        assert late.answer(ContactQuestion(NORA, "kim@cornerstone.example")) == Contact()
        assert late.answer(PinQuestion(None, "c_1@group.calendar.google.com")) is None


def test_several_files_together(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("Ada <ada@brightwater.example>\n")
    two.write_text("ada@brightwater.example\nbob@friend.example\n")
    assert all_contacts((str(one), str(two))) == {"ada@brightwater.example": "Ada", "bob@friend.example": None}
    with pytest.raises(OSError, match="No such file"):
        all_contacts((str(tmp_path / "nowhere"),))
