"""What is new in a story after its alert, copies among its articles, and what people said of its limits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("story_source", sa.Column("copy", sa.Boolean, nullable=False, server_default="0"))
    op.add_column("story_source", sa.Column("telling", sa.Text))
    op.create_table(
        "story_update",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("story_id", sa.Integer, nullable=False),
        sa.Column("article_id", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("loud", sa.Boolean, nullable=False),
        sa.Column("figure", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="story_update_pkey"),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name="story_update_story_id_fkey"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="story_update_article_id_fkey"),
        sa.UniqueConstraint("story_id", "article_id", name="story_update_story_id_article_id_key"),
    )
    op.create_table(
        "story_choice",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("article_id", sa.Integer, nullable=False),
        sa.Column("other_id", sa.Integer, nullable=False),
        sa.Column("company_id", sa.Integer, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("same", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="story_choice_pkey"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="story_choice_article_id_fkey"),
        sa.ForeignKeyConstraint(["other_id"], ["article.id"], name="story_choice_other_id_fkey"),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name="story_choice_company_id_fkey"),
    )
    op.create_index("story_update_article_id", "story_update", ["article_id"])


def downgrade() -> None:
    raise ValueError("the updates that it keeps would be lost: go back with the copy of the file instead")
