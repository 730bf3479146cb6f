"""Each feed has its turn: one that brings much keeps nobody's news waiting. Examinations are counted, not seconds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from fakes.store import Told, an_article
from fakes.vigie import COURRIER, MORVAN, Vigie

from vigie.model import Article, Feed
from vigie.pipeline import AT_ONCE, advance
from vigie.ports import Services, StoreError

PLAN = "Ateliers Morvan va supprimer 120 postes à Dijon"


@dataclass
class Watched:
    """An engine that tells which articles it was given, and lets something happen before one of them."""

    engine: Any
    given: list[str] = field(default_factory=list)
    at: int = -1
    happens: Callable[[], Awaitable[Any]] | None = None

    @property
    def version(self) -> int:
        return int(self.engine.version)

    async def refresh(self, companies: Any, version: int) -> None:
        await self.engine.refresh(companies, version)

    async def analyse(self, article: Article) -> Any:
        if self.happens and len(self.given) == self.at:
            await self.happens()
        self.given.append(article.url)
        return await self.engine.analyse(article)


async def flooded(vigie: Vigie, count: int) -> tuple[Services, Watched]:
    """A channel that watches, and so many articles that one feed brought at once."""
    await vigie.watching()
    told = Told(vigie.store)
    told.now = vigie.clock()
    await told.meet(
        *(an_article(f"Le marché du village {n}", url=f"https://gazette.example/{n}") for n in range(count))
    )
    watched = Watched(vigie.services.engine)
    return vigie.again(vigie.store, engine=watched), watched


def clock_goes_on(vigie: Vigie, **by: float) -> Callable[[], Awaitable[Any]]:
    async def go_on() -> None:
        vigie.clock.forward(**by)

    return go_on


async def news(vigie: Vigie, feed: Feed = COURRIER, url: str = "https://courrier.example/plan") -> None:
    told = Told(vigie.store)
    told.now = vigie.clock()
    await told.meet(an_article(PLAN, PLAN, url=url), feed=feed)


async def test_a_feed_that_brings_much_at_once_keeps_no_article_of_another_waiting(vigie):
    services, watched = await flooded(vigie, 300)
    await news(vigie)
    await advance(services)
    assert watched.given.index("https://courrier.example/plan") <= 1
    assert len(watched.given) == 301


async def test_nor_one_that_comes_while_much_is_examined(vigie):
    services, watched = await flooded(vigie, 300)
    watched.at, watched.happens = 50, lambda: news(vigie)
    await advance(services)
    assert 50 < watched.given.index("https://courrier.example/plan") <= 50 + AT_ONCE + 1


async def test_what_it_tells_is_posted_after_ten_seconds_though_the_rest_is_not_examined(vigie):
    services, watched = await flooded(vigie, 300)
    await news(vigie)
    watched.at, watched.happens = 90, clock_goes_on(vigie, seconds=10)
    seen = []
    post = vigie.chat.post

    async def posted(delivery):
        seen.append(len(watched.given))
        return await post(delivery)

    vigie.chat.post = posted
    await advance(services)
    assert len(seen) == 1
    assert 90 < seen[0] <= 90 + AT_ONCE
    assert len(watched.given) == 301


async def test_what_comes_together_is_told_together_however_much_it_is(vigie):
    """Told as each article is examined, thirty that came late were a message each up to the cap, not one list."""
    await vigie.watching()
    told = Told(vigie.store)
    told.now = vigie.clock()
    plans = [
        an_article(PLAN.replace("120", str(number)), url=f"https://courrier.example/{number}")
        for number in range(100, 100 + 3 * AT_ONCE)
    ]
    await told.meet(*plans, feed=COURRIER)
    posts = []
    deliver = vigie.store.plan

    async def planned(*of):
        posts.append(len(await vigie.store.unexamined()))
        return await deliver(*of)

    vigie.store.plan = planned
    await advance(vigie.services)
    assert posts == [0]


async def test_the_articles_of_one_feed_keep_their_order(vigie):
    services, watched = await flooded(vigie, 100)
    await news(vigie)
    await advance(services)
    of_flood = [url for url in watched.given if "gazette" in url]
    assert of_flood == [f"https://gazette.example/{number}" for number in range(100)]


async def test_of_more_feeds_than_are_asked_at_once_each_has_its_turn(vigie):
    feeds = [Feed(f"https://f{number}.example/rss", f"F{number}") for number in range(2 * AT_ONCE)]
    await vigie.store.adopt(feeds, [MORVAN], vigie.clock())
    told = Told(vigie.store)
    for feed in feeds:
        await told.meet(*(an_article(str(n), url=f"{feed.url}/{n}") for n in range(2)), feed=feed)
    watched = Watched(vigie.services.engine)
    await advance(vigie.again(vigie.store, engine=watched))
    turns = [watched.given[at : at + len(feeds)] for at in range(0, 2 * len(feeds), len(feeds))]
    assert [sorted(turn) for turn in turns] == [sorted(f"{feed.url}/{n}" for feed in feeds) for n in range(2)]


async def test_where_posting_fails_what_is_told_is_posted_another_time(vigie):
    services, _ = await flooded(vigie, 30)
    await news(vigie)

    async def broken(*_):
        raise StoreError("Le disque est plein.")

    vigie.store.plan = broken
    with pytest.raises(StoreError):
        await advance(services)
    del vigie.store.plan
    await advance(services)
    assert len(vigie.chat.posts) == 1
