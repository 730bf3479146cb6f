"""The first schema."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TIME = sa.DateTime(timezone=True)


def identity() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, nullable=False)


def column(name: str, kind: Any, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null)


def key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=f"{table}_pkey")


def reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"{table}_{column}_fkey")


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"{table}_{'_'.join(columns)}_key")


def partial_index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def upgrade() -> None:
    op.create_table(
        "meta",
        column("name", sa.Text),
        column("value", sa.Integer),
        sa.PrimaryKeyConstraint("name", name="meta_pkey"),
    )
    op.create_table(
        "tenant",
        column("name", sa.Text),
        column("created_at", TIME),
        sa.PrimaryKeyConstraint("name", name="tenant_pkey"),
    )
    create_what_is_watched()
    create_what_was_met()
    create_what_it_tells()
    create_who_is_told()
    create_search()


def create_what_is_watched() -> None:
    op.create_table(
        "company",
        identity(),
        column("tenant", sa.Text, null=True),
        column("name", sa.Text),
        column("aliases", sa.JSON),
        column("context", sa.JSON),
        column("exclude", sa.JSON),
        column("added_at", TIME),
        column("caught_up_at", TIME, null=True),
        column("retired_at", TIME, null=True),
        key("company"),
        reference("company", "tenant", "tenant.name"),
    )
    partial_index("company_name_key", "company", ["name"], "tenant IS NULL AND retired_at IS NULL", unique=True)
    partial_index("company_tenant_name_key", "company", ["tenant", "name"], "retired_at IS NULL", unique=True)
    op.create_table(
        "feed",
        identity(),
        column("url", sa.Text),
        column("tenant", sa.Text, null=True),
        column("name", sa.Text),
        column("every", sa.Integer),
        column("language", sa.Text, null=True),
        column("title_only", sa.Boolean),
        column("etag", sa.Text, null=True),
        column("last_modified", sa.Text, null=True),
        column("body_hash", sa.Text, null=True),
        column("next_visit", TIME, null=True),
        column("baseline_at", TIME, null=True),
        column("last_success", TIME, null=True),
        column("failures", sa.Integer),
        column("last_error", sa.Text, null=True),
        key("feed"),
        unique("feed", "url"),
        reference("feed", "tenant", "tenant.name"),
    )
    op.create_index("feed_next_visit", "feed", ["next_visit"])
    op.create_table(
        "follow",
        identity(),
        column("tenant", sa.Text, null=True),
        column("feed_id", sa.Integer),
        column("since", TIME),
        column("name", sa.Text),
        column("every", sa.Integer),
        column("language", sa.Text, null=True),
        column("title_only", sa.Boolean),
        key("follow"),
        unique("follow", "tenant", "feed_id"),
        reference("follow", "tenant", "tenant.name"),
        reference("follow", "feed_id", "feed.id"),
    )
    partial_index("follow_of_file_key", "follow", ["feed_id"], "tenant IS NULL", unique=True)
    op.create_index("follow_feed_id_tenant", "follow", ["feed_id", "tenant"])


def create_what_was_met() -> None:
    op.create_table(
        "article",
        identity(),
        column("key", sa.Text),
        column("link", sa.Text),
        column("url", sa.Text),
        column("title", sa.Text),
        column("text", sa.Text, null=True),
        column("published", TIME, null=True),
        column("language", sa.Text, null=True),
        column("first_seen", TIME),
        key("article"),
        unique("article", "key"),
    )
    op.create_index("article_link", "article", ["link"])
    partial_index("article_with_text", "article", ["first_seen"], "text IS NOT NULL")
    op.create_table(
        "entry",
        identity(),
        column("feed_id", sa.Integer),
        column("article_id", sa.Integer),
        column("key", sa.Text),
        column("guid", sa.Text),
        column("first_seen", TIME),
        column("baseline", sa.Boolean),
        column("examined_at", TIME, null=True),
        column("version", sa.Integer, null=True),
        column("problem", sa.Text, null=True),
        key("entry"),
        unique("entry", "feed_id", "key"),
        unique("entry", "article_id", "feed_id"),
        reference("entry", "feed_id", "feed.id"),
        reference("entry", "article_id", "article.id"),
    )
    op.create_index("entry_first_seen", "entry", ["first_seen"])
    partial_index("entry_unexamined", "entry", ["id"], "examined_at IS NULL")


def create_what_it_tells() -> None:
    later = op.get_bind().dialect.name != "sqlite"
    op.create_table(
        "event",
        identity(),
        column("article_id", sa.Integer),
        column("company_id", sa.Integer),
        column("topic", sa.Text),
        column("role", sa.Text),
        column("stage", sa.Text, null=True),
        column("score", sa.Float),
        column("facts", sa.JSON),
        column("evidence", sa.JSON),
        column("story_id", sa.Integer, null=True),
        key("event"),
        unique("event", "article_id", "company_id", "topic"),
        reference("event", "article_id", "article.id"),
        reference("event", "company_id", "company.id"),
        *([] if later else [reference("event", "story_id", "story.id")]),  # SQLite looks at it when a row needs it
    )
    op.create_index("event_story_id", "event", ["story_id"])
    op.create_table(
        "story",
        identity(),
        column("company_id", sa.Integer),
        column("topic", sa.Text),
        column("lead_event_id", sa.Integer),
        column("summary", sa.Text),
        column("summary_method", sa.Text),
        column("summary_language", sa.Text),
        column("first_seen", TIME),
        column("updated_at", TIME),
        column("dated", TIME),
        column("revision", sa.Integer),
        key("story"),
        reference("story", "company_id", "company.id"),
        reference("story", "lead_event_id", "event.id"),
    )
    if later:
        op.create_foreign_key("event_story_id_fkey", "event", "story", ["story_id"], ["id"])
    op.create_index("story_dated", "story", ["dated"])
    op.create_index("story_recent", "story", ["company_id", "topic", "updated_at"])
    op.create_table(
        "story_source",
        identity(),
        column("story_id", sa.Integer),
        column("article_id", sa.Integer),
        column("outlet", sa.Text),
        column("site", sa.Text),
        column("first_seen", TIME),
        key("story_source"),
        unique("story_source", "story_id", "article_id"),
        reference("story_source", "story_id", "story.id"),
        reference("story_source", "article_id", "article.id"),
    )
    op.create_index("story_source_article_id", "story_source", ["article_id"])


def create_who_is_told() -> None:
    op.create_table(
        "channel",
        identity(),
        column("platform", sa.Text),
        column("tenant", sa.Text),
        column("address", sa.Text),
        key("channel"),
        unique("channel", "tenant", "platform", "address"),
        reference("channel", "tenant", "tenant.name"),
    )
    op.create_table(
        "subscription",
        identity(),
        column("channel_id", sa.Integer),
        column("company_id", sa.Integer, null=True),
        column("topics", sa.JSON),
        column("created_at", TIME),
        column("created_by", sa.Text),
        key("subscription"),
        unique("subscription", "channel_id", "company_id"),
        reference("subscription", "channel_id", "channel.id"),
        reference("subscription", "company_id", "company.id"),
    )
    partial_index("subscription_to_all_key", "subscription", ["channel_id"], "company_id IS NULL", unique=True)
    op.create_index("subscription_company_id", "subscription", ["company_id"])
    op.create_table(
        "change",
        identity(),
        column("channel_id", sa.Integer),
        column("who", sa.Text),
        column("what", sa.Text),
        column("at", TIME),
        key("change"),
        reference("change", "channel_id", "channel.id"),
    )
    op.create_index("change_channel_id", "change", ["channel_id", "id"])
    op.create_table(
        "delivery",
        identity(),
        column("channel_id", sa.Integer),
        column("story_id", sa.Integer),
        column("kind", sa.Text),
        column("revision", sa.Integer),
        column("state", sa.Text),
        column("due_at", TIME),
        column("attempts", sa.Integer),
        column("message_id", sa.Text, null=True),
        column("started_at", TIME, null=True),
        column("sent_at", TIME, null=True),
        column("error", sa.Text, null=True),
        column("created_at", TIME),
        key("delivery"),
        unique("delivery", "channel_id", "story_id", "kind", "revision"),
        reference("delivery", "channel_id", "channel.id"),
        reference("delivery", "story_id", "story.id"),
    )
    op.create_index("delivery_due", "delivery", ["state", "due_at"])
    op.create_index("delivery_story_id", "delivery", ["story_id"])


def create_search() -> None:
    """One row a source of a story. Words come stemmed; to FTS5's tokenizer, what is beyond ASCII is a letter."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE story_search USING fts5(words, detail = none, tokenize = \"ascii tokenchars '_'\")"
        )
    else:
        op.execute("CREATE TABLE story_search (source_id integer PRIMARY KEY, words tsvector NOT NULL)")
        op.execute("CREATE INDEX story_search_words ON story_search USING gin (words)")


def downgrade() -> None:
    raise ValueError("there is nothing before the first schema: remove the file instead")
