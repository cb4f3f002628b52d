"""When a person said yes to an event themselves: what "from now on" lasts by (architecture 3.2)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Only what somebody pressed and did not take back, of events that are still accepted from an organizer vouched for.
_FROM_DECISIONS = """
UPDATE events SET accepted_at = (
    SELECT max(decisions.decided_at) FROM decisions JOIN outcomes ON outcomes.id = decisions.outcome_id
    WHERE decisions.person = events.person AND decisions.action IN ('accept', 'tentative')
    AND decisions.undone_at IS NULL AND outcomes.uid = events.uid AND lower(outcomes.organizer) = events.organizer
)
WHERE state = 'accepted' AND strength IN ('strong', 'moderate')
"""


def upgrade() -> None:
    op.add_column("events", sa.Column("accepted_at", sa.Text(), nullable=True))
    op.execute(_FROM_DECISIONS)
