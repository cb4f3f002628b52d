"""The list: two groups, tabs, filters, search, floods, empty states, mode observe."""

from __future__ import annotations

from pathlib import Path

import pytest

from salver.store.database import Store
from tests.doors.http.house import House, invitation, settings
from tests.doors.http.inbox.test_actions import PAYMENT, contradiction, known, new, unproved
from tests.doors.http.markup import Page


def text(house: House, address: str = "/") -> str:
    answer = house.browser().get(address)
    assert answer.status_code == 200
    return Page(answer.text).text


def test_the_likely_stand_above_the_odd(house: House) -> None:
    for arrive in (contradiction, unproved, new, known):
        arrive(house)
    shown = text(house)
    marks = [
        shown.index(words)
        for words in (
            "Likely for you 2",
            "Someone you know at acme.example",
            "Someone new to you at harbourchoir.example",
            "Look twice 2",
            "Someone we cannot confirm as brightwater.example",
            "okafor-dental.example",
        )
    ]
    assert marks == sorted(marks)
    assert "We have put none of these into your calendar. The mails are in your mailbox." in shown


def test_a_row_names_only_who_was_confirmed(house: House) -> None:
    new(house)
    contradiction(house)
    shown = text(house)
    assert "Confirmed: harbourchoir.example" in shown
    assert "Claims to be helena.brandt@brightwater.example. Not confirmed." in shown
    assert "Helena Brandt" not in shown


def test_levels_narrow_the_list(house: House) -> None:
    new(house)
    contradiction(house)
    page = Page(house.browser().get("/?level=contradiction").text)
    assert "supplier payment" in page.text
    assert "Christmas" not in page.text
    assert {"/", "/?level=contradiction", "/?level=new"} <= set(page.values("href"))
    assert "None of this level." in text(house, "/?level=known")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("concert", True),
        ("CHRISTMAS", True),
        ("concert payment", False),
        ("hall", True),
        ("from:priya@", True),
        ("from:helena", False),
        ("domain:harbourchoir.example", True),
        ("domain:choir.example", False),
        ("reason:first-contact", True),
        ("reason:first", False),
        ("uid:choir-1", True),
        ("uid:choir-1 domain:other.example", False),
        ("nonsense:concert", False),
        ("<script>", False),
    ],
)
def test_search(house: House, query: str, found: bool) -> None:
    new(house)
    answer = house.browser().get("/", params={"q": query})
    page = Page(answer.text)
    assert page.complaints() == []
    assert ("Christmas concert" in page.text) is found
    assert (f"No invitation fits “{query}”." in page.text) is not found
    assert query in page.values("value")


def test_answered_ones_move_to_their_tab(house: House) -> None:
    one = new(house)
    browser = house.browser()
    browser.post(f"/invitations/{one}/actions", data={"csrf": house.csrf(), "do": "decline-silently"})
    assert "Nothing waits." in text(house)
    declined = text(house, "/?state=declined")
    assert "Christmas concert" in declined
    assert "You declined it." in declined
    assert "Declined 1" in declined
    assert "You have accepted nothing yet." in text(house, "/?state=accepted")
    assert "Christmas concert" in text(house, "/?state=all")


def test_the_first_day(house: House) -> None:
    shown = text(house)
    assert "Nothing waits." in shown
    assert "It has not seen an invitation for you yet." in shown


def test_a_flood_is_one_row(house: House) -> None:
    for n in range(6):
        house.deliver(
            invitation(uid=f"{n}@promo-week.test", organizer=f"deals{n % 2}@promo-week.test", summary=f"Offer {n}"),
            flood=True,
        )
    new(house)
    page = Page(house.browser().get("/").text)
    assert "6 invitations from 2 addresses at promo-week.test" in page.text
    assert "Offer" not in page.text
    assert "Christmas" in page.text
    (href,) = [href for href in page.values("href") if "promo-week" in href]
    opened = text(house, href)
    assert all(f"Offer {n}" in opened for n in range(6))
    assert "Christmas" not in opened


def test_a_few_are_no_flood(house: House) -> None:
    for n in range(3):
        house.deliver(invitation(uid=f"{n}@promo-week.test", summary=f"Offer {n}"), flood=True)
    assert all(f"Offer {n}" in text(house) for n in range(3))


def test_long_lists_have_further_pages(house: House) -> None:
    for n in range(103):
        house.deliver(invitation(uid=f"{n}@a.example", summary=f"Number {n:03}"))
    first = Page(house.browser().get("/").text)
    assert first.text.count("Number") == 2 * 100
    (older,) = [href for href in first.values("href") if "after=" in href]
    rest = Page(house.browser().get(older).text)
    assert rest.text.count("Number") == 2 * 3


def test_times_are_the_readers(house: House) -> None:
    house.deliver(invitation(**PAYMENT, start="20261124T080000", end="20261124T090000", zone="America/New_York"))
    assert "Tue 24 Nov, 14:00–15:00" in text(house)
    assert "Came today, 10:30" in text(house)


def test_mode_observe_says_so_everywhere(store: Store, contacts: Path) -> None:
    house = House(store, settings(contacts, mode="observe"))
    one = new(house)
    browser = house.browser()
    for address in ("/", "/?state=all", f"/invitations/{one}", "/senders", "/login", "/nowhere"):
        page = Page(browser.get(address).text)
        assert "Salver only looks (mode observe). Nothing that comes now is kept out of your calendar." in page.text, (
            address
        )
        assert "put none of these into your calendar" not in page.text
    listed = Page(browser.get("/").text)
    assert "What would wait" in listed.text
    assert "Christmas concert" in listed.text
    assert "pick" not in listed.values("name")
    assert "do" not in Page(browser.get(f"/invitations/{one}").text).values("name")


def test_mode_protect_does_not_say_so(house: House) -> None:
    assert "mode observe" not in text(house)


def test_what_came_while_looking_stays_marked(store: Store, contacts: Path) -> None:
    one = new(House(store, settings(contacts, mode="observe")))
    house = House(store, settings(contacts))
    assert "Nothing was kept out. It came while Salver only looked" in text(house, f"/invitations/{one}")
    assert "Nothing waits." in text(house)


def test_what_was_kept_back_before_still_waits_while_looking(store: Store, contacts: Path) -> None:
    kept = new(House(store, settings(contacts)))
    house = House(store, settings(contacts, mode="observe"))
    browser = house.browser()
    assert "Would wait 1" in Page(browser.get("/?state=all").text).text
    alone = Page(browser.get("/").text)
    assert "These went on" not in alone.text
    house.deliver(invitation(uid="later@a.example", summary="Came while looking"))
    page = Page(browser.get("/").text)
    marks = [
        page.text.partition("Sign out")[2].index(words)
        for words in (
            "What was not kept back went on to your mailbox",
            "Kept back before 1",
            "Christmas concert",
            "Likely for you 1",
            "Came while looking",
        )
    ]
    assert marks == sorted(marks)
    assert [attributes["value"] for _, attributes in page.tags if attributes.get("name") == "pick"] == [kept]
    assert "do" in Page(browser.get(f"/invitations/{kept}").text).values("name")
    browser.post("/bulk", data={"csrf": house.csrf(), "do": "decline-silently", "pick": kept})
    assert house.state(kept) == "declined"
    assert "Kept back before" not in text(house)


def test_a_block_that_hit_nobody_says_so(house: House) -> None:
    one, other = house.deliver(invitation(uid="c@d.example", results="none"), mail_from=""), new(house)
    browser = house.browser()
    for which in (one, other):
        fields = {"csrf": house.csrf(), "do": "block", "sure": "yes"}
        browser.post(f"/invitations/{which}/actions", data=fields)
    shown = text(house, "/?state=blocked")
    assert shown.count("Only this invitation was kept out, because nobody was confirmed.") == 1
    assert shown.count("You blocked the sender.") == 1
