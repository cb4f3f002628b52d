"""CalDAV against Radicale, and against servers that lie."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

import pytest

from salver.act.caldav import CalDav, PreconditionFailed, Stored, file_name
from salver.act.dav import DavAccount
from salver.act.safe_copy import safe_copy
from salver.core.errors import CalendarError
from salver.core.limits import Limits
from tests.act.invitations import ME, calendar, event
from tests.servers.certificates import Certificates
from tests.servers.liar import liar
from tests.servers.radicale import PASSWORD, USER, Radicale

T = TypeVar("T")
COPY = safe_copy(calendar(event()), "u1@acme.example", attendee=ME, partstat="ACCEPTED")
OTHER = safe_copy(calendar(event("SUMMARY:Dinner")), "u1@acme.example", attendee=ME, partstat="ACCEPTED")


def account(server: Radicale, password: str = PASSWORD) -> DavAccount:
    return DavAccount(url=server.url, user=USER, password=password)


def run(work: Coroutine[object, object, T]) -> T:
    return asyncio.run(work)


def test_create_read_change_remove(calendar_server: Radicale) -> None:
    async def work() -> None:
        async with CalDav(account(calendar_server)) as dav:
            assert await dav.get("a.ics") is None
            etag = await dav.put("a.ics", COPY)
            assert etag is not None
            stored = await dav.get("a.ics")
            assert stored is not None
            assert stored.etag == etag
            assert b"SUMMARY:Lunch" in stored.data
            with pytest.raises(PreconditionFailed):
                await dav.put("a.ics", OTHER)
            with pytest.raises(PreconditionFailed):
                await dav.put("a.ics", OTHER, etag='"old"')
            assert await dav.put("a.ics", OTHER, etag=etag) != etag
            assert await dav.delete("a.ics")
            assert not await dav.delete("a.ics")

    run(work())


def test_the_same_event_under_another_name_is_explained(calendar_server: Radicale) -> None:
    calendar_server.put("theirs.ics", COPY.decode())

    async def work() -> None:
        async with CalDav(account(calendar_server)) as dav:
            await dav.put("ours.ics", COPY)

    with pytest.raises(CalendarError, match="already holds this event") as caught:
        run(work())
    assert not caught.value.temporary


def test_a_wrong_password_is_explained_and_not_repeated(calendar_server: Radicale) -> None:
    async def work() -> None:
        async with CalDav(account(calendar_server, "wrong secret")) as dav:
            await dav.put("a.ics", COPY)

    with pytest.raises(CalendarError, match="user name and password") as caught:
        run(work())
    assert not caught.value.temporary
    assert "wrong secret" not in f"{caught.value!r}{caught.value.private}{account(calendar_server, 'wrong secret')!r}"


def test_nobody_there_is_temporary() -> None:
    async def work() -> None:
        async with CalDav(DavAccount(url="http://127.0.0.1:9/x/")) as dav:
            await dav.put("a.ics", COPY)

    with pytest.raises(CalendarError, match="does not answer") as caught:
        run(work())
    assert caught.value.temporary


@pytest.mark.parametrize(
    ("status", "body", "words", "temporary"),
    [
        (302, b"", "another address", False),
        (403, b"", "does not let us write", False),
        (403, b"<C:max-attendees-per-instance/>", "more guests", False),
        (404, b"", "no calendar at the configured address", False),
        (409, b"<C:no-uid-conflict/>", "already holds this event", False),
        (413, b"", "larger than", False),
        (415, b"", "refused", False),
        (429, b"", "has a problem", True),
        (500, b"", "has a problem", True),
        (503, b"", "has a problem", True),
        (507, b"", "no room left", True),
    ],
)
def test_every_answer_becomes_a_sentence(status: int, body: bytes, words: str, temporary: bool) -> None:
    with liar(status, body, Location="http://127.0.0.1:9/stolen") as (url, seen):

        async def work() -> None:
            async with CalDav(DavAccount(url=url, user="nora", password="x")) as dav:
                await dav.put("a.ics", COPY)

        with pytest.raises(CalendarError, match=words) as caught:
            run(work())
    assert caught.value.temporary is temporary
    assert len(seen) == 1


def test_removal_is_silent_towards_the_organizer() -> None:
    with liar(204) as (url, seen):

        async def work() -> None:
            async with CalDav(DavAccount(url=url)) as dav:
                await dav.delete("a.ics", etag='"1"')

        run(work())
    assert "'schedule-reply': 'F'" in seen[0].lower().replace("': 'f'", "': 'F'")
    assert "'if-match': '\"1\"'" in seen[0].lower()


def test_an_endless_answer_is_cut() -> None:
    with liar(200, b"x" * 100_000) as (url, _):

        async def work() -> Stored | None:
            async with CalDav(DavAccount(url=url), Limits(calendar_bytes=1000)) as dav:
                return await dav.get("a.ics")

        stored = run(work())
    assert stored is not None
    assert len(stored.data) < 100_000


@pytest.mark.parametrize(
    "url",
    [
        "http://dav.example/cal/",
        "ftp://dav.example/cal/",
        "https://nora:secret@dav.example/cal/",
        "https:///cal/",
        "https://dav.example/cal/?x=1",
        "http://127.0.0.1.evil.example/cal/",
    ],
)
def test_an_unsafe_address_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(CalendarError, match="cannot be used") as caught:
        CalDav(DavAccount(url=url))
    assert "secret" not in caught.value.public


def test_a_certificate_nobody_vouches_for_is_refused(certificates: Certificates) -> None:
    async def serve(ca_file: str | None) -> None:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=certificates.server_context())
        port = server.sockets[0].getsockname()[1]
        async with server, CalDav(DavAccount(url=f"https://localhost:{port}/cal", ca_file=ca_file)) as dav:
            assert await dav.get("a.ics") is None

    with pytest.raises(CalendarError, match="does not prove") as caught:
        run(serve(None))
    assert not caught.value.temporary
    run(serve(str(certificates.authority)))
    with pytest.raises(CalendarError, match="ca_file"):
        run(serve("/no/such/file.pem"))


def test_file_names_are_ours() -> None:
    names = {
        file_name("nora", "../../etc/passwd", None),
        file_name("nora", "u1", "ann@acme.example"),
        file_name("otto", "u1", "ann@acme.example"),
        file_name("nora", "u1", None),
        file_name("no", "rau1", None),
    }
    assert len(names) == 5
    assert all(name.removeprefix("salver-").removesuffix(".ics").isalnum() for name in names)
    assert file_name("nora", "u1", "Ann@acme.example") == file_name("nora", "u1", "ann@acme.example")
