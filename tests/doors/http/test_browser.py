"""The inbox in a real browser: sign in, read, accept, take back, decline; no script, no sideways scrolling."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from salver.config.schema import Http
from salver.doors.http.serve import serve_on
from salver.doors.listen import bind
from salver.store import sessions
from salver.store.database import Store
from tests.doors.http.house import House, invitation, settings
from tests.doors.http.inbox.test_actions import PAYMENT

sync_api = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (320, 390, 768, 1280)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="the browser tests need Debian's chromium package"),
]


class Served:
    """A house whose inbox listens on a real port, in a thread of its own."""

    def __init__(self, store: Store, contacts: Path) -> None:
        self._listening = bind("127.0.0.1:0", key="http.listen", door="The inbox")
        where = f"127.0.0.1:{self._listening.getsockname()[1]}"
        self.url = f"http://{where}"
        self.house = House(store, msgspec.structs.replace(settings(contacts), http=Http(listen=where)))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._task = self._loop.create_task(serve_on(self.house.app, self._listening))
        with contextlib.suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(10)
        self._listening.close()
        self._loop.close()

    def link(self) -> str:
        with self.house.store.begin() as connection:
            return f"{self.url}/login/{sessions.new_login(connection, 'nora', self.house.clock.now)}"


@pytest.fixture
def served(store: Store, contacts: Path) -> Iterator[Served]:
    running = Served(store, contacts)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, served: Served) -> Iterator[Any]:
    """A signed-in page that refuses to leave the inbox and to overlook an error of the console."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=True)
    outside: list[str] = []
    context.on(
        "request", lambda request: outside.append(request.url) if not request.url.startswith(served.url) else None
    )
    fresh = context.new_page()
    complaints: list[str] = []
    fresh.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    fresh.goto(served.link())
    fresh.get_by_role("button", name="Sign in here").click()
    yield fresh
    assert outside == []
    assert complaints == []
    context.close()


def test_sign_in_read_accept_undo_decline(page: Any, served: Served) -> None:
    one = served.house.deliver(invitation())
    page.goto(served.url)
    page.get_by_role("link", name="Christmas concert: rehearsals").click()
    assert "Someone new to you at harbourchoir.example" in page.inner_text("h1")
    assert "These match." in page.inner_text("main")
    page.get_by_role("button", name="Accept").click()
    assert served.house.state(one) == "accepted"
    assert "It goes into your calendar. The organizer is told." in page.inner_text(".toast")
    page.get_by_role("button", name="Undo").click()
    assert served.house.state(one) == "waiting"
    page.get_by_role("link", name="Christmas concert: rehearsals").click()
    page.get_by_role("button", name="Decline silently").click()
    assert served.house.state(one) == "declined"
    assert "Nobody was told. Nothing was added." in page.inner_text(".toast")
    assert "Nothing waits." in page.inner_text("main")


def test_accepting_a_contradiction_takes_two_steps(page: Any, served: Served) -> None:
    one = served.house.deliver(invitation(**PAYMENT))
    page.goto(f"{served.url}/invitations/{one}")
    page.get_by_role("link", name="Accept…").click()
    page.get_by_role("button", name="Accept").click()
    assert served.house.state(one) == "waiting"  # the browser asks for one of the two choices
    page.get_by_role("radio", name="This time only").check()
    page.get_by_role("button", name="Accept").click()
    assert served.house.state(one) == "accepted"
    assert "Nobody is told." in page.inner_text(".toast")


def test_ticking_several_shows_the_bar(page: Any, served: Served) -> None:
    ids = [served.house.deliver(invitation(uid=f"{n}@a.example", summary=f"Number {n}")) for n in range(3)]
    page.goto(served.url)
    bar = page.get_by_role("group", name="For the ones you selected")
    assert not bar.is_visible()
    page.get_by_role("checkbox", name="Select: Number 0").check()
    page.get_by_role("checkbox", name="Select: Number 2").check()
    assert bar.is_visible()
    page.get_by_role("button", name="Decline silently").click()
    assert sorted(served.house.state(one) for one in ids) == ["declined", "declined", "waiting"]


def test_more_holds_the_answers_that_ask_first(page: Any, served: Served) -> None:
    one = served.house.deliver(invitation())
    page.goto(f"{served.url}/invitations/{one}")
    block = page.get_by_role("link", name="Block…")
    assert not block.is_visible()
    page.get_by_text("More", exact=True).click()
    block.click()
    assert "priya@harbourchoir.example" in page.inner_text("main")
    page.get_by_role("button", name="Block").click()
    assert served.house.state(one) == "blocked"
    page.get_by_role("link", name="Senders").click()
    page.get_by_role("button", name="Remove").click()
    assert "You have blocked nobody." in page.inner_text("main")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways(page: Any, served: Served, scheme: str) -> None:
    long = f"evil@{'very-long-label-' * 3}x.{'another-long-label-' * 3}x.evil.example"
    ids = [
        served.house.deliver(invitation(**PAYMENT, location=f"https://evil.example/{'x' * 300}")),
        served.house.deliver(
            invitation(uid="l@x.test", organizer=long, name="\u202e" * 9, summary="W" * 400, description="M" * 900)
        ),
    ]
    addresses = ["/", "/?q=" + "y" * 200, "/senders", "/?state=all", "/login"]
    addresses += [f"/invitations/{one}" for one in ids] + [f"/invitations/{one}/confirm" for one in ids]
    page.emulate_media(color_scheme=scheme)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for address in addresses:
            page.goto(served.url + address)
            for fold in page.locator("details:not(.more) > summary").all():
                fold.click()
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{address} at {width}"


def test_main_controls_are_large_enough(page: Any, served: Served) -> None:
    one = served.house.deliver(invitation())
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{served.url}/invitations/{one}")
    for button in page.locator(".bar .btn:visible").all():
        assert button.bounding_box()["height"] >= 44


def test_nothing_is_hidden_under_the_bar_by_the_keyboard(page: Any, served: Served) -> None:
    one = served.house.deliver(invitation(**PAYMENT))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{served.url}/invitations/{one}")
    top = page.locator(".bar").bounding_box()["y"]
    for _ in range(12):
        page.keyboard.press("Tab")
        box = page.evaluate(
            "(() => { const e = document.activeElement; if (e.closest('.bar') || e === document.body) return null;"
            " const r = e.getBoundingClientRect(); return [r.top, r.bottom]; })()"
        )
        if box is not None and box[1] > 0:
            assert box[0] < top
