"""Opening, migrating, entering the database; and what a person is told when that fails."""

from __future__ import annotations

import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from salver.core.errors import StoreError
from salver.core.limits import Limits
from salver.store import events, outcomes, senders
from salver.store.database import MIGRATIONS, Store, open_store
from salver.store.schema import metadata, secrets
from tests.store import made


def test_migrations_and_schema_say_the_same(store: Store) -> None:
    with store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_new_database_is_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    open_store(f"sqlite:///{path}").close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_was_committed_is_there_after_opening_again(store: Store, tmp_path: Path) -> None:
    with store.begin() as connection:
        made.commit(connection, made.record(made.event()))
    store.close()
    again = open_store(f"sqlite:///{tmp_path / 'salver.sqlite3'}")
    with again.read() as connection:
        assert outcomes.counts(connection, "nora") == {"waiting": 1}
    again.close()


def test_a_block_that_raises_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.begin() as connection:
            made.commit(connection, made.record(made.event()))
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        fail()
    with store.read() as connection:
        assert outcomes.counts(connection, "nora") == {}


def test_pragmas_hold_for_every_connection(store: Store) -> None:
    with store.read() as one, store.read() as two:
        for connection in (one, two):
            pragma = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            }
            assert pragma == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_writers_queue_and_readers_do_not_wait(store: Store) -> None:
    order = []

    def write() -> None:
        with store.begin() as connection:
            made.commit(connection, made.record(fingerprint="second"))
            order.append("second")

    with store.begin() as connection:
        thread = threading.Thread(target=write)
        thread.start()
        made.commit(connection, made.record(fingerprint="first"))
        with store.read() as reading:
            assert outcomes.counts(reading, "nora") == {}
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_locked_database_is_a_temporary_error(tmp_path: Path) -> None:
    path = tmp_path / "locked.sqlite3"
    store = open_store(f"sqlite:///{path}", Limits(remote_seconds=0.05))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError) as caught, store.begin():
        pass
    assert caught.value.temporary
    assert caught.value.public == "The database cannot be used right now."
    assert "locked" in caught.value.private
    other.close()
    store.close()


def test_a_mistake_of_ours_is_no_store_error(store: Store) -> None:
    row = secrets.insert().values(name="the-name", value=b"the-value")
    with store.begin() as connection:
        connection.execute(row)
    with pytest.raises(IntegrityError) as caught, store.begin() as connection:
        connection.execute(row)
    assert "the-name" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite:////no/such/folder/salver.sqlite3", "No such file"),
        ("sqlite://", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
        ("postgresql://localhost/salver", "SQLite only"),
        ("nonsense", "not a database URL"),
    ],
)
def test_what_cannot_be_opened_is_explained(url: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as caught:
        open_store(url)
    assert not caught.value.temporary


def test_a_file_that_is_no_database_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Nora, this is a letter and not a database.\n" * 100)
    with pytest.raises(StoreError, match="not a database"):
        open_store(f"sqlite:///{path}")


def test_a_newer_database_is_refused(store: Store, tmp_path: Path) -> None:
    with store.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer version of Salver"):
        open_store(f"sqlite:///{tmp_path / 'salver.sqlite3'}")


def test_an_older_database_is_brought_up_with_everything_in_it(tmp_path: Path) -> None:
    """From the tables of version 0001, as they lie on disks."""
    path = tmp_path / "old.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text("INSERT INTO senders VALUES ('nora', 'ann@acme.example', 'allowed', '2026-11-24T13:00:00.000000Z')")
        )
        connection.execute(
            text(
                "INSERT INTO events (person, uid, organizer, strength, state, version, updated_at) VALUES "
                "('nora', 'u1', 'ann@acme.example', 'strong', 'accepted', 3, '2026-11-24T13:00:00.000000Z')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO outcomes (id, inspection_id, mailbox, person, fingerprint, received_at, verdict, level, "
                "calendar, enforced, relayed, state, headline_code, headline_variant, headline_params, report, uid, "
                "organizer) VALUES ('o1', 'i1', 'nora@home.example', 'nora', 'f0', '2026-01-01T00:00:00.000000Z', "
                "'hold', 'new', 'wait', 1, 'relayed', 'accepted', 'first-contact', '', '{}', x'00', 'u1', "
                "'Ann@acme.example')"
            )
        )
        for key, action, undone in (("d1", "accept", "NULL"), ("d2", "accept", "'x'"), ("d3", "release", "NULL")):
            connection.execute(
                text(
                    f"INSERT INTO decisions VALUES ('{key}', 'o1', 'nora', '{action}', "
                    f"'2026-0{key[1]}-01T00:00:00.000000Z', {undone}, '{{}}')"
                )
            )
    engine.dispose()
    store = open_store(f"sqlite:///{path}")
    with store.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        row = events.get(connection, "nora", "u1", "ann@acme.example")
        assert row is not None
        assert (row.version, row.stands_for, row.accepted_at) == (3, None, "2026-01-01T00:00:00.000000Z")
        assert senders.words_about(connection, "nora", "ann@acme.example").allowed is not None
        made.commit(connection, made.record(made.event("u2")))
        assert outcomes.counts(connection, "nora") == {"accepted": 1, "waiting": 1}
    store.close()
