"""A real browser does the whole job against real servers: signs in, reads, accepts, takes back, declines.

The house is the one of the demonstration: Radicale, two mail servers, ``salver serve``.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from salver.store.database import open_store
from scripts.demonstration.house import House, house
from scripts.demonstration.person import sign_in_link
from scripts.demonstration.play import answer_word, calendar_entries, send, wait_until_sent
from scripts.demonstration.story import Story, story

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        except Error as error:
            pytest.skip(f"Chromium does not start here: {error.message.splitlines()[0]}")
        yield running
        running.close()


class Visit:
    """One page of a signed-in browser that writes down what must not happen."""

    def __init__(self, browser: Browser, running: House, *, width: int = 1280, script: bool = False) -> None:
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        self.page: Page = context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.goto(sign_in_link(running))
        self.page.get_by_role("button").first.click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Waiting for you")

    def open(self, title: str) -> Page:
        self.page.get_by_role("link", name=title, exact=True).click()
        return self.page


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[House, Story]]:
    with house() as started:
        acts = story(datetime.now(UTC))
        send(started, acts.first[:6])
        yield started, acts


def test_sign_in_read_accept_undo_decline(browser: Browser, running: tuple[House, Story]) -> None:
    started, acts = running
    visit = Visit(browser, started)
    page = visit.page
    expect(page.get_by_role("link", name="Plan for January")).to_be_visible()

    visit.open("Urgent: supplier payment call")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Someone we cannot confirm as brightwater.example")
    expect(page.get_by_text("These do not match.")).to_be_visible()
    page.get_by_role("link", name="Waiting").first.click()

    visit.open("Plan for January")
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Accepted.")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Plan for January")).to_be_visible()

    visit.open("Plan for January")
    page.get_by_role("button", name="Accept", exact=True).click()
    visit.open("Christmas concert: rehearsals")
    page.get_by_role("button", name="Decline silently").click()
    expect(page.get_by_role("status").first).to_contain_text("Declined silently.")
    visit.open("Interview: garden project")
    page.locator("details.more > summary").click()
    page.get_by_role("link", name="Decline and tell them").click()
    page.get_by_role("button", name="Decline and tell them").click()
    expect(page.get_by_role("link", name="Interview: garden project")).to_have_count(0)

    store = open_store(f"sqlite:///{started.store}")
    wait_until_sent(store)
    store.close()
    start = acts.plan.start.strftime("%Y%m%dT%H%M%SZ")
    assert calendar_entries(started) == [f"Plan for January | {start} | Room 4"]
    assert sorted((mail.rcpt_to, answer_word(mail.content)) for mail in started.submission.mail) == [
        (("anna.keller@acme.example",), "ACCEPTED"),
        (("jonas.weiss@greenstreet.example",), "DECLINED"),
    ]
    assert visit.complaints == []
    assert [url for url in visit.asked if not url.startswith(started.inbox)] == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_scrolls_sideways(browser: Browser, running: tuple[House, Story], width: int) -> None:
    started, _ = running
    visit = Visit(browser, started, width=width, script=True)
    page = visit.page
    pages = [started.inbox + "/", started.inbox + "/senders", started.inbox + "/?state=all"]
    visit.open("Urgent: supplier payment call")
    pages += [page.url, page.url + "/confirm?do=accept", page.url + "/confirm?do=block"]
    for address in pages:
        page.goto(address)
        inner, outer = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert inner <= outer, f"{address} is {inner} px wide in {outer} px"


def test_a_session_ends_where_it_is_ended(browser: Browser, running: tuple[House, Story]) -> None:
    visit = Visit(browser, running[0])
    visit.page.get_by_role("button", name="Sign out").click()
    visit.page.goto(running[0].inbox + "/")
    expect(visit.page.get_by_role("link", name="Plan for January")).to_have_count(0)
