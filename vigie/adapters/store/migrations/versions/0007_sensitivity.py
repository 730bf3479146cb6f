"""How much a subscription wants to hear of, and the strictest sensitivity that hears of an event."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("subscription", sa.Column("sensitivity", sa.Text))
    op.add_column("event", sa.Column("sensitivity", sa.Text))
