"""The port Store over SQL: each method one transaction, run by a function of its group. It decides nothing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Self

from sqlalchemy import Connection

from vigie.adapters.store import (
    channels,
    choices,
    citations,
    deliveries,
    entries,
    erase,
    examination,
    feeds,
    outcomes,
    planning,
    restored,
    search,
    spelling,
    stories,
    subscriptions,
    watchlist,
)
from vigie.adapters.store.claims import Claims
from vigie.adapters.store.database import Database
from vigie.adapters.store.engines import Place
from vigie.adapters.store.subscriptions import subscribe
from vigie.adapters.store.visits import Visited, Visits
from vigie.model import (
    Arrival,
    Article,
    Change,
    Channel,
    Citation,
    Company,
    Delivery,
    Entry,
    Feed,
    FeedState,
    Finding,
    Story,
    Subscription,
)
from vigie.ports import Found, Manner, PostError, Query, Trace
from vigie.rules import Rules, in_force
from vigie.stories import Candidate

FORGOTTEN_AT_ONCE = 500
"""Articles a transaction, so that forgetting many keeps no delivery waiting."""


class SqlStore:
    """Everything that survives a restart: in one file (`data/vigie.db`) that one process holds, or in a PostgreSQL
    database that several share.

    The file and its folder are made where they are missing. Entering raises AlreadyRunning where another process has
    the file, StoreError where the database cannot be used; a method raises StoreError where the disk or server fails.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self.database = Database(place)
        self.visits = Visits(self.database)
        self.claims = Claims(self.database)
        self._turn = 0
        """The feed whose entry was given last to be examined."""

    async def __aenter__(self) -> Self:
        await self.database.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        try:
            await self.visits.finish()
            await self.claims.give_back()
        finally:
            self.database.close()

    # several processes on one database

    @property
    def helps(self) -> bool:
        return self.database.helps

    async def lead(self) -> bool:
        return await self.database.lead()

    # backups

    async def beats(self) -> int:
        return await self.database.read(restored.beats)

    async def beat(self, least: int) -> int:
        return await self.database.write_leading(restored.beat, least)

    async def restored(self, now: datetime) -> None:
        await self.database.write_leading(restored.restored, now)

    # feeds.yaml

    async def adopt(self, feeds: Sequence[Feed], companies: Sequence[Company], now: datetime) -> None:
        await self.database.write(adopt, feeds, companies, now)

    # collect

    async def due_feeds(self, now: datetime, *, everything: bool = False) -> Sequence[tuple[Feed, FeedState]]:
        return await self.database.read(feeds.due_feeds, now, everything=everything)

    async def claim_visit(self, feed: Feed, state: FeedState, now: datetime) -> bool:
        return await self.claims.claim(feed, state, now)

    async def save_visit(
        self,
        feed: Feed,
        state: FeedState,
        articles: Sequence[Article],
        now: datetime,
        *,
        baseline: bool,
        arrival: Arrival = "",
    ) -> int:
        return await self.visits.save(Visited(feed, state, articles, now, baseline, arrival))

    async def keepers(self, feed_url: str) -> Sequence[tuple[str, Channel]]:
        return await self.database.read(subscriptions.keepers, feed_url)

    # examine

    async def unexamined(self, limit: int = 200) -> Sequence[Entry]:
        found, self._turn = await self.database.read(entries.unexamined, limit, self._turn)
        return found

    async def candidates(self, company: int, topic: str, since: datetime) -> Sequence[Candidate]:
        return await self.database.read(stories.candidates, company, topic, since)

    async def whole_story(self, story: int) -> Story | None:
        return await self.database.read(stories.whole_story, story)

    async def audience(self, feed_url: str, seen_at: datetime, now: datetime | None = None) -> Sequence[Subscription]:
        return await self.database.read(subscriptions.audience, feed_url, seen_at, now)

    async def alerted(self, story: int) -> Sequence[Channel]:
        return await self.database.read(deliveries.alerted, story)

    async def save_examination(self, entry: Entry, findings: Sequence[Finding], version: int, now: datetime) -> None:
        await self.database.write_leading(examination.save_examination, entry, findings, version, now)

    async def newcomers(self) -> Sequence[Company]:
        return await self.database.read(watchlist.newcomers)

    async def entries_since(self, since: datetime, tenant: str | None) -> Sequence[Entry]:
        return await self.database.read(entries.entries_since, since, tenant)

    async def mark_caught_up(self, company: int, now: datetime) -> None:
        await self.database.write_leading(watchlist.mark_caught_up, company, now)

    async def set_aside(self, entry: Entry, problem: str, now: datetime) -> None:
        await self.database.write_leading(entries.set_aside, entry, problem, now)

    # deliver

    async def due_deliveries(self, now: datetime, limit: int = 100) -> Sequence[Delivery]:
        return await self.database.read(deliveries.due_deliveries, now, limit)

    async def mark_sending(self, delivery: Delivery, now: datetime) -> bool:
        return await self.database.write_leading(outcomes.mark_sending, delivery, now)

    async def mark_sent(self, delivery: Delivery, message_id: str | None, now: datetime) -> None:
        await self.database.write(outcomes.mark_sent, delivery, message_id, now)

    async def mark_failed(self, delivery: Delivery, error: PostError, retry_at: datetime) -> None:
        await self.database.write(outcomes.mark_failed, delivery, error, retry_at)

    async def settle(self, delivery: Delivery, message_id: str | None, now: datetime) -> None:
        await self.database.write(outcomes.settle, delivery, message_id, now)

    async def settle_blindly(self, delivery: Delivery, now: datetime, *, republish: bool) -> None:
        await self.database.write(outcomes.settle_blindly, delivery, now, republish=republish)

    async def put_off(self, delivery: Delivery, until: datetime) -> None:
        await self.database.write(outcomes.put_off, delivery, until)

    async def plan(self, now: datetime, platforms: Sequence[str]) -> int:
        return await self.database.write_leading(planning.plan_deliveries, now, platforms)

    async def stop(self, channel: Channel, now: datetime) -> None:
        await self.database.write(channels.stop, channel, now)

    async def stop_tenant(self, tenant: str, now: datetime) -> None:
        await self.database.write(channels.stop_tenant, tenant, now)

    async def come_back(self, tenant: str, only: Channel | None = None) -> None:
        await self.database.write(channels.come_back, tenant, only)

    async def to_warn(self, channel: Channel) -> str | None:
        return await self.database.read(channels.to_warn, channel)

    async def note_quiet_weeks(self, now: datetime, platforms: Sequence[str]) -> None:
        await self.database.write_leading(planning.note_quiet_weeks, now, platforms)

    async def owed(self) -> int:
        return await self.database.read(deliveries.owed)

    async def rewind(self, now: datetime) -> None:
        await self.database.write_leading(outcomes.rewind, now)

    async def recover(self, now: datetime) -> int:
        return await self.database.write_leading(outcomes.recover, now)

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

    async def note(self, change: Change) -> None:
        await self.database.write(subscriptions.note, change)

    async def last_change(self, channel: Channel) -> Change | None:
        return await self.database.read(subscriptions.last_change, channel)

    # how a channel is told

    async def manner(self, channel: Channel) -> Manner:
        return await self.database.read(channels.manner, channel)

    async def set_rules(self, channel: Channel, rules: Rules, change: Change) -> None:
        await self.database.write(set_rules, channel, rules, change)

    async def pause(self, channel: Channel, until: datetime | None, change: Change) -> None:
        await self.database.write(channels.pause, channel, until, change)

    async def gather(self, channel: Channel, now: datetime) -> int:
        return await self.database.write(planning.gather, channel, now)

    async def waits(self, channel: Channel) -> Sequence[datetime]:
        return await self.database.read(planning.still_waiting, channel)

    # leaving

    async def gone(self, before: datetime) -> Sequence[Channel]:
        return await self.database.read(channels.gone, before)

    async def erase_channel(self, channel: Channel) -> None:
        if await self.database.write(erase.erase_channel, channel):
            await self.erase_tenant(channel.tenant)

    async def erase_tenant(self, tenant: str) -> None:
        await self.database.write(erase.erase_tenant, tenant)
        await self.database.tidy()

    async def kept(self, tenant: str) -> Mapping[str, Sequence[str]]:
        return await self.database.read(erase.kept, tenant)

    # looking

    async def search(self, query: Query) -> Found:
        return await self.database.read(search.search, query)

    async def cited(self, channel: Channel, since: datetime, until: datetime) -> Sequence[Citation]:
        return await self.database.read(citations.cited, channel, since, until)

    async def story(self, story: int, tenant: str) -> Story | None:
        return await self.database.read(stories.story_for, story, tenant)

    async def trace(self, url: str, tenant: str) -> Trace | None:
        return await self.database.read(stories.trace, url, tenant)

    async def article_of(self, story: int, tenant: str) -> Article | None:
        """Of those that the tenant may see, where one is given: the one whose event `story(story, tenant)` shows."""
        return await self.database.read(stories.article_of, story, tenant)

    # by hand

    async def merge(self, one: int, other: int, now: datetime) -> int:
        """Put two stories together; the id of the older one, which stays. Raises NoSuchStory."""
        return await self.database.write(choices.merge, one, other, now)

    async def split(self, story: int, url: str, summarise: choices.Summarise, now: datetime) -> int:
        """Take an article out of a story; the id of the one that it has now. Raises NoSuchStory."""
        return await self.database.write(choices.split, story, url, summarise, now)

    async def choices(self) -> Sequence[tuple[Article, Article, bool]]:
        """What people decided: two articles, and whether they tell one event."""
        return await self.database.read(choices.choices)

    # keeping house

    async def forget_texts(self, before: datetime) -> int:
        """Drop the texts of articles first seen before then, and older copies of the file; how many articles."""
        total = 0
        while forgotten := await self.database.write(search.forget_texts, before, FORGOTTEN_AT_ONCE):
            total += forgotten
        await self.database.write(lambda _: self.database.engine.remove_copies(before))
        return total


def adopt(db: Connection, stated: Sequence[Feed], companies: Sequence[Company], now: datetime) -> None:
    spelling.respell(db, now)
    feeds.adopt_feeds(db, stated, now)
    watchlist.adopt_companies(db, companies, now)


def set_rules(db: Connection, channel: Channel, rules: Rules, change: Change) -> None:
    channels.set_rules(db, channel, rules, change)
    planning.hush(db, channel, in_force(rules.muted, change.at))
    planning.replan(db, channel, change.at)
