"""What the core needs of the outside world, as protocols, and its two kinds of failure: passing and permanent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from vigie.cards import Card
from vigie.model import (
    Article,
    Change,
    Channel,
    Company,
    Delivery,
    Entry,
    Event,
    Feed,
    FeedState,
    Finding,
    Page,
    Story,
    Subscription,
    Summary,
    Visit,
)

Clock = Callable[[], datetime]
"""The time now, aware and in UTC."""


class FetchError(Exception):
    """A feed could not be read. The message is a French sentence for the people who follow the feed.

    Permanent: trying the same address again is pointless (private address, not a feed, gone).
    Candidates: the feeds that a page announces, where the address is a page.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: timedelta | None = None,
        candidates: tuple[str, ...] = (),
    ) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.retry_after = retry_after
        self.candidates = candidates


class PostError(Exception):
    """A platform refused a post. Permanent: it will never accept it, trying again is pointless."""

    def __init__(self, reason: str, *, permanent: bool = False, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.retry_after = retry_after


class TokenError(Exception):
    """A platform does not know our token. The message is a French sentence that says what to do; the process ends."""


class Fetcher(Protocol):
    async def fetch(self, url: str, state: FeedState) -> Page | None:
        """The page at url, or None where it has not changed since state. Raises FetchError."""


class Parser(Protocol):
    async def parse(self, page: Page, feed: Feed) -> Sequence[Article]:
        """The feed's articles, oldest first. Raises FetchError where the page is no feed, or kills its reader."""


class Engine(Protocol):
    """The matcher over the union of all watch-lists."""

    async def analyse(self, article: Article) -> Sequence[Event]:
        """The events, about any watched company, subject or mention, most certain first."""

    async def refresh(self, companies: Sequence[Company], version: int) -> None:
        """Take up a new watch-list, built off the loop and swapped at once; a version already held costs nothing."""

    @property
    def version(self) -> int: ...


class Summariser(Protocol):
    async def summarise(self, event: Event, article: Article) -> Summary:
        """One or two sentences in French, saying nothing that the article doesn't. Never raises for any article."""


class ChatPlatform(Protocol):
    name: str

    async def run(self) -> None:
        """Connect and answer commands until cancelled. Raises TokenError."""

    async def post(self, delivery: Delivery) -> str:
        """Show the alert in its channel; the platform's id of the message. Raises PostError."""

    async def edit(self, delivery: Delivery) -> None:
        """Bring the alert's message (delivery.message_id) up to date. Raises PostError."""

    async def try_out(self, channel: Channel, card: Card) -> Sequence[str]:
        """Post an example there; what is missing for alerts to arrive, as French sentences, none if all is well."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for among the stories; words are matched without accents and by stem."""

    tenant: str
    channel: Channel | None = None
    """Only what this channel watches; None: all that its tenant may see."""
    words: str = ""
    company: int | None = None
    topic: str | None = None
    since: datetime | None = None
    before: datetime | None = None
    offset: int = 0
    limit: int = 5


@dataclass(frozen=True, slots=True)
class Found:
    """One page of stories, newest first, with the number of all that match and their count by month ('2026-11')."""

    stories: tuple[Story, ...]
    total: int
    by_month: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trace:
    """What became of one article: whether it was examined, and each event found in it, with its story if any."""

    article: Article
    first_seen: datetime
    feed: Feed
    baseline: bool
    examined: bool
    events: tuple[tuple[Event, int | None], ...]
    problem: str | None = None


class Store(Protocol):
    """Everything that survives a restart. Each method is one transaction; all times are aware and in UTC."""

    # feeds.yaml
    async def adopt(self, feeds: Sequence[Feed], companies: Sequence[Company], now: datetime) -> None:
        """Make the rows of feeds.yaml (tenant None) what the file says; ids of companies in `companies` are ignored."""

    # collect
    async def due_feeds(self, now: datetime, *, everything: bool = False) -> Sequence[tuple[Feed, FeedState]]:
        """The feeds to visit now, one a URL however many tenants follow it; all of them where everything is set."""

    async def save_visit(
        self, feed: Feed, state: FeedState, articles: Sequence[Article], now: datetime, *, baseline: bool
    ) -> int:
        """Keep the state with the articles not met in this feed before (identity: guid, else cleaned link, else title);
        how many those were. On a baseline visit their entries bear the mark."""

    # examine
    async def unexamined(self, limit: int = 200) -> Sequence[Entry]:
        """The entries not examined yet, oldest first."""

    async def recent_stories(self, company: int, topic: str, since: datetime) -> Sequence[Story]:
        """The stories of a company and topic that had an article since then, newest first."""

    async def audience(self, feed_url: str, seen_at: datetime) -> Sequence[Subscription]:
        """The subscriptions of the tenants that followed this feed by then, in the order they were made."""

    async def alerted(self, story: int) -> Sequence[Channel]:
        """The channels that were or will be told of the story."""

    async def save_examination(self, entry: Entry, findings: Sequence[Finding], version: int, now: datetime) -> None:
        """Mark the entry examined, with its events, the stories they open or join and the rows of the ledger."""

    async def newcomers(self) -> Sequence[Company]:
        """The companies whose past has not been read: added since the entries that are there were examined."""

    async def entries_since(self, since: datetime, tenant: str | None) -> Sequence[Entry]:
        """The examined entries first seen since then, oldest first, in the feeds the tenant follows (None: all)."""

    async def mark_caught_up(self, company: int, now: datetime) -> None: ...
    async def set_aside(self, entry: Entry, problem: str, now: datetime) -> None:
        """Mark the entry examined without result, with the reason; nothing else waits for it."""

    # deliver
    async def due_deliveries(self, now: datetime, limit: int = 100) -> Sequence[Delivery]:
        """What is owed now, oldest first; each alert's sources are those its tenant may see."""

    async def mark_sending(self, delivery: Delivery, now: datetime) -> bool:
        """Commit that the call is about to be made; False where the row is no longer ours to send."""

    async def mark_sent(self, delivery: Delivery, message_id: str | None, now: datetime) -> None: ...
    async def mark_failed(self, delivery: Delivery, error: PostError, retry_at: datetime) -> None:
        """Back to pending at retry_at (one attempt more), or dead where the error is permanent."""

    async def recover(self, now: datetime) -> int:
        """At start: make what was being sent when the last process stopped due again; how many rows."""

    # the watch-list
    async def watchlist(self) -> tuple[Sequence[Company], int]:
        """All companies of all tenants, and a version that grows with each change."""

    async def companies(self, tenant: str) -> Sequence[Company]:
        """Those of feeds.yaml and the tenant's own, by name."""

    async def add_company(self, company: Company, now: datetime) -> Company:
        """With its new id."""

    async def change_company(self, company: Company) -> None: ...
    async def retire_company(self, company: int, now: datetime) -> Sequence[Subscription]:
        """Stop watching it; the subscriptions that end with it."""

    # what tenants follow
    async def feeds(self, tenant: str) -> Sequence[tuple[Feed, FeedState]]:
        """Those of feeds.yaml and the tenant's own, by name."""

    async def follow(self, feed: Feed, now: datetime) -> bool:
        """The tenant (feed.tenant) follows the feed from now on; False where it already does."""

    async def unfollow(self, tenant: str, url: str) -> bool: ...

    # subscriptions
    async def subscriptions(self, channel: Channel) -> Sequence[Subscription]: ...
    async def subscribe(self, subscriptions: Sequence[Subscription], change: Change | None) -> Sequence[Subscription]:
        """Those that are new or whose topics changed."""

    async def unsubscribe(
        self, channel: Channel, companies: Sequence[int | None], change: Change
    ) -> Sequence[Subscription]:
        """Those that were removed (None in companies: the subscription to every company)."""

    async def last_change(self, channel: Channel) -> Change | None: ...

    # looking
    async def search(self, query: Query) -> Found: ...
    async def story(self, story: int, tenant: str) -> Story | None:
        """The story with the sources that the tenant may see; None where it may see none."""

    async def trace(self, url: str, tenant: str) -> Trace | None:
        """What became of the article at this address, in a feed that the tenant follows."""

    async def article_of(self, story: int, tenant: str) -> Article | None:
        """The article that leads the story, of those that the tenant may see, while its text is kept: the one
        that `story(story, tenant).event` was read from.
        """


@dataclass(frozen=True, slots=True)
class Services:
    """The parts that bot.py puts together; tests put together others."""

    clock: Clock
    fetcher: Fetcher
    parser: Parser
    engine: Engine
    summariser: Summariser
    store: Store
    platforms: Mapping[str, ChatPlatform]
    report: Callable[[Visit], None] = lambda visit: None
    """Told of each visit as it ends."""
    visits: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(20))
    """How many feeds are read at once."""
    visiting: set[str] = field(default_factory=set)
    """The addresses being read now: a slow one is not read twice at once."""
    examining: asyncio.Lock = field(default_factory=asyncio.Lock)
    delivering: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One at a time each: entries in their order, and one send after the other."""
