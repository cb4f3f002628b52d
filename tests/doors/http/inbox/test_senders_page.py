"""Who is known and who is kept out: each entry with what it rests on, and taking it back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from salver.config.schema import Gate, Smtp
from salver.store import (
    address_books,
    correspondents,
    delegates,
    pins,
    senders,
    sent_folders,
    unconfirmed,
)
from salver.store.address_books import Card
from salver.store.database import Store
from tests.doors.http.house import NOW, House, invitation, settings
from tests.doors.http.markup import Page

BOOK = "https://dav.home.example/nora/contacts/"


def page(house: House, browser: Any = None, find: str = "") -> Page:
    return Page((browser or house.browser()).get("/senders", params={"find": find} if find else {}).text)


def remove(house: House, browser: Any, value: str, **more: str) -> int:
    done = browser.post("/senders/remove", data={"csrf": house.csrf(), "remove": value, **more})
    return int(done.status_code)


def fill(house: House) -> None:
    with house.store.begin() as connection:
        senders.set_word(connection, "nora", "@evil.test", "blocked", NOW - timedelta(days=3))
        senders.set_word(connection, "nora", "priya@harbourchoir.example", "allowed", NOW - timedelta(days=2))
        unconfirmed.put(connection, "nora", "forged.test", NOW)
        delegates.approve(connection, "nora", "desk@agency.example", "boss@acme.example", NOW)
        pins.keep(connection, "nora", "c_1@group.calendar.google.com", "ada@school.example", NOW)
        correspondents.wrote_to(
            connection, "nora", {"pen@friend.example": "Pen <b>Pal</b>"}, at=NOW, source="sent-folder", most=9
        )


def test_every_entry_says_what_it_rests_on_since_when_and_until_when(house: House) -> None:
    fill(house)
    text = page(house).text
    for sentence in (
        "Blocked (1)",
        "Everybody at evil.test You blocked it. Since Thu 19 Nov, 10:30. No end.",
        "priya@harbourchoir.example You allowed them from now on. Since Fri 20 Nov, 10:30. Ends on Sat 25 Dec 2027.",
        "What comes unconfirmed from forged.test You blocked something where nobody was confirmed.",
        "desk@agency.example may send for boss@acme.example You said so.",
        "The calendar c_1@group.calendar.google.com stands for ada@school.example",
        "People you wrote to (1)",
        "A mail to them lies in your Sent folder. Since today, 10:30. Ends on Mon 27 Dec 2027.",
        "only when the address is confirmed",
        "Your contacts (",
        "Look somebody up to see their entry.",
    ):
        assert sentence in text, sentence


def test_names_from_mail_are_shown_as_text(house: House) -> None:
    fill(house)
    html = house.browser().get("/senders").text
    assert "<b>Pal" not in html
    assert "Pen &lt;b&gt;Pal" in html


@pytest.mark.parametrize(
    ("value", "more"),
    [
        ("@evil.test", {}),
        ("priya@harbourchoir.example", {"kind": "word"}),
        ("forged.test", {"kind": "unconfirmed"}),
        ("desk@agency.example", {"kind": "delegate", "second": "boss@acme.example"}),
        ("c_1@group.calendar.google.com", {"kind": "pin"}),
        ("pen@friend.example", {"kind": "wrote-to"}),
    ],
)
def test_every_entry_can_be_taken_back_by_whose_it_is(house: House, value: str, more: dict[str, str]) -> None:
    fill(house)
    otto = house.browser("otto")
    otto.post("/senders/remove", data={"csrf": house.csrf("otto"), "remove": value, **more})
    browser = house.browser()
    shown = value.removeprefix("@")
    assert shown in page(house, browser).text
    assert remove(house, browser, value, **more) == 303
    assert shown not in page(house, browser).text


@pytest.mark.parametrize("fields", [{"remove": ""}, {"remove": "x@y.test", "kind": "nonsense"}])
def test_an_entry_that_is_not_named_is_refused(house: House, fields: dict[str, str]) -> None:
    browser = house.browser()
    assert browser.post("/senders/remove", data={"csrf": house.csrf(), **fields}).status_code == 400


def test_nothing_changes_without_the_token(house: House) -> None:
    fill(house)
    browser = house.browser()
    assert browser.post("/senders/remove", data={"remove": "@evil.test"}).status_code == 403
    assert "evil.test" in page(house, browser).text


def test_looking_somebody_up(house: House) -> None:
    fill(house)
    text = page(house, find="FRIEND.example").text
    assert "pen@friend.example" in text
    assert "Everybody at evil.test" not in text
    contact = page(house, find="keller").text
    assert "anna.keller@acme.example They stand in your contacts file. It ends when you take them out there." in contact
    assert "Nobody of that name." in page(house, find="zzz").text


def test_a_long_list_is_shortened(store: Store, contacts: Path) -> None:
    house = House(store, settings(contacts))
    most = house.app.state.desk.limits.page_rows
    with house.store.begin() as connection:
        names = {f"p{number:03}@friend.example": None for number in range(most + 5)}
        correspondents.wrote_to(connection, "nora", names, at=NOW, source="outbound", most=1_000)
    text = page(house).text
    assert f"People you wrote to ({most + 5})" in text
    assert f"These are the first {most}. Look somebody up to see others." in text
    assert f"p{most + 1:03}@friend.example" not in text
    assert f"p{most + 1:03}@friend.example" in page(house, find=f"p{most + 1:03}").text


def test_what_has_ended_is_said_to_have(house: House) -> None:
    with house.store.begin() as connection:
        senders.set_word(connection, "nora", "old@friend.example", "allowed", NOW - timedelta(days=500))
        correspondents.wrote_to(
            connection, "nora", {"pen@friend.example": None}, at=NOW - timedelta(days=500), source="outbound", most=9
        )
    text = page(house).text
    assert "The address old@friend.example You allowed them from now on." in text
    assert "Ended on" in text
    assert "pen@friend.example" not in text


def test_where_we_look_and_whether_it_works(store: Store, contacts: Path, tmp_path: Path) -> None:
    base = settings(contacts)
    nora = msgspec.structs.replace(base.people["nora"], carddav_url=BOOK, sent_folder=str(tmp_path / "Sent"))
    house = House(
        store,
        msgspec.structs.replace(
            base,
            people={"nora": nora, "otto": base.people["otto"]},
            gate=Gate(mode="protect", colleagues=True),
            smtp=Smtp(next_hop="127.0.0.1:10026", outbound_listen="127.0.0.1:10027"),
        ),
    )
    text = page(house).text
    assert "Your contacts file It is read whenever it changes." in text
    assert "Your address book at dav.home.example It was not read yet." in text
    assert "Your Sent folder It was not read yet." in text
    assert "Whom at least 5 of you know is known to everybody. Nobody is named." in text
    with store.begin() as connection:
        cards = {"/1": Card("1", "Ben", ("ben@friend.example",))}
        address_books.keep(connection, "nora", BOOK, None, cards, NOW)
        address_books.failed(connection, "nora", BOOK, "The CardDAV server does not answer.", NOW)
        sent_folders.put(connection, "nora", str(tmp_path / "Sent"), 0, NOW, "The Sent folder cannot be read: gone.")
    contacts.unlink()
    text = page(house).text
    assert "The CardDAV server does not answer. The copy from before still counts. Last tried today, 10:30." in text
    assert "The Sent folder cannot be read: gone. Last tried today, 10:30. What is known stays known." in text
    assert "The contacts file cannot be read." in text
    assert "ben@friend.example" in page(house, find="ben").text


def test_a_guest_without_configuration_sees_an_empty_page(house: House) -> None:
    text = page(house, house.browser("guest@home.example")).text
    assert "You have blocked nobody." in text
    assert "Nowhere yet." in text


def from_group_calendar(person: str, uid: str) -> bytes:
    raw = invitation(uid=uid, organizer="c_1@group.calendar.google.com", author=person, name="School")
    return raw.replace(b"; dkim=pass header.d=", b"; dkim=pass header.d=google.com; dkim=pass header.d=", 1)


def test_an_accepted_event_of_a_group_calendar_pins_it_and_another_persons_is_noticed(house: House) -> None:
    browser = house.browser()
    one = house.deliver(from_group_calendar("ada@gmail.com", "g1@google.com"), mail_from="ada@gmail.com")
    assert "None so far." in page(house, browser).text
    browser.post(f"/invitations/{one}/actions", data={"csrf": house.csrf(), "do": "accept", "how": "once"})
    assert house.state(one) == "accepted"
    assert "The calendar c_1@group.calendar.google.com stands for ada@gmail.com" in page(house, browser).text
    same = house.deliver(from_group_calendar("ada@gmail.com", "g2@google.com"), mail_from="ada@gmail.com")
    other = house.deliver(from_group_calendar("eve@gmail.com", "g3@google.com"), mail_from="eve@gmail.com")
    codes = [set(Page(browser.get(f"/invitations/{each}").text).text.split()) for each in (same, other)]
    assert "organizer-changed" not in codes[0]
    assert "organizer-changed" in codes[1]
