"""Whom a person wrote to: kept, renewed, ended."""

from __future__ import annotations

from datetime import timedelta

from salver.store import correspondents
from salver.store.correspondents import Source
from salver.store.database import Store
from salver.store.times import to_text
from tests.store import made

EVER = to_text(made.NOW - timedelta(days=10_000))


def write(store: Store, *addresses: str, days_ago: int = 0, person: str = "nora", most: int = 100, **more: str) -> None:
    source: Source = "sent-folder" if more.get("source") == "sent-folder" else "outbound"
    with store.begin() as connection:
        correspondents.wrote_to(
            connection,
            person,
            dict.fromkeys(addresses, more.get("name")),
            at=made.NOW - timedelta(days=days_ago),
            source=source,
            most=most,
        )


def known(store: Store, address: str, person: str = "nora", after: str = EVER) -> correspondents.Correspondent | None:
    with store.read() as connection:
        return correspondents.find(connection, person, address, after=after)


def test_the_first_and_the_last_mail_count_in_any_order(store: Store) -> None:
    write(store, made.ANN, days_ago=5, name="Ann")
    write(store, made.ANN, days_ago=9, name="Old Ann", source="sent-folder")
    write(store, made.ANN, days_ago=1)
    found = known(store, made.ANN)
    assert found is not None
    assert (found.name, found.source) == ("Ann", "outbound")
    assert found.since == to_text(made.NOW - timedelta(days=9))
    assert found.last_at == to_text(made.NOW - timedelta(days=1))


def test_it_is_one_persons_alone_and_ends(store: Store) -> None:
    write(store, made.ANN, days_ago=30)
    assert known(store, made.ANN, "otto") is None
    assert known(store, made.ANN, after=to_text(made.NOW - timedelta(days=29))) is None
    with store.begin() as connection:
        assert correspondents.count(connection, "nora", after=EVER) == 1
        assert correspondents.drop_unused(connection, before=to_text(made.NOW - timedelta(days=29))) == 1
        assert correspondents.listing(connection, "nora", after=EVER) == []


def test_only_so_many_are_kept_and_the_oldest_go(store: Store) -> None:
    for number in range(5):
        write(store, f"a{number}@x.example", days_ago=10 - number, most=3)
    with store.read() as connection:
        left = [one.address for one in correspondents.listing(connection, "nora", after=EVER)]
    assert left == ["a2@x.example", "a3@x.example", "a4@x.example"]


def test_looking_for_part_of_an_address_or_name(store: Store) -> None:
    write(store, "ann@acme.example", name="Ann 100%")
    write(store, "bob@acme.example")
    with store.read() as connection:
        for wanted, found in (("ACME", 2), ("ann", 1), ("100%", 1), ("%", 1), ("_", 0)):
            assert len(correspondents.listing(connection, "nora", after=EVER, containing=wanted)) == found
        assert len(correspondents.listing(connection, "nora", after=EVER, most=1)) == 1


def test_forgetting_one(store: Store) -> None:
    write(store, made.ANN)
    with store.begin() as connection:
        assert correspondents.writers(connection, made.ANN, after=EVER) == {"nora"}
        correspondents.remove(connection, "nora", made.ANN.upper(), made.NOW)
        assert correspondents.writers(connection, made.ANN, after=EVER) == set()
        assert correspondents.count(connection, "nora", after=EVER) == 0


def test_what_was_taken_away_stays_away_until_the_person_writes_again(store: Store) -> None:
    write(store, made.ANN, days_ago=20)
    with store.begin() as connection:
        correspondents.remove(connection, "nora", made.ANN, made.NOW - timedelta(days=10))
    write(store, made.ANN, days_ago=11, source="sent-folder")
    assert known(store, made.ANN) is None
    write(store, made.ANN, days_ago=9, name="Ann")
    found = known(store, made.ANN)
    assert found is not None
    assert (found.name, found.since) == ("Ann", to_text(made.NOW - timedelta(days=9)))
