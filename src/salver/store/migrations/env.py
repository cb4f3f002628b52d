"""What Alembic runs to migrate: our open connection, our metadata, the caller's transaction."""

from __future__ import annotations

from alembic import context

from salver.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
