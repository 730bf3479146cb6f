"""Builders of values that tests of the store and of what stands on it share; a store of one's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from vigie.adapters.store import SqlStore
from vigie.adapters.store.engines import Place
from vigie.adapters.store.migrate import upgrade
from vigie.adapters.store.sqlite import SqliteFile
from vigie.model import (
    FACTS,
    LAYOFFS,
    Article,
    Channel,
    Company,
    Entry,
    Event,
    Evidence,
    Facts,
    Feed,
    FeedState,
    Finding,
    Passage,
    Role,
    Stage,
    Story,
    Subscription,
    Summary,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
GAZETTE = Feed("https://gazette.example/rss", "La Gazette")
COURRIER = Feed("https://courrier.example/rss", "Le Courrier")
MORVAN = Company(0, "Ateliers Morvan", ("Morvan SA",))
PONANT = Company(0, "Brasseries du Ponant")
HERE = Channel("chat", "chat:1", "veille")
THERE = Channel("chat", "chat:2", "social")

numbers = count(1)


def an_article(title: str = "Ateliers Morvan supprime 120 postes à Dijon", text: str = "", **fields) -> Article:
    """With an address of its own, unless `url` is given."""
    fields.setdefault("url", f"https://gazette.example/article-{next(numbers)}")
    return Article(title=title, text=text, **fields)


def an_event(
    company: Company,
    topic: str = LAYOFFS,
    *,
    role: Role = Role.SUBJECT,
    stage: Stage | None = Stage.ANNOUNCED,
    facts: Facts | None = None,
    evidence: tuple[Evidence, ...] = (Evidence("name", Passage("title", 0, 15)),),
    score: float = 0.9,
) -> Event:
    return Event(company, topic, role, stage, facts or FACTS[topic](), evidence, score)


def an_entry(article: Article | None = None, feed: Feed = GAZETTE, *, seen: datetime = NOON, **fields) -> Entry:
    """Not in any store: for what takes an entry and stores nothing."""
    number = next(numbers)
    return Entry(fields.pop("id", number), number, article or an_article(), feed, seen, fields.pop("baseline", False))


def a_summary(text: str = "Ateliers Morvan supprime 120 postes.") -> Summary:
    return Summary(text, "brief", "fr")


@cache
def migrated() -> bytes:
    """What a file of today's schema holds before its first use."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "vigie.db"
        upgrade(SqliteFile(path))
        return path.read_bytes()


def laid(path: Path) -> Path:
    """A migrated file, put there: migrating one takes seven times as long as opening it, and most tests ask no more."""
    path.touch(mode=0o600)  # as Vigie makes it
    path.write_bytes(migrated())
    return path


@pytest.fixture
async def store(place: Place) -> AsyncIterator[SqlStore]:
    """An empty one, on a real database."""
    async with SqlStore(place) as store:
        yield store


class Told:
    """A store in which articles are met and examined with few words."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.now = NOON

    def later(self, **step: float) -> datetime:
        self.now += timedelta(**step)
        return self.now

    async def adopt(self, feeds: Sequence[Feed] = (GAZETTE, COURRIER), companies: Sequence[Company] = ()) -> None:
        await self.store.adopt(feeds, companies or (MORVAN, PONANT), self.now)

    async def company(self, wanted: Company = MORVAN, tenant: str = "") -> Company:
        """The one of that name, with its id."""
        known = await self.store.companies(tenant or wanted.tenant or "")
        return next(c for c in known if c.name == wanted.name and c.tenant == wanted.tenant)

    async def subscribe(self, channel: Channel = HERE, company: Company | None = None, *topics: str) -> None:
        wanted = Subscription(channel, company, frozenset(topics), self.now, "U1")
        await self.store.subscribe([wanted], None)

    async def meet(self, *articles: Article, feed: Feed = GAZETTE, baseline: bool = False) -> list[Entry]:
        """Let a feed bring articles; the entries that are new."""
        state = FeedState(feed.url).after_success(None, feed, self.now)
        await self.store.save_visit(feed, state, articles, self.now, baseline=baseline)
        return list(await self.store.unexamined())

    async def examine(self, entry: Entry, *findings: Finding, version: int = 1) -> None:
        await self.store.save_examination(entry, findings, version, self.now)

    async def open_story(
        self,
        company: Company,
        article: Article | None = None,
        *,
        feed: Feed = GAZETTE,
        alerts: Sequence[Channel] = (),
        event: Event | None = None,
        summary: Summary | None = None,
    ) -> int:
        """A new story that an article tells of the company; its id."""
        [entry] = await self.meet(article or an_article(), feed=feed)
        about = event or an_event(company)
        await self.examine(entry, Finding(about, summary=summary or a_summary(), alerts=tuple(alerts)))
        return await self.story_of(entry, about)

    async def join(
        self,
        story: int,
        company: Company,
        article: Article | None = None,
        *,
        feed: Feed = COURRIER,
        alerts: Sequence[Channel] = (),
        edits: Sequence[Channel] = (),
    ) -> Entry:
        """Another article of the story."""
        article = article or an_article(url=f"https://courrier.example/article-{next(numbers)}")
        [entry] = await self.meet(article, feed=feed)
        await self.examine(entry, Finding(an_event(company), story, None, tuple(alerts), tuple(edits)))
        return entry

    async def recent(self, company: int, topic: str, since: datetime) -> list[Story]:
        """The stories of a company and topic that had an article since then, newest first."""
        found = [await self.store.whole_story(one.id) for one in await self.store.candidates(company, topic, since)]
        return [story for story in found if story]

    async def story_of(self, entry: Entry, about: Event) -> int:
        """The story that holds the entry's article."""
        found = await self.recent(about.company.id, about.topic, entry.first_seen)
        return next(s.id for s in found if any(source.url == entry.article.url for source in s.sources))


@contextmanager
def filled(place: Place, fill: Callable[[Told], Coroutine[None, None, None]]) -> Iterator[Told]:
    """A store that several tests read and none changes: opened and filled once, outside their loops."""
    told = Told(SqlStore(place))

    async def start() -> None:
        await told.store.__aenter__()
        await told.adopt()
        await fill(told)

    asyncio.run(start())
    yield told
    asyncio.run(told.store.__aexit__())


@pytest.fixture
async def told(store: SqlStore) -> Told:
    """Two feeds and two companies of feeds.yaml, adopted."""
    told = Told(store)
    await told.adopt()
    return told
