"""How far each person's Sent folder has been read."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, select

from salver.store.schema import sent_folders
from salver.store.times import to_text


class SentFolder(msgspec.Struct, frozen=True, kw_only=True):
    """``seen_to`` is in nanoseconds since 1970; ``trouble`` says in one sentence why the last look failed."""

    folder: str
    seen_to: int
    tried_at: str
    trouble: str | None


def get(connection: Connection, person: str) -> SentFolder | None:
    """How it stands; None where it was never looked at."""
    columns = [sent_folders.c[name] for name in SentFolder.__struct_fields__]
    row = connection.execute(select(*columns).where(sent_folders.c.person == person)).first()
    return None if row is None else SentFolder(**row._mapping)


def seen_to(connection: Connection, person: str, folder: str) -> int:
    """Where to go on in this very folder; 0 for another one than before."""
    row = get(connection, person)
    return row.seen_to if row is not None and row.folder == folder else 0


def put(
    connection: Connection, person: str, folder: str, seen_to: int, now: datetime, trouble: str | None = None
) -> None:
    """Write down one look."""
    connection.execute(delete(sent_folders).where(sent_folders.c.person == person))
    row = {"person": person, "folder": folder, "seen_to": seen_to, "tried_at": to_text(now), "trouble": trouble}
    connection.execute(sent_folders.insert().values(row))
