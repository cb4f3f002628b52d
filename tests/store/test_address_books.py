"""The last good copy of an address book."""

from __future__ import annotations

from datetime import timedelta

from salver.store import address_books
from salver.store.address_books import AddressBooks, Card
from salver.store.database import Store
from salver.store.times import to_text
from tests.store import made

URL = "https://dav.example/nora/contacts/"
CARDS = {"/a.vcf": Card('"1"', "Ann", (made.ANN, "ann@home.example")), "/b.vcf": Card("", None, ())}
LATER = made.NOW + timedelta(hours=1)


def test_a_copy_comes_back_whole(store: Store) -> None:
    with store.begin() as connection:
        address_books.keep(connection, "nora", URL, "t1", CARDS, made.NOW)
        assert address_books.cards(connection, "nora") == CARDS
        assert address_books.cards(connection, "otto") == {}
        book = address_books.get(connection, "nora")
    assert book is not None
    assert (book.token, book.fetched_at, book.trouble) == ("t1", to_text(made.NOW), None)


def test_a_failure_keeps_the_copy_and_says_why(store: Store) -> None:
    with store.begin() as connection:
        address_books.keep(connection, "nora", URL, "t1", CARDS, made.NOW)
        address_books.failed(connection, "nora", URL, "The CardDAV server does not answer.", LATER)
        assert address_books.cards(connection, "nora") == CARDS
        book = address_books.get(connection, "nora")
        assert book is not None
        assert (book.trouble, book.tried_at) == ("The CardDAV server does not answer.", to_text(LATER))
        address_books.unchanged(connection, "nora", LATER)
        book = address_books.get(connection, "nora")
        assert book is not None
        assert (book.trouble, book.fetched_at) == (None, to_text(made.NOW))


def test_people_of_a_book_and_the_three_ways_of_not_having_one(store: Store) -> None:
    books = AddressBooks({"nora": URL, "otto": URL})
    with store.begin() as connection:
        assert books.people(connection, "guest") == {}
        assert books.people(connection, "nora") is None
        address_books.failed(connection, "nora", URL, "The CardDAV server does not answer.", made.NOW)
        assert books.people(connection, "nora") is None
        address_books.keep(connection, "nora", URL, None, CARDS, made.NOW)
        assert books.people(connection, "nora") == {made.ANN: "Ann", "ann@home.example": "Ann"}
        address_books.keep(connection, "nora", URL, None, {}, LATER)
        assert books.people(connection, "nora") == {}
        address_books.keep(connection, "otto", "https://other.example/", None, CARDS, made.NOW)
        assert books.people(connection, "otto") is None


def test_the_copy_of_another_address_is_let_go(store: Store) -> None:
    with store.begin() as connection:
        address_books.keep(connection, "nora", URL, "t1", CARDS, made.NOW)
        address_books.failed(connection, "nora", "https://new.example/", "It does not answer.", LATER)
        assert address_books.cards(connection, "nora") == {}
        address_books.remove(connection, "nora")
        assert address_books.get(connection, "nora") is None
