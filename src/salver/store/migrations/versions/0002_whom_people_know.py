"""Whom people know: correspondents, address books, Sent folders, delegates, pins, blocks of the unconfirmed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def upgrade() -> None:
    op.add_column("outcomes", _text("envelope_domain", nullable=True))
    op.add_column("events", _text("stands_for", nullable=True))
    op.create_index("ix_events_person_organizer", "events", ["person", "organizer"])
    _what_people_said()
    _what_was_seen()


def _what_people_said() -> None:
    op.create_table(
        "unconfirmed_blocks",
        *(_text(name) for name in ("person", "domain", "since")),
        sa.PrimaryKeyConstraint("person", "domain", name="pk_unconfirmed_blocks"),
    )
    op.create_table(
        "delegates",
        *(_text(name) for name in ("person", "sent_by", "organizer", "since")),
        sa.PrimaryKeyConstraint("person", "sent_by", "organizer", name="pk_delegates"),
    )


def _what_was_seen() -> None:
    op.create_table(
        "correspondents",
        *(_text(name) for name in ("person", "address")),
        _text("name", nullable=True),
        *(_text(name) for name in ("source", "since", "last_at")),
        sa.PrimaryKeyConstraint("person", "address", name="pk_correspondents"),
    )
    op.create_index("ix_correspondents_address", "correspondents", ["address"])
    op.create_table(
        "address_books",
        *(_text(name) for name in ("person", "url")),
        _text("token", nullable=True),
        sa.Column("cards", sa.LargeBinary(), nullable=True),
        _text("fetched_at", nullable=True),
        _text("tried_at"),
        _text("trouble", nullable=True),
        sa.PrimaryKeyConstraint("person", name="pk_address_books"),
    )
    op.create_table(
        "sent_folders",
        *(_text(name) for name in ("person", "folder")),
        sa.Column("seen_to", sa.BigInteger(), nullable=False),
        _text("tried_at"),
        _text("trouble", nullable=True),
        sa.PrimaryKeyConstraint("person", name="pk_sent_folders"),
    )
    op.create_table(
        "pins",
        *(_text(name) for name in ("person", "calendar", "address", "since")),
        sa.PrimaryKeyConstraint("person", "calendar", name="pk_pins"),
    )
