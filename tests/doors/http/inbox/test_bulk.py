"""Answering several at once: only silently, only what waits, and no more than can be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from salver.core.limits import DEFAULT_LIMITS
from salver.store.database import Store
from tests.doors.http.house import House, invitation, settings
from tests.doors.http.inbox.test_actions import new
from tests.doors.http.markup import Page


def test_several_at_once(house: House) -> None:
    ids = [house.deliver(invitation(uid=f"{n}@a.example")) for n in range(3)]
    browser = house.browser()
    done = browser.post("/bulk", data={"csrf": house.csrf(), "do": "decline-silently", "pick": ids})
    assert [house.state(one) for one in ids] == ["declined"] * 3
    page = Page(browser.get(done.headers["location"]).text)
    assert "3: declined silently. Nobody was told." in page.text
    taken = [attributes["value"] for tag, attributes in page.tags if attributes.get("name") == "decision"]
    back = browser.post("/decisions/undo", data={"csrf": house.csrf(), "decision": taken})
    assert back.status_code == 303
    assert [house.state(one) for one in ids] == ["waiting"] * 3


def test_one_tick_may_stand_for_a_flood(house: House) -> None:
    ids = [house.deliver(invitation(uid=f"{n}@a.example"), flood=True) for n in range(5)]
    browser = house.browser()
    page = Page(browser.get("/").text)
    (pick,) = [attributes["value"] for _, attributes in page.tags if attributes.get("name") == "pick"]
    browser.post("/bulk", data={"csrf": house.csrf(), "do": "decline-silently", "pick": pick})
    assert [house.state(one) for one in ids] == ["declined"] * 5


def test_blocking_several_asks_first(house: House) -> None:
    ids = [house.deliver(invitation(uid=f"{n}@a.example", organizer=f"a{n}@spam.example")) for n in range(2)]
    browser = house.browser()
    fields: dict[str, Any] = {"csrf": house.csrf(), "do": "block", "pick": ids}
    asked = browser.post("/bulk", data=fields)
    assert asked.status_code == 200
    page = Page(asked.text)
    assert "a0@spam.example" in page.text
    assert "What comes confirmed from their senders is kept out from now on." in page.text
    assert [house.state(one) for one in ids] == ["waiting"] * 2
    done = browser.post("/bulk", data=fields | {"sure": "yes"})
    assert [house.state(one) for one in ids] == ["blocked"] * 2
    told = Page(browser.get(done.headers["location"]).text).text
    assert "2: blocked. What comes confirmed from these senders is kept out from now on." in told


def test_blocking_several_of_whom_not_all_were_confirmed(house: House) -> None:
    forged = [house.deliver(invitation(uid=f"{n}@f.example", results="none"), mail_from="") for n in range(2)]
    browser = house.browser()
    fields: dict[str, Any] = {"csrf": house.csrf(), "do": "block", "pick": forged}
    asked = Page(browser.post("/bulk", data=fields).text).text
    assert "Nobody who sent them was confirmed, so only these are kept out." in asked
    assert "under Senders" not in asked
    fields["pick"] = [*forged, house.deliver(invitation(uid="s@s.example", organizer="a@spam.example"))]
    asked = Page(browser.post("/bulk", data=fields).text).text
    assert "For 1 of them the sender was confirmed: what comes confirmed from there is kept out from now on." in asked
    done = browser.post("/bulk", data=fields | {"sure": "yes"})
    told = Page(browser.get(done.headers["location"]).text).text
    assert "What comes confirmed from 1 of these senders is kept out from now on." in told


def test_blocking_several_of_whom_nobody_was_confirmed(house: House) -> None:
    made = [invitation(uid=f"{n}@f.example", results="none", sent_from="bounce@mail.test") for n in range(2)]
    forged = [house.deliver(one) for one in made]
    browser = house.browser()
    fields: dict[str, Any] = {"csrf": house.csrf(), "do": "block", "pick": forged}
    asked = Page(browser.post("/bulk", data=fields).text).text
    assert "so what comes unconfirmed from the same mail domains is kept out from now on." in asked
    done = browser.post("/bulk", data=fields | {"sure": "yes"})
    assert [house.state(one) for one in forged] == ["blocked"] * 2
    assert "what comes unconfirmed from the same mail domain" in Page(browser.get(done.headers["location"]).text).text


def test_no_more_at_once_than_can_be_taken_back(store: Store, contacts: Path) -> None:
    limits = msgspec.structs.replace(DEFAULT_LIMITS, undo_together=2)
    house = House(store, settings(contacts), limits)
    ids = [house.deliver(invitation(uid=f"{n}@a.example")) for n in range(3)]
    browser = house.browser()
    done = browser.post("/bulk", data={"csrf": house.csrf(), "do": "decline-silently", "pick": ids})
    assert [house.state(one) for one in ids] == ["declined", "declined", "waiting"]
    assert "2: declined silently." in Page(browser.get(done.headers["location"]).text).text


@pytest.mark.parametrize("do", ["accept", "release", "decline-and-tell", "report", ""])
def test_several_at_once_only_silently(house: House, do: str) -> None:
    one = new(house)
    refused = house.browser().post("/bulk", data={"csrf": house.csrf(), "do": do, "pick": one})
    assert refused.status_code == 400
    assert house.state(one) == "waiting"


def test_nothing_ticked(house: House) -> None:
    refused = house.browser().post("/bulk", data={"csrf": house.csrf(), "do": "block"})
    assert refused.status_code == 400
    assert "Nothing was ticked." in refused.text
