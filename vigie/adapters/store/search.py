"""Finding stories again: by words, company, topic and time, within what the asker may see. It ranks by date alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Text, and_, cast, false, func, or_, select, update

from vigie.adapters.store.codec import strings
from vigie.adapters.store.engines import index_source, sources_with
from vigie.adapters.store.entries import batches
from vigie.adapters.store.schema import GREATEST, article, company, event, story, story_source
from vigie.adapters.store.stories import stories
from vigie.adapters.store.subscriptions import subscriptions
from vigie.adapters.store.tenants import may_see, may_watch
from vigie.adapters.store.words import indexed, sought
from vigie.model import Channel
from vigie.ports import Found, Query

MONTH = func.substr(cast(story.c.dated, Text), 1, 7)
"""'2026-11', in UTC."""

Where = ColumnElement[bool]


def search(db: Connection, query: Query) -> Found:
    terms = sought(query.words)
    if query.words.strip() and not terms:  # only stop words, or no words at all: « ?! »
        return Found((), 0)
    where = and_(*conditions(db, query, terms))
    counts = select(MONTH.label("month"), func.count().label("n")).join_from(story, company).where(where)
    by_month = {row.month: row.n for row in db.execute(counts.group_by(MONTH).order_by(MONTH))}
    page = (
        select(story.c.id)
        .join_from(story, company)
        .where(where)
        .order_by(story.c.dated.desc(), story.c.first_seen.desc(), story.c.id.desc())
        .offset(within(query.offset))
        .limit(within(query.limit))
    )
    found = stories(db, db.execute(page).scalars().all(), query.tenant)
    return Found(tuple(found.values()), sum(by_month.values()), by_month)


def conditions(db: Connection, query: Query, terms: list[list[str]]) -> Iterable[Where]:
    """What a story must meet, as conditions on the tables story and company."""
    yield may_watch(query.tenant)
    sources = select(story_source.c.id).where(may_see(story_source.c.article_id, query.tenant))
    if terms:
        tokens = [[company_token(query.company)]] if query.company is not None else []
        tokens += [[topic_token(query.topic)]] if query.topic is not None and query.topic.isalnum() else []
        found = sources.where(story_source.c.id.in_(sources_with(db, [*tokens, *terms])))
        yield story.c.id.in_(found.with_only_columns(story_source.c.story_id))
    else:
        yield sources.where(story_source.c.story_id == story.c.id).exists()
    if query.company is not None:
        yield story.c.company_id == within(query.company)
    if query.topic is not None:
        yield story.c.topic == query.topic
    if query.since is not None:
        yield story.c.dated >= query.since
    if query.before is not None:
        yield story.c.dated < query.before
    if query.channel is not None:
        yield watched(db, query.channel)


def watched(db: Connection, channel: Channel) -> Where:
    """One of the channel's subscriptions covers the story."""
    by_topics: dict[frozenset[str], list[int | None]] = {}
    for one in subscriptions(db, channel):
        by_topics.setdefault(one.topics, []).append(one.company.id if one.company else None)
    return or_(false(), *(covers(companies, topics) for topics, companies in by_topics.items()))


def covers(companies: Sequence[int | None], topics: frozenset[str]) -> Where:
    about = [] if None in companies else [story.c.company_id.in_(companies)]
    on = [story.c.topic.in_(topics)] if topics else []
    return and_(story.c.id.is_not(None), *about, *on)


def within(number: int) -> int:
    """A number that both engines hold."""
    return max(0, min(number, GREATEST))


# -- the index --------------------------------------------------------------------------------------------------------


def company_token(company_id: int) -> str:
    return f"company_{company_id}"


def topic_token(topic: str) -> str:
    return f"topic_{topic}"


def index(db: Connection, sources: Sequence[int]) -> None:
    """Make sources findable by company, topic and words: title, text while it is kept, facts, the story's summary.

    Each source is found by its own words alone, so that nobody finds a story through an article they may not see.
    """
    query = (
        select(
            story_source.c.id,
            story.c.company_id,
            story.c.topic,
            company.c.name,
            company.c.aliases,
            article.c.title,
            article.c.text,
            event.c.facts,
            (event.c.id == story.c.lead_event_id).label("leads"),
            story.c.summary,
        )
        .join_from(story_source, story)
        .join(company, company.c.id == story.c.company_id)
        .join(article, article.c.id == story_source.c.article_id)
        .join(
            event,
            (event.c.article_id == article.c.id)
            & (event.c.company_id == story.c.company_id)
            & (event.c.topic == story.c.topic),
        )
        .where(story_source.c.id.in_(sources))
    )
    for row in db.execute(query).all():
        summary = row.summary if row.leads else ""
        texts = [row.name, *row.aliases, row.title, row.text or "", *strings(row.facts), summary]
        tokens = f"{company_token(row.company_id)} {topic_token(row.topic)}"
        index_source(db, row.id, f"{tokens} {indexed(texts)}")


def forget_texts(db: Connection, before: datetime, most: int) -> int:
    """Drop the texts of articles first seen before then, at most so many, from the index too; how many those were."""
    old = (article.c.text.is_not(None)) & (article.c.first_seen < before)
    ids = db.execute(select(article.c.id).where(old).order_by(article.c.first_seen).limit(most)).scalars().all()
    for some in batches(ids):
        db.execute(update(article).where(article.c.id.in_(some)).values(text=None))
        told = select(story_source.c.id).where(story_source.c.article_id.in_(some))
        index(db, db.execute(told).scalars().all())
    return len(ids)
