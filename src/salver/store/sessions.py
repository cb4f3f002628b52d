"""One-time sign-in links and the sessions they open. Only hashes are kept: a stolen database opens no inbox.

A link works once and for ten minutes. A session slides: every answer (POST) moves its end to thirty days from then;
looking (GET) changes nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from salver.core.limits import DEFAULT_LIMITS
from salver.store.schema import logins, sessions
from salver.store.times import to_text

LOGIN_LIFETIME = timedelta(seconds=DEFAULT_LIMITS.login_seconds)
SESSION_LIFETIME = timedelta(seconds=DEFAULT_LIMITS.session_seconds)
_SLIDE_AFTER = timedelta(days=1)
"""A session is moved on once a day at most, so that not every answer writes it."""
_TOKEN_BYTES = 32


class Session(msgspec.Struct, frozen=True):
    """A signed-in person. ``csrf`` stands in every form of the session."""

    person: str
    csrf: str


def new_login(connection: Connection, person: str, now: datetime) -> str:
    """A fresh one-time token (43 URL-safe characters) for this person. Dead links and sessions are swept away."""
    _sweep(connection, now)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    connection.execute(
        insert(logins).values(
            token_hash=_hash(token),
            person=person,
            created_at=to_text(now),
            expires_at=to_text(now + LOGIN_LIFETIME),
            used_at=None,
        )
    )
    return token


def use_login(connection: Connection, token: str, now: datetime) -> str | None:
    """Spend a one-time token: the token of a new session, or None for one that is unknown, spent or too old."""
    spent = connection.execute(
        update(logins)
        .where(logins.c.token_hash == _hash(token), logins.c.used_at.is_(None), logins.c.expires_at > to_text(now))
        .values(used_at=to_text(now))
    )
    if spent.rowcount != 1:
        return None
    person = connection.execute(select(logins.c.person).where(logins.c.token_hash == _hash(token))).scalar_one()
    session_token = secrets.token_urlsafe(_TOKEN_BYTES)
    connection.execute(
        insert(sessions).values(
            token_hash=_hash(session_token),
            person=person,
            created_at=to_text(now),
            expires_at=to_text(now + SESSION_LIFETIME),
            csrf=secrets.token_urlsafe(_TOKEN_BYTES),
        )
    )
    return session_token


def session(connection: Connection, token: str, now: datetime) -> Session | None:
    """The session behind a token, or None for one that is unknown or over. Only reads."""
    row = connection.execute(
        select(sessions.c.person, sessions.c.csrf).where(
            sessions.c.token_hash == _hash(token), sessions.c.expires_at > to_text(now)
        )
    ).one_or_none()
    return None if row is None else Session(row.person, row.csrf)


def slide(connection: Connection, token: str, now: datetime) -> bool:
    """Move the end of a running session on; True when it was moved (at most once a day)."""
    moved = connection.execute(
        update(sessions)
        .where(
            sessions.c.token_hash == _hash(token),
            sessions.c.expires_at > to_text(now),
            sessions.c.expires_at < to_text(now + SESSION_LIFETIME - _SLIDE_AFTER),
        )
        .values(expires_at=to_text(now + SESSION_LIFETIME))
    )
    return moved.rowcount == 1


def end_session(connection: Connection, token: str) -> None:
    """Sign out. Ending a session that is not there is no error."""
    connection.execute(delete(sessions).where(sessions.c.token_hash == _hash(token)))


def _sweep(connection: Connection, now: datetime) -> None:
    for table in (logins, sessions):
        connection.execute(delete(table).where(table.c.expires_at <= to_text(now)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
