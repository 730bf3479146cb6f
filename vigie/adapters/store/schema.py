"""The tables, as SQLAlchemy Core knows them. It creates nothing: the migrations do, and a test holds the two together.

Portable between SQLite and PostgreSQL. The full-text table (FTS5) is not here: it is SQLite's alone (sqlite.py).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)


class UtcTime(TypeDecorator[datetime]):
    """A moment: goes in aware, is kept in UTC, comes out aware. Raises ValueError for a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without its time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


NAMES = {
    "ix": "%(table_name)s_%(column_0_N_name)s",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "fk": "%(table_name)s_%(column_0_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}
"""Every constraint has a name, so that a later migration can drop it on both engines."""

GREATEST = 2**31 - 1
"""The greatest number that a row can have, on either engine; people may type greater ones."""

Record = Row[*tuple[Any, ...]]
"""A row that a query gave; which columns it has, the docstring of whoever takes it says."""

metadata = MetaData(naming_convention=NAMES)


def identity() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def refers_to(table: str, *, name: str | None = None, null: bool = False) -> Column[int]:
    """A column that holds the id of a row of `table`."""
    return Column(name or f"{table}_id", Integer, ForeignKey(f"{table}.id"), nullable=null)


def of_tenant(*, null: bool) -> Column[str]:
    """Whose row this is; null means feeds.yaml."""
    return Column("tenant", Text, ForeignKey("tenant.name"), nullable=null)


def must(name: str, kind: Any, **options: Any) -> Column[Any]:
    return Column(name, kind, nullable=False, **options)


def partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of the rows that meet a condition, on both engines."""
    condition: ColumnElement[bool] = text(where)  # type: ignore[assignment]  # a text() is taken as a condition
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


meta = Table("meta", metadata, Column("name", Text, primary_key=True), must("value", Integer))
"""Numbers that belong to no other row: `watchlist` is the version of the watch-list."""

tenant = Table("tenant", metadata, Column("name", Text, primary_key=True), must("created_at", UtcTime))
"""'discord:81', 'slack:T1' or 'local'; made with its first company, feed or subscription."""

# -- what is watched --------------------------------------------------------------------------------------------------

company = Table(
    "company",
    metadata,
    identity(),
    of_tenant(null=True),
    must("name", Text),
    must("aliases", JSON),
    must("context", JSON),
    must("exclude", JSON),
    must("added_at", UtcTime),
    Column("caught_up_at", UtcTime),  # null: what the feeds held before it was added has not been read for it
    Column("retired_at", UtcTime),
    partial("company_name_key", "name", where="tenant IS NULL AND retired_at IS NULL", unique=True),
    partial("company_tenant_name_key", "tenant", "name", where="retired_at IS NULL", unique=True),
)

feed = Table(
    "feed",
    metadata,
    identity(),
    must("url", Text, unique=True),
    # as its followers state it (feeds.yaml first, else the oldest tenant; the shortest `every`): see feeds.settle
    of_tenant(null=True),
    must("name", Text),
    must("every", Integer),  # seconds
    Column("language", Text),
    must("title_only", Boolean),
    # what we remember
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", Text),
    Column("next_visit", UtcTime, index=True),
    Column("baseline_at", UtcTime),
    Column("last_success", UtcTime),
    must("failures", Integer),
    Column("last_error", Text),
    Column("memory", JSON),  # vigie.memory.Memory, without what has its usual value; null: nothing yet
)

follow = Table(
    "follow",
    metadata,
    identity(),
    of_tenant(null=True),
    refers_to("feed"),
    must("since", UtcTime),
    must("name", Text),
    must("every", Integer),  # seconds
    Column("language", Text),
    must("title_only", Boolean),
    UniqueConstraint("tenant", "feed_id"),
    partial("follow_of_file_key", "feed_id", where="tenant IS NULL", unique=True),
    Index("follow_feed_id_tenant", "feed_id", "tenant"),
)

lease = Table(
    "lease",
    metadata,
    identity(),
    refers_to("feed"),
    # as vigie.websub.Lease has them
    must("hub", Text),
    must("topic", Text),
    must("address", Text),
    must("path", Text, unique=True),
    must("secret", Text),
    must("due_at", UtcTime, index=True),
    Column("asked_at", UtcTime),
    must("leaving", Boolean),
    Column("until", UtcTime),
    must("failures", Integer),
    must("trouble", Text),
    must("method", Text),
    Column("pushed_at", UtcTime),
    must("missed", Boolean),
    UniqueConstraint("feed_id"),
)

host = Table(
    "host",
    metadata,
    Column("key", Text, primary_key=True),
    must("holder", Text),
    must("until", UtcTime),
)
"""Of the processes that share the database, the one that asks a host for feeds; see claims.py."""

# -- what was met -----------------------------------------------------------------------------------------------------

article = Table(
    "article",
    metadata,
    identity(),
    must("key", Text, unique=True),  # see identity.py: one article however many feeds carry it
    must("link", Text, index=True),  # vigie.links.cleaned(url)
    must("url", Text),  # as the feed gave it
    must("title", Text),
    Column("text", Text),  # null once it was forgotten
    Column("published", UtcTime),
    Column("language", Text),
    must("first_seen", UtcTime),
    partial("article_with_text", "first_seen", where="text IS NOT NULL"),
)

entry = Table(
    "entry",
    metadata,
    identity(),
    refers_to("feed"),
    refers_to("article"),
    must("key", Text),
    must("guid", Text),
    must("first_seen", UtcTime, index=True),
    must("baseline", Boolean),
    Column("arrival", Text),  # late | flood; null: as they come
    Column("examined_at", UtcTime),
    Column("version", Integer),  # of the watch-list that it was examined with
    Column("problem", Text),
    UniqueConstraint("feed_id", "key"),
    UniqueConstraint("article_id", "feed_id"),
    partial("entry_unexamined", "feed_id", "id", where="examined_at IS NULL"),
)

# -- what it tells ----------------------------------------------------------------------------------------------------

event = Table(
    "event",
    metadata,
    identity(),
    refers_to("article"),
    refers_to("company"),
    must("topic", Text),
    must("role", Text),
    Column("stage", Text),
    must("score", Float),
    Column("sensitivity", Text),  # the strictest one that hears of it
    must("facts", JSON),
    must("evidence", JSON),
    # null: a bare mention. use_alter only tells SQLAlchemy which of the two references to each other comes second.
    Column("story_id", Integer, ForeignKey("story.id", name="event_story_id_fkey", use_alter=True), index=True),
    UniqueConstraint("article_id", "company_id", "topic"),
)

story = Table(
    "story",
    metadata,
    identity(),
    refers_to("company"),
    must("topic", Text),
    refers_to("event", name="lead_event_id"),
    must("summary", Text),
    must("summary_method", Text),
    must("summary_language", Text),
    must("first_seen", UtcTime),
    must("updated_at", UtcTime),  # when its last article was first seen
    must("dated", UtcTime, index=True),  # when its lead was published, as far as one can tell: what a search sorts by
    must("revision", Integer),
    Index("story_recent", "company_id", "topic", "updated_at"),
)

story_source = Table(
    "story_source",
    metadata,
    identity(),
    refers_to("story"),
    refers_to("article"),
    must("outlet", Text),  # as people read it
    must("site", Text),  # vigie.links.outlet(url): two feeds of one publisher are one outlet
    must("first_seen", UtcTime),
    must("copy", Boolean, server_default="0"),  # of an earlier one, almost word for word
    Column("telling", Text),  # vigie.stories.Telling, as JSON: what later articles are compared with
    Column("summary", Text),  # made from this article, for tenants that may not see the story's lead; null: its title
    Column("summary_method", Text),
    Column("summary_language", Text),
    UniqueConstraint("story_id", "article_id"),
    Index("story_source_article_id", "article_id"),
)

story_update = Table(
    "story_update",
    metadata,
    identity(),
    refers_to("story"),
    refers_to("article"),
    must("revision", Integer),  # of the story, with this new fact
    must("text", Text),
    must("loud", Boolean),
    must("figure", Text),
    must("at", UtcTime),
    UniqueConstraint("story_id", "article_id"),
    Index("story_update_article_id", "article_id"),
)

story_choice = Table(
    "story_choice",
    metadata,
    identity(),
    refers_to("article"),
    refers_to("article", name="other_id"),
    refers_to("company"),
    must("topic", Text),
    must("same", Boolean),  # one event, as a person said
    must("at", UtcTime),
)

# -- who is told ------------------------------------------------------------------------------------------------------

channel = Table(
    "channel",
    metadata,
    identity(),
    must("platform", Text),
    of_tenant(null=False),
    must("address", Text),  # the platform's own id of it
    Column("rules", JSON),  # of vigie.rules.Rules, what differs from the default
    Column("paused_until", UtcTime),
    Column("blocked_until", UtcTime),  # people must mend something there first
    must("refusals", Integer, server_default="0"),  # in a row
    Column("gone_at", UtcTime),  # it is no more, or we are not there any more: nothing is sent, and it will be erased
    UniqueConstraint("tenant", "platform", "address"),
)

subscription = Table(
    "subscription",
    metadata,
    identity(),
    refers_to("channel"),
    refers_to("company", null=True),  # null: every company its tenant watches
    must("topics", JSON),  # empty: all of them
    Column("sensitivity", Text),  # null: its channel's
    must("created_at", UtcTime),
    must("created_by", Text),
    UniqueConstraint("channel_id", "company_id"),
    partial("subscription_to_all_key", "channel_id", where="company_id IS NULL", unique=True),
    Index("subscription_company_id", "company_id"),
)

change = Table(
    "change",
    metadata,
    identity(),
    refers_to("channel"),
    must("who", Text),
    must("what", Text),
    must("at", UtcTime),
    Index("change_channel_id", "channel_id", "id"),
)

delivery = Table(
    "delivery",
    metadata,
    identity(),
    refers_to("channel"),
    refers_to("story", null=True),  # null: the line of a quiet week
    must("kind", Text),
    must("revision", Integer),  # of the story; 0 for an alert: a channel has one alert a story; of no story: the week
    must("state", Text),
    must("due_at", UtcTime),
    must("attempts", Integer),
    must("token", Integer, server_default="0"),  # of the last claim: an older holder may not write
    Column("message_id", Text),
    Column("started_at", UtcTime),  # when the first attempt began
    Column("asked_at", UtcTime),  # when the first one began that may have reached the channel
    Column("tried_at", UtcTime),  # when the last one began
    must("again", Boolean, server_default="0"),  # published once more, since nobody knows whether it was
    Column("covered_by", Integer, index=True),  # the digest (of this table) that tells it
    Column("sent_at", UtcTime),
    Column("error", Text),
    must("created_at", UtcTime),
    UniqueConstraint("channel_id", "story_id", "kind", "revision"),
    partial("delivery_of_week_key", "channel_id", "revision", where="story_id IS NULL", unique=True),
    Index("delivery_due", "state", "due_at"),
    Index("delivery_story_id", "story_id"),
    Index("delivery_channel_id_started_at", "channel_id", "started_at"),
)
