"""CardDAV against Radicale, and against servers that lie."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from salver.act.carddav import CardDav, Found
from salver.act.dav import DavAccount, DavAnswer
from salver.core.errors import AddressBookError
from salver.core.limits import Limits
from salver.store.address_books import Card
from tests.servers.liar import liar
from tests.servers.radicale import PASSWORD, USER, Radicale


def card(uid: str, name: str, *addresses: str, more: str = "") -> str:
    emails = "".join(f"EMAIL;TYPE=home:{address}\r\n" for address in addresses)
    return f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{uid}\r\nFN:{name}\r\nN:{name};;;;\r\n{emails}{more}END:VCARD\r\n"


@pytest.fixture
def book(calendar_server: Radicale) -> Radicale:
    calendar_server.new_book()
    calendar_server.put_card("anna.vcf", card("anna", "Anna Keller", "Anna@Friend.example", "a.k@work.example"))
    calendar_server.put_card("ben.vcf", card("ben", "Ben", "ben@friend.example", more="NOTE:<&>\r\n"))
    return calendar_server


def account(server: Radicale, password: str = PASSWORD) -> DavAccount:
    return DavAccount(url=server.book, user=USER, password=password)


def read(
    place: DavAccount,
    known: Mapping[str, Card] | None = None,
    token: str | None = None,
    limits: Limits | None = None,
) -> Found | None:
    async def work() -> Found | None:
        async with CardDav(place, limits or Limits()) as server:
            return await server.read(known or {}, token)

    return asyncio.run(work())


def people(found: Found | None) -> dict[str, str | None]:
    assert found is not None
    return {address: card.name for card in found.cards.values() for address in card.addresses}


def test_everybody_in_the_book_with_name_and_addresses(book: Radicale) -> None:
    assert people(read(account(book))) == {
        "anna@friend.example": "Anna Keller",
        "a.k@work.example": "Anna Keller",
        "ben@friend.example": "Ben",
    }


def test_a_book_that_has_not_changed_is_not_read_again(book: Radicale) -> None:
    found = read(account(book))
    assert found is not None
    assert found.token
    assert read(account(book), found.cards, found.token) is None


def test_only_what_changed_is_sent_again(book: Radicale, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read(account(book))
    assert first is not None
    book.put_card("cleo.vcf", card("cleo", "Cleo", "cleo@friend.example"))
    book.delete_card("ben.vcf")
    asked: list[bytes] = []
    real = CardDav.ask

    async def watched(
        self: CardDav, method: str, url: str, content: bytes | None, headers: Mapping[str, str], *, most: int
    ) -> DavAnswer:
        asked.append(content or b"")
        return await real(self, method, url, content, headers, most=most)

    monkeypatch.setattr(CardDav, "ask", watched)
    second = read(account(book), first.cards, first.token)
    assert set(people(second)) == {"anna@friend.example", "a.k@work.example", "cleo@friend.example"}
    assert b"cleo.vcf" in asked[-1]
    assert b"anna.vcf" not in asked[-1]


def test_a_large_book_comes_in_pieces_and_ends_at_the_limit(book: Radicale) -> None:
    for number in range(6):
        book.put_card(f"{number}.vcf", card(f"n{number}", f"N {number}", f"n{number}@friend.example"))
    every = read(account(book), limits=Limits(address_book_batch=3))
    assert len(people(every)) == 9
    some = read(account(book), limits=Limits(address_book_batch=3, address_book_cards=4))
    assert some is not None
    assert len(some.cards) == 4


def test_a_wrong_password_is_explained_without_it(book: Radicale) -> None:
    with pytest.raises(AddressBookError, match="user name and password") as caught:
        read(account(book, "wrong secret"))
    assert not caught.value.temporary
    assert "wrong secret" not in f"{caught.value!r}{caught.value.private}{account(book, 'wrong secret')!r}"


def test_a_calendar_is_no_address_book(book: Radicale) -> None:
    with pytest.raises(AddressBookError, match="no address book"):
        read(DavAccount(url=book.url, user=USER, password=PASSWORD))


def test_nobody_there_is_temporary() -> None:
    with pytest.raises(AddressBookError, match="does not answer") as caught:
        read(DavAccount(url="http://127.0.0.1:9/x/"))
    assert caught.value.temporary


@pytest.mark.parametrize(
    "url", ["http://dav.example/x/", "https://nora:pw@dav.example/x/", "ftp://dav.example/", "https:///x"]
)
def test_an_address_that_cannot_be_used_is_explained(url: str) -> None:
    with pytest.raises(AddressBookError, match="cannot be used") as caught:
        read(DavAccount(url=url))
    assert "pw" not in caught.value.public


_BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><multistatus xmlns="DAV:">&a;</multistatus>'


@pytest.mark.parametrize(
    ("status", "body", "words", "temporary"),
    [
        (200, b"<html>", "no CardDAV server", True),
        (207, b"<multistatus", "cannot be read", True),
        (207, _BOMB, "cannot be read", True),
        (207, _BOMB.decode().encode("utf-16"), "cannot be read", True),
        (207, b'<multistatus xmlns="DAV:"/>', "no address book", False),
        (302, b"", "another address", False),
        (403, b"", "does not let us read", False),
        (404, b"", "no address book", False),
        (418, b"", "refused", False),
        (429, b"", "has a problem", True),
        (503, b"", "has a problem", True),
    ],
)
def test_every_answer_becomes_a_sentence(status: int, body: bytes, words: str, temporary: bool) -> None:
    with (
        liar(status, body, Location="http://127.0.0.1:9/stolen") as (url, seen),
        pytest.raises(AddressBookError, match=words) as caught,
    ):
        read(DavAccount(url=url, user="nora", password="x"))
    assert caught.value.temporary is temporary
    assert [line.split()[:2] for line in seen] == [["PROPFIND", "/collection/"]]


def test_an_endless_answer_is_not_read() -> None:
    with liar(207, b"x" * 50_000) as (url, _), pytest.raises(AddressBookError, match="more than an address book"):
        read(DavAccount(url=url), limits=Limits(address_book_bytes=10_000))


def test_paths_in_an_answer_lead_nowhere_else() -> None:
    """A lying server names cards at another machine: only the configured address is ever asked."""
    body = (
        b'<multistatus xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><response>'
        b"<href>http://127.0.0.1:9/elsewhere.vcf</href><propstat><prop><resourcetype><c:addressbook/></resourcetype>"
        b"<getetag>1</getetag><c:address-data>BEGIN:VCARD\nEMAIL:x@y.test\nEND:VCARD</c:address-data></prop>"
        b"<status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"
    )
    with liar(207, body) as (url, seen):
        assert people(read(DavAccount(url=url))) == {"x@y.test": None}
    assert {line.split()[1] for line in seen} == {"/collection/"}
    assert [line.split()[0] for line in seen] == ["PROPFIND", "PROPFIND", "REPORT"]
