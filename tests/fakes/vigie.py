"""A whole Vigie with only the outside replaced: no network, no sleep, a clock that is turned by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from vigie.adapters.store import SqlStore
from vigie.admission import ALONE, Room
from vigie.cards import Card, card
from vigie.commands import Desk
from vigie.model import Article, Channel, Company, Delivery, DeliveryKind, Feed, FeedState, Page, Subscription
from vigie.parse.reading import parse
from vigie.pipeline import tick
from vigie.ports import PostError, Services

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE = Channel("chat", "chat:1", "veille")
GAZETTE = Feed("https://gazette.example/rss", "La Gazette")
COURRIER = Feed("https://courrier.example/rss", "Le Courrier")
MORVAN = Company(0, "Ateliers Morvan", ("Morvan SA",))
PONANT = Company(0, "Brasseries du Ponant")


@dataclass
class HandClock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **step: float) -> None:
        self.now += timedelta(**step)


@dataclass
class FakeWeb:
    """The Fetcher: each address says what the test wrote there, or fails as told."""

    items: defaultdict[str, list[Article]] = field(default_factory=lambda: defaultdict(list))
    errors: dict[str, Exception] = field(default_factory=dict)
    visits: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    """The Link header of each address."""

    def publish(self, feed: Feed, title: str, text: str = "", link: str = "", guid: str = "") -> str:
        """Put an article on top of the feed; its address."""
        link = link or f"{feed.url.removesuffix('/rss')}/{len(self.items[feed.url]) + 1}"
        self.items[feed.url].insert(0, Article(link, title, text, guid=guid))
        return link

    async def fetch(self, url: str, state: FeedState, room: Room = ALONE) -> Page | None:
        self.visits.append(url)
        if url in self.errors:
            raise self.errors[url]
        items = "".join(
            f"<item><title>{escape(a.title)}</title><description>{escape(a.text)}</description>"
            f"<link>{escape(a.url)}</link>{f'<guid>{escape(a.guid)}</guid>' if a.guid else ''}</item>"
            for a in self.items[url]
        )
        body = f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode()
        return Page(body, url, link=self.links.get(url, ""))


class InlineParser:
    """The Parser, in this process: the pages are ours."""

    async def parse(self, page: Page, feed: Feed) -> Sequence[Article]:
        return parse(page.body, page.url, page.content_type)


@dataclass
class FakeChat:
    """The ChatPlatform: keeps what it was given, or refuses as told."""

    name: str = "chat"
    posts: dict[str, Card] = field(default_factory=dict)
    places: dict[str, Channel] = field(default_factory=dict)
    edits: list[tuple[str, Card]] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    missing: tuple[str, ...] = ()
    sent: dict[int, str] = field(default_factory=dict)
    """The message of each row of the ledger."""
    digests: list[Delivery] = field(default_factory=list)
    warned: list[tuple[str, str]] = field(default_factory=list)
    blind: bool = False
    """Whether it may not look into its channels."""
    memory: timedelta = timedelta()
    closed: set[Channel] = field(default_factory=set)
    """The channels that are no more."""

    async def run(self) -> None: ...

    async def post(self, delivery: Delivery) -> str:
        if self.errors:
            raise self.errors.pop(0)
        message = f"m{len(self.posts) + 1}"
        self.posts[message] = card(delivery.alert.story, PARIS, mark="(reprise)" if delivery.again else "")
        self.places[message] = delivery.channel
        self.sent[delivery.id] = message
        if delivery.kind is DeliveryKind.DIGEST:
            self.digests.append(delivery)
        return message

    def remembers(self, channel: Channel) -> timedelta:
        return self.memory

    async def find(self, delivery: Delivery) -> str | None:
        if self.blind:
            raise PostError("Je ne peux pas lire ce salon.", unclear=True)
        return self.sent.get(delivery.id)

    async def exists(self, channel: Channel) -> bool:
        return channel not in self.closed

    async def warn(self, user: str, channel: Channel, reason: str) -> None:
        self.warned.append((user, reason))

    async def edit(self, delivery: Delivery) -> None:
        if self.errors:
            raise self.errors.pop(0)
        assert delivery.message_id is not None
        self.edits.append((delivery.message_id, card(delivery.alert.story, PARIS)))

    async def try_out(self, channel: Channel, example: Card) -> Sequence[str]:
        self.posts[f"m{len(self.posts) + 1}"] = example
        return self.missing

    @property
    def summaries(self) -> list[str]:
        return [post.summary for post in self.posts.values()]


@dataclass
class Vigie:
    """The parts, with the gestures that tests make."""

    services: Services
    desk: Desk
    store: SqlStore
    clock: HandClock
    web: FakeWeb
    chat: FakeChat

    async def tick(self, **step: float) -> None:
        """Let time pass, then do what is due."""
        self.clock.forward(**step)
        await tick(self.services)

    async def subscribe(self, channel: Channel = HERE, company: Company | None = None) -> None:
        """Subscribe a channel to a company (by its name) or to all."""
        known = {c.name: c for c in await self.store.companies(channel.tenant)}
        wanted = known[company.name] if company else None
        await self.store.subscribe([Subscription(channel, wanted, created_at=self.clock())], None)

    async def watching(self, *feeds: Feed) -> None:
        """Feeds and companies of feeds.yaml adopted, the baseline read, the channel subscribed to all."""
        await self.store.adopt(feeds or (GAZETTE, COURRIER), (MORVAN, PONANT), self.clock())
        await self.subscribe()
        await self.tick()
        self.clock.forward(minutes=20)

    def again(self, store: SqlStore, **parts: Any) -> Services:
        """The same services over another store, or with other parts, as after a restart."""
        return replace(self.services, store=store, **parts)
