"""The first tables: outcomes, originals, events, senders, decisions, outbox, sessions, logins, secrets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def upgrade() -> None:
    _what_came()
    _what_is_remembered()
    _what_was_decided()
    _who_is_signed_in()


def _what_came() -> None:
    op.create_table(
        "originals",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("sha256"),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_originals"),
        sa.UniqueConstraint("sha256", name="uq_originals_sha256"),
    )
    op.create_table(
        "outcomes",
        *(_text(name) for name in ("id", "inspection_id", "mailbox")),
        _text("person", nullable=True),
        _text("fingerprint"),
        _text("message_id", nullable=True),
        *(_text(name) for name in ("received_at", "verdict", "level", "calendar")),
        sa.Column("enforced", sa.Boolean(), nullable=False),
        *(_text(name) for name in ("relayed", "state", "headline_code", "headline_variant")),
        sa.Column("headline_params", sa.JSON(), nullable=False),
        sa.Column("report", sa.LargeBinary(), nullable=False),
        *(_text(name, nullable=True) for name in ("uid", "organizer", "event_end")),
        sa.Column("original_id", sa.Integer(), nullable=True),
        _text("decided_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outcomes"),
        sa.UniqueConstraint("mailbox", "fingerprint", name="uq_outcomes_mailbox_fingerprint"),
        sa.ForeignKeyConstraint(["original_id"], ["originals.id"], name="fk_outcomes_original_id"),
    )
    op.create_index("ix_outcomes_person_state_received_at", "outcomes", ["person", "state", "received_at"])
    op.create_index("ix_outcomes_inspection_id", "outcomes", ["inspection_id"])
    op.create_index("ix_outcomes_original_id", "outcomes", ["original_id"])


def _what_is_remembered() -> None:
    op.create_table(
        "events",
        *(_text(name) for name in ("person", "uid", "organizer", "strength", "state")),
        sa.Column("sequence", sa.Integer(), nullable=True),
        _text("dtstamp", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(_text(name, nullable=True) for name in ("outcome_id", "href", "etag")),
        _text("updated_at"),
        sa.PrimaryKeyConstraint("person", "uid", "organizer", name="pk_events"),
    )
    op.create_index("ix_events_outcome_id", "events", ["outcome_id"])
    op.create_table(
        "senders",
        *(_text(name) for name in ("person", "address", "word", "since")),
        sa.PrimaryKeyConstraint("person", "address", name="pk_senders"),
    )


def _what_was_decided() -> None:
    op.create_table(
        "decisions",
        *(_text(name) for name in ("id", "outcome_id", "person", "action", "decided_at")),
        _text("undone_at", nullable=True),
        _text("before"),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcomes.id"], name="fk_decisions_outcome_id"),
    )
    op.create_index("ix_decisions_outcome_id", "decisions", ["outcome_id"])
    op.create_table(
        "outbox",
        _text("id"),
        _text("decision_id", nullable=True),
        _text("kind"),
        _text("person", nullable=True),
        _text("due_at"),
        _text("payload"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _text("state"),
        _text("last_error", nullable=True),
        _text("done_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_outbox_decision_id"),
    )
    op.create_index("ix_outbox_state_due_at", "outbox", ["state", "due_at"])
    op.create_index("ix_outbox_decision_id", "outbox", ["decision_id"])


def _who_is_signed_in() -> None:
    op.create_table(
        "sessions",
        *(_text(name) for name in ("token_hash", "person", "created_at", "expires_at", "csrf")),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )
    op.create_table(
        "logins",
        *(_text(name) for name in ("token_hash", "person", "created_at", "expires_at")),
        _text("used_at", nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name="pk_logins"),
    )
    op.create_table(
        "secrets",
        _text("name"),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secrets"),
    )
