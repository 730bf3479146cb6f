"""The port Store over SQL: each method one transaction, run by a function of its group. It decides nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from sqlalchemy import Connection

from vigie.adapters.store import (
    deliveries,
    entries,
    examination,
    feeds,
    search,
    sqlite,
    stories,
    subscriptions,
    watchlist,
)
from vigie.adapters.store.database import Database
from vigie.adapters.store.subscriptions import subscribe
from vigie.model import (
    Article,
    Change,
    Channel,
    Company,
    Delivery,
    Entry,
    Feed,
    FeedState,
    Finding,
    Story,
    Subscription,
)
from vigie.ports import Found, PostError, Query, Trace

FORGOTTEN_AT_ONCE = 500
"""Articles a transaction, so that forgetting many keeps no delivery waiting."""


class SqlStore:
    """Everything that survives a restart, in one file (`data/vigie.db`) that one process holds.

    Its folder and the file are made where they are missing. Entering raises AlreadyRunning where another process has
    it, StoreError where it cannot be used; a method raises StoreError where the disk fails.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = Database(path)

    async def __aenter__(self) -> Self:
        await self.database.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.database.close()

    # feeds.yaml

    async def adopt(self, feeds: Sequence[Feed], companies: Sequence[Company], now: datetime) -> None:
        await self.database.write(adopt, feeds, companies, now)

    # collect

    async def due_feeds(self, now: datetime, *, everything: bool = False) -> Sequence[tuple[Feed, FeedState]]:
        return await self.database.read(feeds.due_feeds, now, everything=everything)

    async def save_visit(
        self, feed: Feed, state: FeedState, articles: Sequence[Article], now: datetime, *, baseline: bool
    ) -> int:
        return await self.database.write(entries.save_visit, feed, state, articles, now, baseline=baseline)

    # examine

    async def unexamined(self, limit: int = 200) -> Sequence[Entry]:
        return await self.database.read(entries.unexamined, limit)

    async def recent_stories(self, company: int, topic: str, since: datetime) -> Sequence[Story]:
        return await self.database.read(stories.recent_stories, company, topic, since)

    async def audience(self, feed_url: str, seen_at: datetime) -> Sequence[Subscription]:
        return await self.database.read(subscriptions.audience, feed_url, seen_at)

    async def alerted(self, story: int) -> Sequence[Channel]:
        return await self.database.read(deliveries.alerted, story)

    async def save_examination(self, entry: Entry, findings: Sequence[Finding], version: int, now: datetime) -> None:
        await self.database.write(examination.save_examination, entry, findings, version, now)

    async def newcomers(self) -> Sequence[Company]:
        return await self.database.read(watchlist.newcomers)

    async def entries_since(self, since: datetime, tenant: str | None) -> Sequence[Entry]:
        return await self.database.read(entries.entries_since, since, tenant)

    async def mark_caught_up(self, company: int, now: datetime) -> None:
        await self.database.write(watchlist.mark_caught_up, company, now)

    async def set_aside(self, entry: Entry, problem: str, now: datetime) -> None:
        await self.database.write(entries.set_aside, entry, problem, now)

    # deliver

    async def due_deliveries(self, now: datetime, limit: int = 100) -> Sequence[Delivery]:
        return await self.database.read(deliveries.due_deliveries, now, limit)

    async def mark_sending(self, delivery: Delivery, now: datetime) -> bool:
        return await self.database.write(deliveries.mark_sending, delivery, now)

    async def mark_sent(self, delivery: Delivery, message_id: str | None, now: datetime) -> None:
        await self.database.write(deliveries.mark_sent, delivery, message_id, now)

    async def mark_failed(self, delivery: Delivery, error: PostError, retry_at: datetime) -> None:
        await self.database.write(deliveries.mark_failed, delivery, error, retry_at)

    async def recover(self, now: datetime) -> int:
        return await self.database.write(deliveries.recover, now)

    # the watch-list

    async def watchlist(self) -> tuple[Sequence[Company], int]:
        return await self.database.read(watchlist.watchlist)

    async def companies(self, tenant: str) -> Sequence[Company]:
        return await self.database.read(watchlist.companies, tenant)

    async def add_company(self, company: Company, now: datetime) -> Company:
        return await self.database.write(watchlist.add_company, company, now)

    async def change_company(self, company: Company) -> None:
        await self.database.write(watchlist.change_company, company)

    async def retire_company(self, company: int, now: datetime) -> Sequence[Subscription]:
        return await self.database.write(watchlist.retire_company, company, now)

    # what tenants follow

    async def feeds(self, tenant: str) -> Sequence[tuple[Feed, FeedState]]:
        return await self.database.read(feeds.feeds_of, tenant)

    async def follow(self, feed: Feed, now: datetime) -> bool:
        return await self.database.write(feeds.follow_feed, feed, now)

    async def unfollow(self, tenant: str, url: str) -> bool:
        return await self.database.write(feeds.unfollow_feed, tenant, url)

    # subscriptions

    async def subscriptions(self, channel: Channel) -> Sequence[Subscription]:
        return await self.database.read(subscriptions.subscriptions, channel)

    async def subscribe(self, subscriptions: Sequence[Subscription], change: Change | None) -> Sequence[Subscription]:
        return await self.database.write(subscribe, subscriptions, change)

    async def unsubscribe(
        self, channel: Channel, companies: Sequence[int | None], change: Change
    ) -> Sequence[Subscription]:
        return await self.database.write(subscriptions.unsubscribe, channel, companies, change)

    async def last_change(self, channel: Channel) -> Change | None:
        return await self.database.read(subscriptions.last_change, channel)

    # looking

    async def search(self, query: Query) -> Found:
        return await self.database.read(search.search, query)

    async def story(self, story: int, tenant: str) -> Story | None:
        return await self.database.read(stories.story_for, story, tenant)

    async def trace(self, url: str, tenant: str) -> Trace | None:
        return await self.database.read(stories.trace, url, tenant)

    async def article_of(self, story: int, tenant: str) -> Article | None:
        """Of those that the tenant may see, where one is given: the one whose event `story(story, tenant)` shows."""
        return await self.database.read(stories.article_of, story, tenant)

    # keeping house

    async def forget_texts(self, before: datetime) -> int:
        """Drop the texts of articles first seen before then, and older copies of the file; how many articles."""
        total = 0
        while forgotten := await self.database.write(search.forget_texts, before, FORGOTTEN_AT_ONCE):
            total += forgotten
        await self.database.write(lambda _: sqlite.remove_copies(self.path, before))
        return total


def adopt(db: Connection, stated: Sequence[Feed], companies: Sequence[Company], now: datetime) -> None:
    feeds.adopt_feeds(db, stated, now)
    watchlist.adopt_companies(db, companies, now)
