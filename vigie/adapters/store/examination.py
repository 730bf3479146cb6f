"""What examining an entry concluded, written in one transaction: events, stories, the index and the ledger's rows.

It is idempotent: an article has one event a company and topic, a story each article once, a channel each row once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from vigie.adapters.store.codec import evidence_to_json, facts_to_json, telling_to_text
from vigie.adapters.store.deliveries import queue_alerts, queue_edits, queue_updates
from vigie.adapters.store.engines import insert_new
from vigie.adapters.store.entries import mark_examined
from vigie.adapters.store.schema import Record, event, story, story_source, story_update
from vigie.adapters.store.search import index
from vigie.links import outlet
from vigie.model import Article, Entry, Event, Finding, Summary, Update
from vigie.stories import telling


def save_examination(db: Connection, entry: Entry, findings: Sequence[Finding], version: int, now: datetime) -> None:
    mark_examined(db, entry, version, now)
    for finding in findings:
        save_finding(db, entry, finding, now)


def save_finding(db: Connection, entry: Entry, finding: Finding, now: datetime) -> None:
    known = find_event(db, entry.article_id, finding.event)
    story_id = known.story_id if known and known.story_id is not None else finding.story
    event_id = known.id if known else add_event(db, entry.article_id, finding.event)
    if story_id is None and finding.summary is None:
        return
    if known and known.story_id is None:  # a mention when it was first looked at: the watch-list has changed since
        db.execute(update(event).where(event.c.id == event_id).values(told(finding.event)))
    is_new = story_id is None
    if story_id is None:
        assert finding.summary is not None
        story_id = open_story(db, entry, finding.event, event_id, finding.summary)
    db.execute(update(event).where(event.c.id == event_id).values(story_id=story_id))
    added, revision = add_source(db, entry, story_id, finding)
    if added and finding.update is not None and not is_new:
        add_update(db, entry, story_id, finding.update, revision, now)
        if finding.summary is not None:
            lead(db, story_id, event_id, finding.summary)
        queue_updates(db, story_id, revision, finding.updates, now)
    keep_words(db, story_id, entry.article_id, finding.own or finding.summary)
    queue_alerts(db, story_id, finding.alerts, now)
    queue_edits(db, story_id, revision, finding.edits, now)


def find_event(db: Connection, article_id: int, one: Event) -> Record | None:
    same = (event.c.company_id == one.company.id) & (event.c.topic == one.topic)
    return db.execute(select(event.c.id, event.c.story_id).where(event.c.article_id == article_id, same)).first()


def add_event(db: Connection, article_id: int, one: Event) -> int:
    query = insert(event).values(article_id=article_id, company_id=one.company.id, topic=one.topic, **told(one))
    event_id: int = db.execute(query.returning(event.c.id)).scalar_one()
    return event_id


def told(one: Event) -> dict[str, Any]:
    """The columns of what an event tells."""
    return {
        "role": one.role,
        "stage": one.stage,
        "score": one.score,
        "sensitivity": one.sensitivity,
        "facts": facts_to_json(one),
        "evidence": evidence_to_json(one),
    }


def open_story(db: Connection, entry: Entry, one: Event, event_id: int, summary: Summary) -> int:
    query = insert(story).values(
        company_id=one.company.id,
        topic=one.topic,
        lead_event_id=event_id,
        summary=summary.text,
        summary_method=summary.method,
        summary_language=summary.language,
        first_seen=entry.first_seen,
        updated_at=entry.first_seen,
        dated=dated(entry.article, entry.first_seen),
        revision=0,
    )
    story_id: int = db.execute(query.returning(story.c.id)).scalar_one()
    return story_id


def dated(article: Article, first_seen: datetime) -> datetime:
    """When it was published as far as one can tell: no article is published after it was seen."""
    return min(article.published or first_seen, first_seen)


def lead(db: Connection, story_id: int, event_id: int, summary: Summary) -> None:
    """Let another article lead the story: one that denies it, cancels it, or makes of a rumour a fact."""
    said = {"summary": summary.text, "summary_method": summary.method, "summary_language": summary.language}
    db.execute(update(story).where(story.c.id == story_id).values(lead_event_id=event_id, **said))


def keep_words(db: Connection, story_id: int, article_id: int, said: Summary | None) -> None:
    """What an article says of its story, for tenants that see no other; the first words stay."""
    if said is not None:
        here = (story_source.c.story_id == story_id) & (story_source.c.article_id == article_id)
        words = {"summary": said.text, "summary_method": said.method, "summary_language": said.language}
        db.execute(update(story_source).where(here, story_source.c.summary.is_(None)).values(words))


def add_update(db: Connection, entry: Entry, story_id: int, one: Update, revision: int, now: datetime) -> None:
    row = {"story_id": story_id, "article_id": entry.article_id, "revision": revision, "at": now}
    db.execute(insert_new(story_update).values(**row, text=one.text, loud=one.loud, figure=one.figure))


def add_source(db: Connection, entry: Entry, story_id: int, finding: Finding) -> tuple[bool, int]:
    """Let the article join its story, once: whether it did now, and the story's revision, which is one more where an
    outlet or a new fact came with it.
    """
    head = db.execute(select(story.c.revision, story.c.updated_at).where(story.c.id == story_id)).one()
    known = (story_source.c.story_id == story_id, story_source.c.article_id == entry.article_id)
    if db.execute(select(story_source.c.id).where(*known)).first():
        return False, int(head.revision)
    site = outlet(entry.article.url) or outlet(entry.feed.url)
    outlets = {row.site: row.outlet for row in db.execute(select(story_source).where(known[0]))}
    source = insert(story_source).values(
        story_id=story_id,
        article_id=entry.article_id,
        outlet=outlets.get(site) or outlet_name(entry, site),
        site=site,
        first_seen=entry.first_seen,
        copy=finding.copy,
        telling=telling_to_text(telling(finding.event, entry.article, entry.first_seen)),
    )
    source_id = db.execute(source.returning(story_source.c.id)).scalar_one()
    index(db, [source_id])
    shows = finding.update is not None or (bool(outlets) and site not in outlets and not finding.copy)
    revision: int = head.revision + (1 if shows else 0)
    changed = {"revision": revision, "updated_at": max(head.updated_at, entry.first_seen)}
    db.execute(update(story).where(story.c.id == story_id).values(changed))
    return True, revision


def outlet_name(entry: Entry, site: str) -> str:
    """What people read: the feed's name where the feed is of the article's own site, else that site's domain."""
    return entry.feed.name if site == outlet(entry.feed.url) else site
