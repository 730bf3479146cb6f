"""The ledger's claims and unclear outcomes, digests, and the rules of channels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0001"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("delivery", sa.Column("token", sa.Integer, nullable=False, server_default="0"))
    op.add_column("delivery", sa.Column("tried_at", TIME))
    op.add_column("delivery", sa.Column("asked_at", TIME))
    op.add_column("delivery", sa.Column("again", sa.Boolean, nullable=False, server_default="0"))
    op.add_column("delivery", sa.Column("covered_by", sa.Integer))
    op.create_index("delivery_covered_by", "delivery", ["covered_by"])
    op.create_index("delivery_channel_id_started_at", "delivery", ["channel_id", "started_at"])
    op.add_column("channel", sa.Column("rules", sa.JSON))
    op.add_column("channel", sa.Column("paused_until", TIME))
    op.add_column("channel", sa.Column("blocked_until", TIME))
    op.add_column("channel", sa.Column("refusals", sa.Integer, nullable=False, server_default="0"))
    op.add_column("channel", sa.Column("gone_at", TIME))


def downgrade() -> None:
    raise ValueError("the outcomes that it keeps would be lost: go back with the copy of the file instead")
