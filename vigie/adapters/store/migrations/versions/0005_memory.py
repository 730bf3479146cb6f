"""What visits taught of a feed beyond its validators, and how entries came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("feed", sa.Column("memory", sa.JSON))
    op.add_column("entry", sa.Column("arrival", sa.Text))
