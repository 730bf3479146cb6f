"""Stories and their events, read back as values, whole or as one tenant may see them. It changes none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from vigie.adapters.store.codec import evidence_from_json, facts_from_json, telling_from_text
from vigie.adapters.store.entries import as_article, batches, met
from vigie.adapters.store.feeds import as_feed
from vigie.adapters.store.schema import (
    GREATEST,
    Record,
    article,
    company,
    entry,
    event,
    follow,
    story,
    story_source,
    story_update,
    tenant,
)
from vigie.adapters.store.tenants import follows, may_see, may_watch
from vigie.links import cleaned
from vigie.model import Article, Company, Event, Role, Sensitivity, Source, Stage, Story, Summary, Update
from vigie.ports import Trace
from vigie.stories import Candidate, Telling, telling
from vigie.summarise.updates import compared, known_to

COMPANY = [
    company.c.id.label("company_id"),
    *(company.c[name] for name in ("name", "aliases", "context", "exclude", "tenant")),
]
"""In the order of the fields of Company."""
EVENT = [
    event.c[name] for name in ("article_id", "topic", "role", "stage", "score", "sensitivity", "facts", "evidence")
]
EVENT_OF = (
    (event.c.article_id == story_source.c.article_id)
    & (event.c.company_id == story.c.company_id)
    & (event.c.topic == story.c.topic)
)
"""What a source of a story tells."""
STORY = [
    story.c.id,
    story.c.lead_event_id,
    story.c.summary,
    story.c.summary_method,
    story.c.summary_language,
    story.c.first_seen,
    story.c.updated_at,
    story.c.revision,
]


MOST_RECENT = 64
"""Stories of a company and topic that are compared: nobody has more plans at a time."""
NEAREST = 12
"""Articles of a story that a new one is compared with: the lead, and the latest."""


def candidates(db: Connection, company_id: int, topic: str, since: datetime) -> list[Candidate]:
    """The stories of a company and topic that had an article since then, newest first, as far as they are compared."""
    rows = db.execute(CANDIDATES, {"company": company_id, "of_topic": topic, "since": since}).all()
    return [as_candidate(db, list(of)) for _, of in groupby(rows, key=lambda row: row.id)]


def candidates_query() -> Select[Any]:
    """For each article, the costliest to build of all queries."""
    these = (story.c.company_id == bindparam("company")) & (story.c.topic == bindparam("of_topic"))
    since = story.c.updated_at >= bindparam("since", type_=story.c.updated_at.type)
    newest = (story.c.updated_at.desc(), story.c.id.desc())
    recent = select(story).where(these, since).order_by(*newest).limit(MOST_RECENT).subquery()
    leads = event.c.article_id == story_source.c.article_id
    rank = func.row_number().over(partition_by=recent.c.id, order_by=(leads.desc(), story_source.c.id.desc()))
    query = (
        select(recent.c.id, recent.c.first_seen, recent.c.updated_at, rank.label("rank"))
        .add_columns(story_source.c.telling, story_source.c.article_id)
        .join_from(recent, event, event.c.id == recent.c.lead_event_id)
        .join(story_source, story_source.c.story_id == recent.c.id)
        .subquery()
    )
    near = query.c.rank <= NEAREST
    return select(query).where(near).order_by(query.c.updated_at.desc(), query.c.id.desc(), query.c.rank)


CANDIDATES = candidates_query()


def as_candidate(db: Connection, rows: Sequence[Record]) -> Candidate:
    """From the rows of one story, the lead's first."""
    told = (telling_from_text(r.telling) if r.telling else told_anew(db, r.id, r.article_id) for r in rows)
    return Candidate(rows[0].id, rows[0].first_seen, rows[0].updated_at, tuple(told))


def told_anew(db: Connection, story_id: int, article_id: int) -> Telling:
    """Of an article that joined before tellings were kept."""
    mine = (event.c.article_id == article_id) & (event.c.story_id == story_id)
    columns = [article.c[name] for name in ("url", "title", "text", "published", "first_seen")]
    query = select(*columns, *EVENT, *COMPANY).join_from(event, company).join(article, article.c.id == article_id)
    row = db.execute(query.where(mine)).one()
    told = Article(row.url, row.title, row.text or "", row.published)
    return telling(as_event(row), told, row.first_seen)


def whole_story(db: Connection, story_id: int) -> Story | None:
    return stories(db, [story_id]).get(story_id)


def story_for(db: Connection, story_id: int, name: str) -> Story | None:
    return stories(db, [story_id], name).get(story_id)


def stories(db: Connection, ids: Sequence[int], name: str | None = None) -> dict[int, Story]:
    """The stories, in the order of ids; of those a tenant is to see, only what it may, so some may be missing.

    To a tenant that may not see the lead, the story's event and summary are what the first article that it sees tells:
    no passage and no word comes from an article that it doesn't follow.
    """
    found: dict[int, Story] = {}
    for some in batches(ids):
        heads = {row.id: row for row in db.execute(heads_of(some, name))}
        sources = sources_of(db, list(heads), name)
        seen_by = tenants_of(db, list(heads))
        new = updates_of(db, list(heads), name)
        events = events_of(db, {rows[0].id for rows in sources.values()})
        for one in some:
            if one in heads and one in sources:
                found[one] = as_story(
                    heads[one], events[sources[one][0].id], sources[one], seen_by[one], new_in(new, one)
                )
    return found


def possible(ids: Sequence[int]) -> list[int]:
    return [id for id in ids if id <= GREATEST]


def heads_of(ids: Sequence[int], name: str | None) -> Select[Any]:
    query = select(*STORY).where(story.c.id.in_(possible(ids)))
    return query if name is None else query.join_from(story, company).where(may_watch(name))


def sources_of(db: Connection, ids: Sequence[int], name: str | None) -> dict[int, list[Record]]:
    """For each story its articles: the one that it opened with, then the oldest first. `id` is the event's."""
    lead = event.c.id == story.c.lead_event_id
    query = (
        select(
            story_source.c.story_id,
            story_source.c.outlet,
            story_source.c.first_seen,
            story_source.c.copy,
            story_source.c.summary,
            story_source.c.summary_method,
            story_source.c.summary_language,
            article.c.url,
            article.c.title,
            article.c.language,
            article.c.published,
            event.c.id,
        )
        .join_from(story_source, story)
        .join(article, article.c.id == story_source.c.article_id)
        .join(event, EVENT_OF)
        .where(story_source.c.story_id.in_(possible(ids)))
        .order_by(story_source.c.story_id, lead.desc(), story_source.c.first_seen, story_source.c.id)
    )
    if name is not None:
        query = query.where(may_see(story_source.c.article_id, name))
    found: dict[int, list[Record]] = defaultdict(list)
    for row in db.execute(query):
        found[row.story_id].append(row)
    return dict(found)


def tenants_of(db: Connection, ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """For each story the tenants that may see an article of it."""
    query = (
        select(story_source.c.story_id, follow.c.tenant, company.c.tenant.label("owner"))
        .distinct()
        .join_from(story_source, story)
        .join(company, company.c.id == story.c.company_id)
        .join(entry, entry.c.article_id == story_source.c.article_id)
        .join(follow, follow.c.feed_id == entry.c.feed_id)
        .where(story_source.c.story_id.in_(ids), entry.c.examined_at.is_not(None))
    )
    everyone = frozenset(db.execute(select(tenant.c.name)).scalars())
    found: dict[int, frozenset[str]] = defaultdict(frozenset)
    for row in db.execute(query):
        followers = everyone if row.tenant is None else frozenset({row.tenant})
        found[row.story_id] |= followers if row.owner is None else followers & {row.owner}
    return found


def events_of(db: Connection, ids: set[int]) -> dict[int, Event]:
    query = select(event.c.id, *EVENT, *COMPANY).join_from(event, company).where(event.c.id.in_(ids))
    return {row.id: as_event(row) for row in db.execute(query)}


def article_of(db: Connection, story_id: int, name: str) -> Article | None:
    """The article that leads the story, of those that the tenant may see; None once its text was forgotten."""
    rows = sources_of(db, [story_id], name).get(story_id)
    if not rows:
        return None
    row = db.execute(
        select(article).join_from(event, article).where(event.c.id == rows[0].id, article.c.text.is_not(None))
    ).first()
    return Article(row.url, row.title, row.text, row.published, row.language) if row else None


def trace(db: Connection, url: str, name: str) -> Trace | None:
    here = met().where(article.c.link == cleaned(url), follows(entry.c.feed_id, name))
    row = db.execute(here.order_by(entry.c.baseline, entry.c.id).limit(1)).first()
    if row is None:
        return None
    told = (
        select(event.c.story_id, *EVENT, *COMPANY)
        .join_from(event, company)
        .where(event.c.article_id == row.article_id, may_watch(name))
        .order_by(event.c.score.desc(), event.c.id)
    )
    return Trace(
        as_article(row),
        first_seen=row.first_seen,
        feed=as_feed(row),
        baseline=row.baseline,
        examined=row.examined_at is not None,
        events=tuple((as_event(one), one.story_id) for one in db.execute(told)),
        problem=row.problem,
    )


def updates_of(db: Connection, ids: Iterable[int], name: str | None = None) -> dict[tuple[int, int], Update]:
    """The new facts by story and revision, oldest first; of those a tenant is to see, from articles that it may, and
    without the older figure that stands in none of these.
    """
    if not (wanted := list(ids)):
        return {}
    query = (
        select(story_update, article.c.url, story_source.c.outlet, story_source.c.id.label("source_id"))
        .join_from(story_update, article)
        .join(
            story_source,
            (story_source.c.article_id == article.c.id) & (story_source.c.story_id == story_update.c.story_id),
        )
        .where(story_update.c.story_id.in_(wanted))
        .order_by(story_update.c.id)
    )
    if name is not None:
        query = query.where(may_see(story_update.c.article_id, name))
    rows = db.execute(query).all()
    found = {(row.story_id, row.revision): Update(row.text, row.url, row.outlet, row.loud, row.figure) for row in rows}
    if name is None or not any(compared(one.text) for one in found.values()):
        return found
    met = numbers_met(db, wanted, name)
    return {
        (row.story_id, row.revision): known_to(
            found[row.story_id, row.revision],
            {value for source_id, values in met[row.story_id] if source_id <= row.source_id for value in values},
        )
        for row in rows
    }


def numbers_met(db: Connection, ids: Sequence[int], name: str) -> dict[int, list[tuple[int, frozenset[float]]]]:
    """For each story the numbers of the articles that the tenant may see, each with the id of its source."""
    columns = (story_source.c.id, story_source.c.story_id, story_source.c.article_id, story_source.c.telling)
    here = story_source.c.story_id.in_(ids) & may_see(story_source.c.article_id, name)
    found: dict[int, list[tuple[int, frozenset[float]]]] = defaultdict(list)
    for row in db.execute(select(*columns).where(here)).all():
        told = telling_from_text(row.telling) if row.telling else told_anew(db, row.story_id, row.article_id)
        numbers = frozenset([*told.figures.values(), *(value for _, value in told.marks.numbers)])
        found[row.story_id].append((row.id, numbers))
    return found


def new_in(updates: dict[tuple[int, int], Update], story_id: int) -> tuple[Update, ...]:
    return tuple(one for (of, _), one in updates.items() if of == story_id)


def as_story(
    row: Record, told: Event, sources: Sequence[Record], seen_by: frozenset[str], new: tuple[Update, ...] = ()
) -> Story:
    """From a row of STORY, with its event and rows of sources_of()."""
    return Story(
        row.id,
        told,
        words(row if sources[0].id == row.lead_event_id else sources[0]),
        tuple(Source(s.outlet, s.title, s.url, s.published, s.first_seen, copy=s.copy) for s in sources),
        row.first_seen,
        row.updated_at,
        row.revision,
        seen_by,
        new,
    )


def words(row: Record) -> Summary:
    """From a row of STORY, or of sources_of() for whoever may not see the lead: the article's own, or its title."""
    if row.summary is None:
        return Summary(row.title[:280], "title", row.language or "fr")
    return Summary(row.summary, row.summary_method, row.summary_language)


def as_event(row: Record) -> Event:
    """From a row of EVENT and COMPANY."""
    return Event(
        as_company(row),
        row.topic,
        Role(row.role),
        None if row.stage is None else Stage(row.stage),
        facts_from_json(row.topic, row.facts),
        evidence_from_json(row.evidence),
        row.score,
        None if row.sensitivity is None else Sensitivity(row.sensitivity),
    )


def as_company(row: Record, prefix: str = "") -> Company:
    """From a row of COMPANY, whose columns may bear a prefix."""
    return Company(*(as_value(getattr(row, prefix + column.key)) for column in COMPANY))


def as_value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
