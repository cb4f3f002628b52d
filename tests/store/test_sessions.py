"""Sign-in links work once and for ten minutes; sessions slide; nothing but hashes is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from salver.store import sessions
from salver.store.database import Store, open_store
from salver.store.schema import logins
from salver.store.schema import sessions as session_rows

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'salver.sqlite3'}")
    yield opened
    opened.close()


def signed_in(store: Store, person: str = "nora", now: datetime = NOW) -> str:
    with store.begin() as connection:
        token = sessions.use_login(connection, sessions.new_login(connection, person, now), now)
    assert token is not None
    return token


def test_a_link_opens_a_session_once(store: Store) -> None:
    with store.begin() as connection:
        link = sessions.new_login(connection, "nora", NOW)
        opened = sessions.use_login(connection, link, NOW)
        again = sessions.use_login(connection, link, NOW)
        assert opened is not None
        found = sessions.session(connection, opened, NOW)
    assert again is None
    assert found is not None
    assert found.person == "nora"
    assert len(found.csrf) >= 40


def test_two_links_are_two_links(store: Store) -> None:
    with store.begin() as connection:
        first, second = (sessions.new_login(connection, "nora", NOW) for _ in range(2))
        assert first != second
        assert sessions.use_login(connection, first, NOW) is not None
        assert sessions.use_login(connection, second, NOW) is not None


@pytest.mark.parametrize(("later", "works"), [(timedelta(minutes=9, seconds=59), True), (timedelta(minutes=10), False)])
def test_a_link_dies_after_ten_minutes(store: Store, later: timedelta, works: bool) -> None:
    with store.begin() as connection:
        link = sessions.new_login(connection, "nora", NOW)
        assert (sessions.use_login(connection, link, NOW + later) is not None) is works


@pytest.mark.parametrize("token", ["", "x", "\ud800", "A" * 10_000, "nora"])
def test_unknown_tokens_open_nothing(store: Store, token: str) -> None:
    with store.begin() as connection:
        sessions.new_login(connection, "nora", NOW)
        assert sessions.use_login(connection, token, NOW) is None
        assert sessions.session(connection, token, NOW) is None
        assert not sessions.slide(connection, token, NOW)
        sessions.end_session(connection, token)


def test_only_hashes_are_kept(store: Store) -> None:
    with store.begin() as connection:
        link = sessions.new_login(connection, "nora", NOW)
        opened = sessions.use_login(connection, link, NOW)
        kept = [*connection.execute(select(logins)), *connection.execute(select(session_rows))]
    text = repr(kept)
    assert link not in text
    assert opened is not None
    assert opened not in text


def test_a_session_ends_after_thirty_days_without_an_answer(store: Store) -> None:
    token = signed_in(store)
    with store.read() as connection:
        assert sessions.session(connection, token, NOW + timedelta(days=29)) is not None
        assert sessions.session(connection, token, NOW + timedelta(days=30)) is None


def test_an_answer_moves_the_end_on_once_a_day(store: Store) -> None:
    token = signed_in(store)
    with store.begin() as connection:
        assert not sessions.slide(connection, token, NOW + timedelta(hours=1))
        assert sessions.slide(connection, token, NOW + timedelta(days=20))
        assert sessions.session(connection, token, NOW + timedelta(days=45)) is not None
        assert not sessions.slide(connection, token, NOW + timedelta(days=50, seconds=1))


def test_signing_out_ends_this_session_only(store: Store) -> None:
    here, there = signed_in(store), signed_in(store)
    with store.begin() as connection:
        sessions.end_session(connection, here)
        assert sessions.session(connection, here, NOW) is None
        assert sessions.session(connection, there, NOW) is not None


def test_dead_links_and_sessions_are_swept_away(store: Store) -> None:
    signed_in(store)
    with store.begin() as connection:
        sessions.new_login(connection, "otto", NOW + timedelta(days=31))
        assert len(connection.execute(select(logins)).all()) == 1
        assert connection.execute(select(session_rows)).all() == []
