"""Subscriptions of feeds at hubs (WebSub)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("feed_id", sa.Integer, nullable=False),
        sa.Column("hub", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
        sa.Column("leaving", sa.Boolean, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("trouble", sa.Text, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("pushed_at", sa.DateTime(timezone=True)),
        sa.Column("missed", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="lease_pkey"),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="lease_feed_id_fkey"),
        sa.UniqueConstraint("feed_id", name="lease_feed_id_key"),
        sa.UniqueConstraint("path", name="lease_path_key"),
    )
    op.create_index("lease_due_at", "lease", ["due_at"])
