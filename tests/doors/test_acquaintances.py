"""The background reader: address books and Sent folders, in good times and in bad."""

from __future__ import annotations

import asyncio
import mailbox
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from salver.config.people import People
from salver.config.schema import Gate, PersonSection, Retention, Settings
from salver.core.limits import Limits
from salver.doors.acquaintances import Acquaintances, terms_of
from salver.doors.drive.contacts import IN_BOOK, ContactSources
from salver.store import address_books, correspondents, sent_folders
from salver.store.database import Store, open_store
from salver.store.times import utc_now
from tests.servers.radicale import PASSWORD, USER, Radicale, radicale

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:anna\r\nFN:Anna\r\nN:;Anna;;;\r\nEMAIL:anna@friend.example\r\nEND:VCARD\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'salver.sqlite3'}")
    yield opened
    opened.close()


def house(store: Store, **keys: str) -> tuple[Acquaintances, People]:
    settings = Settings(people={"nora": PersonSection(addresses=("nora@home.example",), **keys)})
    people = People(settings)
    return Acquaintances(store, settings, people, limits=Limits(remote_seconds=2)), people


def with_book(store: Store, url: str, folder: Path) -> tuple[Acquaintances, People]:
    password = folder / "password"
    password.write_text(f"{PASSWORD}\n")
    return house(store, carddav_url=url, carddav_user=USER, carddav_password_file=str(password))


def looked_up(store: Store, people: People, address: str) -> tuple[str | None, str | None]:
    with store.read() as connection:
        found = ContactSources(people).look_up(connection, "nora", address)
    return found.rests_on, found.unread


def test_a_book_is_fetched_and_kept(server: Radicale, store: Store, tmp_path: Path) -> None:
    server.new_book()
    server.put_card("anna.vcf", CARD)
    reader, people = with_book(store, server.book, tmp_path)
    assert looked_up(store, people, "anna@friend.example") == (None, "The address book was never read.")
    asyncio.run(reader.refresh("nora"))
    assert looked_up(store, people, "anna@friend.example") == (IN_BOOK, None)
    assert looked_up(store, people, "x@evil.test") == (None, None)
    server.put_card("ben.vcf", CARD.replace("anna", "ben").replace("Anna", "Ben"))
    asyncio.run(reader.refresh("nora"))
    assert looked_up(store, people, "ben@friend.example") == (IN_BOOK, None)


def test_while_the_server_is_down_the_last_good_copy_counts(server: Radicale, store: Store, tmp_path: Path) -> None:
    server.new_book()
    server.put_card("anna.vcf", CARD)
    reader, people = with_book(store, server.book, tmp_path)
    asyncio.run(reader.refresh("nora"))
    (tmp_path / "password").write_text("a wrong secret")
    with capture_logs() as logs:
        asyncio.run(reader.refresh("nora"))
        asyncio.run(reader.refresh("nora"))
    server.put_card("ben.vcf", CARD.replace("anna", "ben"))
    assert looked_up(store, people, "anna@friend.example") == (IN_BOOK, None)
    assert [entry["event"] for entry in logs] == ["address-book-unread"]
    assert "secret" not in str(logs)
    with store.read() as connection:
        book = address_books.get(connection, "nora")
    assert book is not None
    assert book.trouble == "The CardDAV server does not accept our user name and password."
    (tmp_path / "password").write_text(PASSWORD)
    asyncio.run(reader.refresh("nora"))
    with store.read() as connection:
        book = address_books.get(connection, "nora")
    assert book is not None
    assert book.trouble is None


def test_a_server_that_was_never_there_is_said_and_is_no_empty_book(store: Store, tmp_path: Path) -> None:
    reader, people = with_book(store, "http://127.0.0.1:9/x/", tmp_path)
    asyncio.run(reader.refresh("nora"))
    assert looked_up(store, people, "anna@friend.example") == (None, "The address book was never read.")


def test_a_password_file_that_has_gone_is_said(store: Store, tmp_path: Path) -> None:
    reader, _ = with_book(store, "http://127.0.0.1:9/x/", tmp_path)
    (tmp_path / "password").unlink()
    asyncio.run(reader.refresh("nora"))
    with store.read() as connection:
        book = address_books.get(connection, "nora")
    assert book is not None
    assert book.trouble == "The file with the address book's password cannot be read."


def known(store: Store) -> list[str]:
    with store.read() as connection:
        return [one.address for one in correspondents.listing(connection, "nora", after="")]


def test_a_sent_folder_is_followed(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "Sent"
    mailbox.Maildir(folder, create=True)
    reader, _ = house(store, sent_folder=str(folder))

    def put(name: str, to: str) -> None:
        (folder / "cur" / name).write_text(f"From: nora@home.example\r\nTo: {to}\r\n\r\nhello\r\n")

    put("1.home:2,S", "ann@friend.example")
    assert not reader.read_sent("nora")
    assert known(store) == ["ann@friend.example"]
    time.sleep(0.01)
    put("2.home:2,S", "ben@friend.example")
    reader.read_sent("nora")
    assert known(store) == ["ann@friend.example", "ben@friend.example"]
    again, _ = house(store, sent_folder=str(folder))
    with capture_logs() as logs:
        again.read_sent("nora")
        again.read_sent("nora")
    assert len(logs) == 1, "an unchanged folder is not looked through again"


def test_a_sent_folder_that_has_gone_is_said_once(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "Sent"
    mailbox.Maildir(folder, create=True)
    (folder / "cur" / "1.home").write_text("From: nora@home.example\r\nTo: ann@friend.example\r\n\r\nhello\r\n")
    reader, _ = house(store, sent_folder=str(folder))
    reader.read_sent("nora")
    folder.rename(tmp_path / "Gone")
    with capture_logs() as logs:
        reader.read_sent("nora")
        reader.read_sent("nora")
    assert [entry["event"] for entry in logs] == ["sent-folder-unread"]
    assert known(store) == ["ann@friend.example"]
    with store.read() as connection:
        found = sent_folders.get(connection, "nora")
    assert found is not None
    assert found.trouble == "The Sent folder cannot be read: no such file or directory."


def test_it_runs_in_the_background_and_lets_old_entries_go(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "Sent"
    mailbox.Maildir(folder, create=True)
    (folder / "cur" / "1.home").write_text("From: nora@home.example\r\nTo: ann@friend.example\r\n\r\nhello\r\n")
    reader, _ = house(store, sent_folder=str(folder))
    with store.begin() as connection:
        long_ago = utc_now().replace(year=2020)
        correspondents.wrote_to(connection, "nora", {"old@x.example": None}, at=long_ago, source="outbound", most=9)

    async def work() -> None:
        task = asyncio.create_task(reader.run())
        for _ in range(200):
            await asyncio.sleep(0.01)
            if known(store) == ["ann@friend.example"]:
                break
        task.cancel()

    asyncio.run(work())
    assert known(store) == ["ann@friend.example"]


def test_terms_come_from_the_configuration() -> None:
    settings = Settings(gate=Gate(colleagues=True), retention=Retention(wrote_to_days=7, allowed_days=9))
    terms = terms_of(settings)
    assert (terms.colleagues, terms.wrote_to_days, terms.allowed_days) == (True, 7, 9)
