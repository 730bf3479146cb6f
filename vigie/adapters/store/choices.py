"""Stories put together or taken apart by hand, and what people decided, kept as labelled pairs. It judges nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from vigie.adapters.store.deliveries import DEAD, PENDING
from vigie.adapters.store.examination import lead as let_lead
from vigie.adapters.store.schema import (
    Record,
    article,
    delivery,
    event,
    story,
    story_choice,
    story_source,
    story_update,
)
from vigie.adapters.store.search import index
from vigie.adapters.store.stories import events_of, sources_of
from vigie.links import cleaned
from vigie.model import Article, Event, Summary

Summarise = Callable[[Event, Article], Summary]

MERGED = "L'histoire a été réunie à une autre."


class NoSuchStory(Exception):
    """The stories or the article asked for are not there, or cannot be put together. The message is French."""


def merge(db: Connection, one: int, other: int, now: datetime) -> int:
    """Let the younger of two stories join the older one, whose posts stay; the older one's id. Raises NoSuchStory."""
    if one == other:
        raise NoSuchStory("Ce sont deux fois la même histoire.")
    kept, gone = sorted((head_of(db, one), head_of(db, other)), key=lambda row: (row.first_seen, row.id))
    if (kept.company_id, kept.topic) != (gone.company_id, gone.topic):
        raise NoSuchStory("Ces histoires ne parlent pas de la même entreprise et du même sujet.")
    choose(db, kept, lead_of(db, kept), lead_of(db, gone), now, same=True)
    moved = source_ids(db, gone.id)
    db.execute(update(event).where(event.c.story_id == gone.id).values(story_id=kept.id))
    db.execute(update(story_source).where(story_source.c.story_id == gone.id).values(story_id=kept.id))
    db.execute(update(story_update).where(story_update.c.story_id == gone.id).values(story_id=kept.id))
    latest = max(kept.updated_at, gone.updated_at)
    db.execute(update(story).where(story.c.id == kept.id).values(updated_at=latest, revision=kept.revision + 1))
    waiting = (delivery.c.story_id == gone.id) & (delivery.c.state == PENDING)
    db.execute(update(delivery).where(waiting).values(state=DEAD, error=MERGED))
    index(db, moved)
    return int(kept.id)


def split(db: Connection, story_id: int, url: str, summarise: Summarise, now: datetime) -> int:
    """Take an article out of a story, into one of its own that nobody is told of; its id. Raises NoSuchStory."""
    head = head_of(db, story_id)
    rows = sources_of(db, [story_id], None).get(story_id, [])
    chosen = next((row for row in rows if cleaned(row.url) == cleaned(url)), None)
    if chosen is None:
        raise NoSuchStory(f"L'histoire n° {story_id} n'a pas d'article à l'adresse {url}.")
    if len(rows) == 1:
        raise NoSuchStory(f"L'histoire n° {story_id} n'a que cet article.")
    rest = [row for row in rows if row.id != chosen.id]
    choose(db, head, article_id(db, rest[0].id), article_id(db, chosen.id), now, same=False)
    made = open_for(db, head, chosen, summarise)
    moved = (story_source.c.story_id == story_id) & (story_source.c.article_id == article_id(db, chosen.id))
    db.execute(update(story_source).where(moved).values(story_id=made, copy=False))
    db.execute(update(event).where(event.c.id == chosen.id).values(story_id=made))
    if head.lead_event_id == chosen.id:
        let_lead(db, story_id, rest[0].id, summary_of(db, rest[0].id, summarise))
    db.execute(update(story).where(story.c.id == story_id).values(revision=head.revision + 1))
    index(db, [*source_ids(db, made), *source_ids(db, story_id)])
    return made


def head_of(db: Connection, story_id: int) -> Record:
    row = db.execute(select(story).where(story.c.id == story_id)).first()
    if row is None or not source_ids(db, story_id):
        raise NoSuchStory(f"Il n'y a pas d'histoire n° {story_id}.")
    return row


def open_for(db: Connection, head: Record, source: Record, summarise: Summarise) -> int:
    said = summary_of(db, source.id, summarise)
    row = {
        "company_id": head.company_id,
        "topic": head.topic,
        "lead_event_id": source.id,
        "summary": said.text,
        "summary_method": said.method,
        "summary_language": said.language,
        "first_seen": source.first_seen,
        "updated_at": source.first_seen,
        "dated": min(source.published or source.first_seen, source.first_seen),
        "revision": 0,
    }
    made: int = db.execute(insert(story).values(row).returning(story.c.id)).scalar_one()
    return made


def summary_of(db: Connection, event_id: int, summarise: Summarise) -> Summary:
    """What an article of the story says of it; of its title alone where its text was forgotten."""
    row = db.execute(select(article).join_from(event, article).where(event.c.id == event_id)).one()
    told = Article(row.url, row.title, row.text or "", row.published, row.language)
    return summarise(events_of(db, {event_id})[event_id], told)


def lead_of(db: Connection, head: Record) -> int:
    return article_id(db, head.lead_event_id)


def article_id(db: Connection, event_id: int) -> int:
    found: int = db.execute(select(event.c.article_id).where(event.c.id == event_id)).scalar_one()
    return found


def source_ids(db: Connection, story_id: int) -> Sequence[int]:
    return db.execute(select(story_source.c.id).where(story_source.c.story_id == story_id)).scalars().all()


def choose(db: Connection, head: Record, one: int, other: int, now: datetime, *, same: bool) -> None:
    pair = {"article_id": one, "other_id": other, "company_id": head.company_id, "topic": head.topic}
    db.execute(insert(story_choice).values(**pair, same=same, at=now))


def choices(db: Connection) -> list[tuple[Article, Article, bool]]:
    """The pairs that people decided on, oldest first: two articles, and whether they tell one event."""
    other = article.alias("other")
    query = (
        select(
            *(article.c[name] for name in ("url", "title", "text", "published", "language")),
            *(other.c[name].label(f"other_{name}") for name in ("url", "title", "text", "published", "language")),
            story_choice.c.same,
        )
        .join_from(story_choice, article, article.c.id == story_choice.c.article_id)
        .join(other, other.c.id == story_choice.c.other_id)
        .order_by(story_choice.c.id)
    )
    return [
        (
            Article(row.url, row.title, row.text or "", row.published, row.language),
            Article(row.other_url, row.other_title, row.other_text or "", row.other_published, row.other_language),
            row.same,
        )
        for row in db.execute(query)
    ]
