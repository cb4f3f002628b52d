"""One press: X may send for Y."""

from __future__ import annotations

from typing import Any

from salver.store import delegates
from tests.doors.http.house import House, invitation
from tests.doors.http.markup import Page

BOSS, DESK = "boss@acme.example", "desk@agency.example"
SENTENCE = f"Do you know that {DESK} sends invitations for {BOSS}?"


def by_assistant(house: House, uid: str = "u1@acme.example", **more: Any) -> str:
    raw = invitation(uid=uid, organizer=BOSS, author=DESK, name="Boss", **more)
    return house.deliver(raw.replace(b"ORGANIZER;", f'ORGANIZER;SENT-BY="mailto:{DESK}";'.encode()), mail_from=DESK)


def detail(browser: Any, one: str) -> Page:
    return Page(browser.get(f"/invitations/{one}").text)


def press(house: House, browser: Any, one: str, do: str, csrf: str | None = None) -> int:
    data = {"csrf": csrf or house.csrf(), "do": do}
    return int(browser.post(f"/invitations/{one}/delegate", data=data).status_code)


def approved(house: House, person: str = "nora") -> list[tuple[str, str]]:
    with house.store.read() as connection:
        return [(one.sent_by, one.organizer) for one in delegates.listing(connection, person)]


def test_a_pair_is_approved_by_one_press_and_taken_back_by_another(house: House) -> None:
    one = by_assistant(house)
    browser = house.browser()
    assert SENTENCE in detail(browser, one).text
    assert press(house, browser, one, "approve") == 303
    assert approved(house) == [(DESK, BOSS)]
    assert f"You said that {DESK} may send for {BOSS}." in detail(browser, one).text
    assert press(house, browser, one, "remove") == 303
    assert approved(house) == []
    assert SENTENCE in detail(browser, one).text


def test_afterwards_nothing_is_asked_about_the_pair(house: House) -> None:
    browser = house.browser()
    press(house, browser, by_assistant(house), "approve")
    text = detail(browser, by_assistant(house, "u2@acme.example")).text
    assert "sent-by-not-approved" not in text
    assert "may send for" not in text


def test_it_counts_only_when_the_one_who_sends_is_confirmed(house: House) -> None:
    browser = house.browser()
    press(house, browser, by_assistant(house), "approve")
    forged = by_assistant(house, "u3@acme.example", results="fail")
    assert "sent-by-not-approved" in detail(browser, forged).text


def test_a_page_without_such_a_claim_offers_and_takes_nothing(house: House) -> None:
    one = house.deliver(invitation())
    browser = house.browser()
    assert "may send for" not in detail(browser, one).text
    assert press(house, browser, one, "approve") == 400
    assert press(house, browser, "01ARZ3NDEKTSV4RRFFQ69G5FAV", "approve") == 400


def test_nobody_approves_for_somebody_else_or_without_the_token(house: House) -> None:
    one = by_assistant(house)
    otto = house.browser("otto")
    assert press(house, otto, one, "approve", house.csrf("otto")) == 400
    browser = house.browser()
    assert press(house, browser, one, "approve", "wrong") == 403
    assert browser.get(f"/invitations/{one}/delegate").status_code == 405
    assert approved(house) == approved(house, "otto") == []
