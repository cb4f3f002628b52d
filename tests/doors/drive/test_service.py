"""What a running service answers about people."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from salver.config.people import People
from salver.config.schema import PersonSection, Rates, Settings
from salver.doors.drive.rates import RateCounter
from salver.doors.drive.service import ServiceAnswers
from salver.observe.question import (
    Answer,
    Block,
    BlockQuestion,
    Contact,
    ContactQuestion,
    DelegateQuestion,
    Delegation,
    Likeness,
    LikenessQuestion,
    Pin,
    PinQuestion,
    Question,
    Unavailable,
)
from salver.store import delegates, pins, unconfirmed
from salver.store.database import Store, open_store
from salver.store.times import to_text
from tests.store import made

ASSISTANT, CALENDAR = "assistant@agency.example", "c_1@group.calendar.google.com"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'salver.sqlite3'}")
    yield opened
    opened.close()


def service(store: Store, **keys: str) -> ServiceAnswers:
    people = People(Settings(people={"nora": PersonSection(addresses=("nora@home.example",), **keys)}))
    return ServiceAnswers(store, people, RateCounter(Rates()), clock=lambda: made.NOW)


def ask(answers: ServiceAnswers, question: Question) -> Answer:
    return asyncio.run(answers(frozenset({question})))[question]


def test_pairs_pins_and_blocks(store: Store) -> None:
    answers = service(store)
    pair, calendar = DelegateQuestion("nora", ASSISTANT, made.ANN), PinQuestion("nora", CALENDAR)
    domain = BlockQuestion("nora", "evil.test")
    assert [ask(answers, one) for one in (pair, calendar, domain)] == [Delegation(), Pin(), Block()]
    with store.begin() as connection:
        delegates.approve(connection, "nora", ASSISTANT, made.ANN, made.NOW)
        pins.keep(connection, "nora", CALENDAR, made.ANN, made.NOW)
        unconfirmed.put(connection, "nora", "evil.test", made.NOW)
    assert ask(answers, pair) == Delegation(True, to_text(made.NOW))
    assert ask(answers, calendar) == Pin(made.ANN)
    assert ask(answers, domain) == Block(True)


def test_likeness_and_contacts(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "contacts"
    file.write_text("Ada Berg <ada@brightwater.example>\n")
    answers = service(store, contacts_file=str(file))
    assert ask(answers, ContactQuestion("nora", "ada@brightwater.example")) == Contact(
        "contacts", rests_on="They stand in your contacts file."
    )
    alike = ask(answers, LikenessQuestion("nora", "x@brightwaters.example", "ada berg"))
    assert alike == Likeness(("brightwater.example",), ("ada@brightwater.example",), ("one-letter",))
    file.unlink()
    assert ask(answers, ContactQuestion("nora", "eve@evil.test")) == Unavailable(
        "temporary", "The contacts file cannot be read."
    )


def test_without_a_person_nobody_is_asked(store: Store) -> None:
    answers = service(store)
    for question in (
        ContactQuestion(None, made.ANN),
        LikenessQuestion(None, made.ANN),
        DelegateQuestion(None, ASSISTANT, made.ANN),
        PinQuestion(None, CALENDAR),
        BlockQuestion(None, "evil.test"),
    ):
        assert ask(answers, question) == Unavailable("not-asked", "not-asked")
