"""A line of the ledger that is about no story, one a week and channel; what each article of a story says of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ABOUT_NONE = sa.text("story_id IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("delivery") as table:  # SQLite copies the table
        table.alter_column("story_id", existing_type=sa.Integer, nullable=True)
    op.create_index(
        "delivery_of_week_key",
        "delivery",
        ["channel_id", "revision"],
        unique=True,
        sqlite_where=ABOUT_NONE,
        postgresql_where=ABOUT_NONE,
    )
    op.add_column("story_source", sa.Column("summary", sa.Text))
    op.add_column("story_source", sa.Column("summary_method", sa.Text))
    op.add_column("story_source", sa.Column("summary_language", sa.Text))
