"""The database: opened, migrated to the newest schema, and entered in one transaction at a time.

SQLite on a local file system (WAL does not work on a network share). Every write transaction begins IMMEDIATE, so that
two writers queue at the start and never fail half way; ``synchronous=FULL`` means that what was committed survives a
power cut, which the SMTP door's 250 depends on.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from urllib.parse import quote

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
)
from sqlalchemy.pool import ConnectionPoolEntry

from salver.core.errors import StoreError
from salver.core.limits import DEFAULT_LIMITS, Limits

MIGRATIONS = Path(__file__).parent / "migrations"
_WRITES = "salver_writes"
_BUGS = (IntegrityError, ProgrammingError, DataError, NotSupportedError)


class Store:
    """One open database. Safe to use from several threads; every ``begin`` and ``read`` has its own connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(**{_WRITES: True})

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One write transaction: committed at the end of the block, rolled back when the block raises.

        Raises StoreError (temporary) when the database is locked for too long, full or not writable. Errors that only
        a mistake of ours can cause (a broken constraint, wrong SQL) stay what they are.
        """
        with _as_store_error(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view for reading; nothing is kept. Raises StoreError as ``begin`` does."""
        with _as_store_error(), self._engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Give all connections back. The store cannot be used afterwards."""
        self._engine.dispose()


def open_store(url: str, limits: Limits = DEFAULT_LIMITS) -> Store:
    """Open the database at an SQLAlchemy URL such as ``sqlite:////var/lib/salver/salver.sqlite3``.

    A missing file is made, readable by its owner alone; an old one is migrated. Raises StoreError with a sentence for
    the operator when the URL, the folder, the rights or the version of the database do not allow it.
    """
    path = _file_of(url)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreError(
            f"The database {path} cannot be opened: {error.strerror or error}.", private=repr(error), temporary=False
        ) from error
    # No cap on connections: the doors bound how many threads ask, and waiting for one would look like a lock.
    engine = create_engine(URL.create("sqlite", database=str(path)), hide_parameters=True, max_overflow=-1)
    _prepare(engine, limits)
    store = Store(engine)
    try:
        _migrate(store)
    except CommandError as error:
        store.close()
        raise StoreError(
            f"The database {path} was made by a newer version of Salver. Use that version, or another file.",
            private=str(error),
            temporary=False,
        ) from error
    except StoreError as error:
        store.close()
        raise StoreError(
            f"The database {path} cannot be used: it is locked, damaged or not a database.", private=error.private
        ) from error
    return store


@contextmanager
def open_existing(url: str) -> Iterator[Connection]:
    """Read a database that is there, of this version; nothing is made, migrated or written.

    A plain path counts as ``sqlite:///PATH``. Raises StoreError when there is none, or one of another version.
    """
    path = _file_of(url if "://" in url else f"sqlite:///{url}")
    if not path.is_file():
        raise StoreError(f"There is no database {path}.", temporary=False)
    engine = create_engine(f"sqlite:///file:{quote(str(path.resolve()))}?mode=ro&uri=true", hide_parameters=True)
    try:
        with _as_store_error(), engine.connect() as connection:
            if MigrationContext.configure(connection).get_current_revision() != _newest():
                raise StoreError(f"The database {path} is not of this version of Salver.", temporary=False)
            yield connection
    finally:
        engine.dispose()


def _newest() -> str | None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return ScriptDirectory.from_config(config).get_current_head()


def _file_of(text: str) -> Path:
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise StoreError("store.url is not a database URL.", private=str(error), temporary=False) from error
    if url.get_backend_name() != "sqlite":
        raise StoreError("store.url: this version keeps its store in SQLite only (sqlite:///FILE).", temporary=False)
    if not url.database or url.database == ":memory:" or url.query:
        raise StoreError("store.url must name a file: sqlite:///FILE or sqlite:////ABSOLUTE/FILE.", temporary=False)
    return Path(url.database)


def _prepare(engine: Engine, limits: Limits) -> None:
    """Pragmas for every new connection, and transactions that we begin ourselves.

    The driver's own habit of beginning late would let a reader become a writer in mid-transaction, which SQLite can
    only refuse.
    """
    busy = int(limits.remote_seconds * 1000)

    @event.listens_for(engine, "connect")
    def connected(connection: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",  # what was let go is gone from the file as well (PRIV)
            f"busy_timeout={busy}",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def began(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(store: Store) -> None:
    """Bring the schema to the newest version, in one transaction, so that two starting processes do it once."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with store.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _as_store_error() -> Iterator[None]:
    try:
        yield
    except _BUGS:
        raise
    except DBAPIError as error:
        raise StoreError("The database cannot be used right now.", private=str(error.orig)) from error
