"""What CalDAV and CardDAV have in common: one connection, and one sentence for every answer."""

from __future__ import annotations

import asyncio

import pytest

from salver.act.dav import DavAccount, DavAnswer, DavConnection
from salver.core.errors import CalendarError
from salver.core.limits import Limits
from tests.servers.liar import liar


class Shelf(DavConnection):
    server = "The shelf server"
    collection = "The shelf"
    error = CalendarError


def ask(url: str, *, most: int = 100) -> DavAnswer:
    async def work() -> DavAnswer:
        async with Shelf(DavAccount(url=url, user="nora", password="secret"), Limits()) as shelf:
            return await shelf.ask("GET", url, None, {"X-Asked": "yes"}, most=most)

    return asyncio.run(work())


def test_no_more_is_read_than_is_allowed() -> None:
    with liar(200, b"x" * 200_000) as (url, seen):
        answer = ask(url)
    assert not answer.whole
    assert 100 < len(answer.body) < 200_000
    assert "'X-Asked': 'yes'" in seen[0]
    with liar(200, b"short") as (url, _):
        assert ask(url)[0::2] == (200, b"short")


@pytest.mark.parametrize(
    ("status", "words", "temporary"),
    [
        (302, "sends us to another address", False),
        (401, "does not accept our user name", False),
        (404, "Nothing there", False),
        (418, "refused the request", False),
        (503, "has a problem", True),
    ],
)
def test_a_status_is_one_sentence(status: int, words: str, temporary: bool) -> None:
    shelf = Shelf(DavAccount(url="https://dav.example/x/"), Limits())
    with pytest.raises(CalendarError, match=words) as caught:
        shelf.raise_for(status, {404: "Nothing there."})
    assert caught.value.temporary is temporary
    shelf.raise_for(207, {})


@pytest.mark.parametrize("url", ["http://dav.example/", "https://a:secret@dav.example/", "https://dav.example/?x=1"])
def test_an_address_that_is_not_plain_and_safe_is_never_asked(url: str) -> None:
    with pytest.raises(CalendarError, match="The shelf's address cannot be used") as caught:
        Shelf(DavAccount(url=url), Limits())
    assert "secret" not in caught.value.public


def test_an_account_shows_no_password() -> None:
    assert repr(DavAccount(url="https://dav.example/", password="secret")) == "DavAccount('https://dav.example/')"
