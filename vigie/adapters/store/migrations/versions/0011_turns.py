"""What is to be examined by feed: each has its turn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

TO_DO = sa.text("examined_at IS NULL")


def upgrade() -> None:
    op.drop_index("entry_unexamined", table_name="entry")
    op.create_index("entry_unexamined", "entry", ["feed_id", "id"], sqlite_where=TO_DO, postgresql_where=TO_DO)
