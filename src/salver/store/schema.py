"""The tables. ``migrations/`` makes them; a test checks that both say the same.

Every moment is text as ``times.to_text`` writes it. ``person`` is a key of ``[people]``, or the lower-case address
where that address belongs to nobody configured. Only types that SQLite 3.40 and PostgreSQL share are used.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# One row for all mailboxes of one message, and only while something waits on it. `raw` is compressed by zlib.
originals = Table(
    "originals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    Column("raw", LargeBinary, nullable=False),
)

# The one recorded outcome of a calendar message for one mailbox (architecture 3.9, 3.12). `id` and `inspection_id` are
# ULIDs: the row's own, and the one in the report and in our header, which all mailboxes of a message share. `report` is
# JSON, compressed by zlib: a mail full of events has a long one, and every mailbox has its own. `envelope_domain` is
# the domain of MAIL FROM in lower case, null where there was none.
outcomes = Table(
    "outcomes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("inspection_id", Text, nullable=False),
    Column("mailbox", Text, nullable=False),
    Column("person", Text, nullable=True),
    Column("fingerprint", Text, nullable=False),
    Column("message_id", Text, nullable=True),
    Column("received_at", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("calendar", Text, nullable=False),
    Column("enforced", Boolean, nullable=False),
    Column("relayed", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("headline_code", Text, nullable=False),
    Column("headline_variant", Text, nullable=False),
    Column("headline_params", JSON, nullable=False),
    Column("report", LargeBinary, nullable=False),
    Column("uid", Text, nullable=True),
    Column("organizer", Text, nullable=True),
    Column("event_end", Text, nullable=True),
    Column("original_id", Integer, ForeignKey("originals.id"), nullable=True),
    Column("decided_at", Text, nullable=True),
    Column("envelope_domain", Text, nullable=True),
    UniqueConstraint("mailbox", "fingerprint"),
    Index(None, "person", "state", "received_at"),
    Index(None, "inspection_id"),
    Index(None, "original_id"),
)

# What a person's calendar has met: the memory behind HistoryQuestion (architecture 3.4). `organizer` is '' for none,
# because a key column cannot be null. `href` and `etag` are set once we wrote the event by CalDAV. `stands_for` is the
# person an organizer that is a group calendar speaks for, `accepted_at` when the person last said yes to it themselves,
# while somebody vouched for the organizer: `updated_at` moves with every message that comes.
events = Table(
    "events",
    metadata,
    Column("person", Text, primary_key=True),
    Column("uid", Text, primary_key=True),
    Column("organizer", Text, primary_key=True),
    Column("strength", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("sequence", Integer, nullable=True),
    Column("dtstamp", Text, nullable=True),
    Column("version", Integer, nullable=False),
    Column("outcome_id", Text, nullable=True),
    Column("href", Text, nullable=True),
    Column("etag", Text, nullable=True),
    Column("updated_at", Text, nullable=False),
    Column("stands_for", Text, nullable=True),
    Column("accepted_at", Text, nullable=True),
    Index(None, "outcome_id"),
    Index(None, "person", "organizer"),
)

# A person's word about an address, or about a whole domain written "@evil.example".
senders = Table(
    "senders",
    metadata,
    Column("person", Text, primary_key=True),
    Column("address", Text, primary_key=True),
    Column("word", Text, nullable=False),
    Column("since", Text, nullable=False),
)

# Whom a person keeps out where nobody is confirmed: a domain of the envelope, in lower case (PRIV-18).
unconfirmed_blocks = Table(
    "unconfirmed_blocks",
    metadata,
    Column("person", Text, primary_key=True),
    Column("domain", Text, primary_key=True),
    Column("since", Text, nullable=False),
)

# Whom a person wrote to. `source` says where that was seen; `name` is what the mail called them, if anything.
correspondents = Table(
    "correspondents",
    metadata,
    Column("person", Text, primary_key=True),
    Column("address", Text, primary_key=True),
    Column("name", Text, nullable=True),
    Column("source", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("last_at", Text, nullable=False),
    Index(None, "address"),
)

# The last good copy of a person's CardDAV address book. `cards` is JSON, compressed by zlib; `token` what the server
# called that state; `trouble` one sentence about the last attempt, null where it went well.
address_books = Table(
    "address_books",
    metadata,
    Column("person", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("token", Text, nullable=True),
    Column("cards", LargeBinary, nullable=True),
    Column("fetched_at", Text, nullable=True),
    Column("tried_at", Text, nullable=False),
    Column("trouble", Text, nullable=True),
)

# How far a person's Sent folder has been read: up to this moment of change (nanoseconds since 1970).
sent_folders = Table(
    "sent_folders",
    metadata,
    Column("person", Text, primary_key=True),
    Column("folder", Text, nullable=False),
    Column("seen_to", BigInteger, nullable=False),
    Column("tried_at", Text, nullable=False),
    Column("trouble", Text, nullable=True),
)

# "X may send for Y", as a person approved it (RFC 6047 2.2.1). All addresses are lower-case.
delegates = Table(
    "delegates",
    metadata,
    Column("person", Text, primary_key=True),
    Column("sent_by", Text, primary_key=True),
    Column("organizer", Text, primary_key=True),
    Column("since", Text, nullable=False),
)

# Whom a group calendar stood for when a person first met it. All addresses are lower-case.
pins = Table(
    "pins",
    metadata,
    Column("person", Text, primary_key=True),
    Column("calendar", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("since", Text, nullable=False),
)

# What a person pressed. `before` is JSON: all that undo needs to put back.
decisions = Table(
    "decisions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("outcome_id", Text, ForeignKey("outcomes.id"), nullable=False),
    Column("person", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    Column("undone_at", Text, nullable=True),
    Column("before", Text, nullable=False),
    Index(None, "outcome_id"),
)

# Every effect on another machine waits here. `payload` is a JSON object of plain values.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Text, primary_key=True),
    Column("decision_id", Text, ForeignKey("decisions.id"), nullable=True),
    Column("kind", Text, nullable=False),
    Column("person", Text, nullable=True),
    Column("due_at", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("last_error", Text, nullable=True),
    Column("done_at", Text, nullable=True),
    Index(None, "state", "due_at"),
    Index(None, "decision_id"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("csrf", Text, nullable=False),
)

logins = Table(
    "logins",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("used_at", Text, nullable=True),
)

secrets = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
