"""Signing in by a link that works once, and saying nothing about who exists."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select

from salver.config.schema import Http
from salver.store import sessions
from salver.store.database import Store
from salver.store.schema import logins
from tests.doors.http.house import NORA, House, settings
from tests.doors.http.markup import Page


def link(house: House, person: str = "nora") -> str:
    with house.store.begin() as connection:
        return sessions.new_login(connection, person, house.clock.now)


def waiting_links(house: House) -> int:
    with house.store.read() as connection:
        return connection.execute(select(func.count()).select_from(logins)).scalar_one()


def test_looking_at_a_link_does_not_spend_it(house: House) -> None:
    token = link(house)
    browser = house.browser(None)
    for _ in range(3):
        page = Page(browser.get(f"/login/{token}").text)
        assert "Sign in here" in page.text
    assert browser.post(f"/login/{token}").headers["location"] == "/"


def test_a_link_signs_in_once(house: House) -> None:
    token = link(house)
    first, second = house.browser(None), house.browser(None)
    assert first.post(f"/login/{token}").status_code == 303
    assert first.get("/").status_code == 200
    again = second.post(f"/login/{token}")
    assert again.status_code == 403
    assert "does not work any more" in again.text
    assert second.get("/").status_code == 303


def test_a_link_is_old_after_ten_minutes(house: House) -> None:
    token = link(house)
    house.clock.advance(minutes=10)
    assert house.browser(None).post(f"/login/{token}").status_code == 403


@pytest.mark.parametrize("token", ["x", "%00", "%22%3E%3Cscript%3E", "..", "a%2Fb"])
def test_unknown_links(house: House, token: str) -> None:
    browser = house.browser(None)
    assert browser.post(f"/login/{token}").status_code in (403, 404, 405)
    assert Page(browser.get(f"/login/{token}").text).complaints() == []


def test_a_link_cannot_be_used_from_another_site(house: House) -> None:
    token = link(house)
    browser = house.browser(None)
    assert browser.post(f"/login/{token}", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browser.post(f"/login/{token}", headers={"sec-fetch-site": "same-origin"}).status_code == 303


def test_the_cookie_is_for_us_alone(house: House) -> None:
    cookie = house.browser(None).post(f"/login/{link(house)}").headers["set-cookie"].lower()
    assert cookie.startswith("salver=")
    for part in ("httponly", "samesite=strict", "path=/", "max-age=2592000"):
        assert part in cookie
    assert "secure" not in cookie
    assert "domain" not in cookie


def test_the_cookie_behind_https(store: Store, contacts: Path) -> None:
    plain = settings(contacts)
    public = Http(listen="127.0.0.1:8025", public_url="https://salver.home.example")
    house = House(store, msgspec.structs.replace(plain, http=public))
    cookie = house.browser(None).post(f"/login/{link(house)}").headers["set-cookie"].lower()
    assert cookie.startswith("__host-salver=")
    assert "secure" in cookie


def test_an_answer_keeps_the_session_alive(house: House) -> None:
    browser = house.browser()
    house.clock.advance(days=20)
    moved = browser.post("/senders/remove", data={"csrf": house.csrf(), "remove": "a@b.example"})
    assert moved.headers["set-cookie"].startswith("salver=")
    house.clock.advance(days=20)
    assert browser.get("/").status_code == 200
    house.clock.advance(days=11)
    assert browser.get("/").status_code == 303


def test_signing_out(house: House) -> None:
    browser = house.browser()
    kept = browser.cookies["salver"]
    out = browser.post("/logout", data={"csrf": house.csrf()})
    assert out.headers["location"] == "/login"
    browser.cookies.set("salver", kept, domain="127.0.0.1")
    assert browser.get("/").status_code == 303


def test_the_same_page_whoever_asks(house: House) -> None:
    browser = house.browser(None)
    pages = [
        browser.post("/login", data={"address": address})
        for address in (NORA, "nobody@home.example", "", "not an address", "nora@home.example\r\nBcc: x@y.example")
    ]
    assert {page.status_code for page in pages} == {200}
    assert len({page.text for page in pages}) == 1
    assert [person for person, _ in house.links] == ["nora"]


def test_the_link_that_is_sent_signs_in(house: House) -> None:
    browser = house.browser(None)
    browser.post("/login", data={"address": " Nora@Home.example "})
    ((person, sent),) = house.links
    assert person == "nora"
    assert sent.startswith("http://127.0.0.1:8025/login/")
    assert browser.post(sent.removeprefix("http://127.0.0.1:8025")).status_code == 303
    assert "Nora Lind" in browser.get("/").text


def test_nobody_gets_a_heap_of_links(house: House) -> None:
    browser = house.browser(None)
    texts = {browser.post("/login", data={"address": NORA}).text for _ in range(9)}
    assert len(texts) == 1
    assert len(house.links) == 5


def test_a_failing_sender_shows_nothing(house: House, caplog: pytest.LogCaptureFixture) -> None:
    def fail(person: str, address: str) -> None:
        raise RuntimeError(address)

    house.app.state.desk.send_login = fail
    answer = house.browser(None).post("/login", data={"address": NORA})
    assert answer.status_code == 200
    assert "RuntimeError" in caplog.text
    assert "/login/" not in caplog.text


def test_without_a_way_to_send_the_page_says_so(house: House) -> None:
    house.app.state.desk.send_login = None
    browser = house.browser(None)
    page = Page(browser.get("/login").text)
    assert "salver open" in page.text
    assert "address" not in page.values("name")
    browser.post("/login", data={"address": NORA})
    assert waiting_links(house) == 0


def test_a_form_to_sign_in_from_elsewhere(house: House) -> None:
    answer = house.browser(None).post("/login", data={"address": NORA}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert house.links == []
