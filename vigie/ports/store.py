"""What is kept, as one protocol, and the values it answers with; nothing of how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from vigie.model import (
    Arrival,
    Article,
    Change,
    Channel,
    Citation,
    Company,
    Delivery,
    Entry,
    Event,
    Feed,
    FeedState,
    Finding,
    Story,
    Subscription,
)
from vigie.ports.failures import PostError
from vigie.rules import Rules
from vigie.stories import Candidate


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

    # several processes on one database
    @property
    def helps(self) -> bool:
        """Whether another process led when this one last asked."""

    async def lead(self) -> bool:
        """Be the process that examines and delivers, where no other one is; whether it is this one."""

    # backups
    async def beats(self) -> int:
        """A number that grows while Vigie runs."""

    async def beat(self, least: int) -> int:
        """The next one, greater than `least` too."""

    async def restored(self, now: datetime) -> None:
        """The rows are a backup's: tell again nothing of what was told since it was made."""

    # feeds.yaml
    async def adopt(self, feeds: Sequence[Feed], companies: Sequence[Company], now: datetime) -> None:
        """Make the rows of feeds.yaml (tenant None) what the file says; ids of companies in `companies` are ignored."""

    # collect
    async def due_feeds(self, now: datetime, *, everything: bool = False) -> Sequence[tuple[Feed, FeedState]]:
        """The feeds to visit now, one a URL however many tenants follow it; where everything is set, all of them whose
        site has not asked to be left alone.
        """

    async def claim_visit(self, feed: Feed, state: FeedState, now: datetime) -> bool:
        """Before a feed that was due is read: False where another process reads it, or has read it meanwhile, or asks
        its host for another feed.
        """

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
        """Keep the state with the articles not met in this feed before (identity: guid, else cleaned link, else title);
        how many those were. On a baseline visit their entries bear the mark, on others that of their arrival: « flood »
        by itself where a known feed's document is new almost throughout; those whose title it knows are no news then.
        """

    async def keepers(self, feed_url: str) -> Sequence[tuple[str, Channel]]:
        """For each channel that the feed may reach, who set it up last, and where; each person once."""

    # examine
    async def unexamined(self, limit: int = 200) -> Sequence[Entry]:
        """Entries not examined yet: one of each feed in turns, the oldest of a feed first, so that no feed keeps others
        waiting; where more feeds wait than entries are asked for, the next call goes on with the next ones.
        """

    async def candidates(self, company: int, topic: str, since: datetime) -> Sequence[Candidate]:
        """The same stories, newest first and some sixty at most, as far as a new article is compared with them."""

    async def whole_story(self, story: int) -> Story | None:
        """The story with all its sources, whoever may see them."""

    async def audience(self, feed_url: str, seen_at: datetime, now: datetime | None = None) -> Sequence[Subscription]:
        """The subscriptions of the tenants that followed this feed by then, in the order they were made; a tenant that
        follows it since a time later than now does so since a time when the clock was right.
        """

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
        """What is owed now, each tenant in its turn; each alert's sources are those its tenant may see."""

    async def mark_sending(self, delivery: Delivery, now: datetime) -> bool:
        """Claim the row: commit that the call is about to be made; False where it is no longer ours to send."""

    async def mark_sent(self, delivery: Delivery, message_id: str | None, now: datetime) -> None: ...
    async def mark_failed(self, delivery: Delivery, error: PostError, retry_at: datetime) -> None:
        """Due again at retry_at, or dead where the error is permanent or three days of tries are over."""

    async def settle(self, delivery: Delivery, message_id: str | None, now: datetime) -> None:
        """An unclear outcome was looked up in the channel: the message that is there, or None and it will be sent."""

    async def settle_blindly(self, delivery: Delivery, now: datetime, *, republish: bool) -> None:
        """An unclear outcome can't be looked up: publish it once more, or leave it; counted in both cases."""

    async def put_off(self, delivery: Delivery, until: datetime) -> None:
        """Not due before then; it was not tried."""

    async def plan(self, now: datetime, platforms: Sequence[str]) -> int:
        """Put what waits in the channels of these platforms before their rules: now, later, or together; the last row
        that there was then: no rule has decided on those after it.
        """

    async def stop(self, channel: Channel, now: datetime) -> None:
        """It is no more, or we are not there any more: nothing is sent to it from now on."""

    async def stop_tenant(self, tenant: str, now: datetime) -> None:
        """The same for all its channels."""

    async def come_back(self, tenant: str, only: Channel | None = None) -> None:
        """It was not gone, or is there again; of its channels, only that one where one is named."""

    async def to_warn(self, channel: Channel) -> str | None:
        """The platform's id of the person to tell that the channel refuses our messages; None but once."""

    async def note_quiet_weeks(self, now: datetime, platforms: Sequence[str]) -> None:
        """Owe the line of a quiet week to the channels of these platforms where it is due."""

    async def owed(self) -> int:
        """How many messages wait to be sent."""

    async def rewind(self, now: datetime) -> None:
        """The clock was turned back: nothing waits for a time that it showed by mistake."""

    async def recover(self, now: datetime) -> int:
        """At start: nobody knows what became of what was being sent when the last process stopped; how many rows."""

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

    async def note(self, change: Change) -> None:
        """A line of the audit for what belongs to no channel: companies and feeds of a tenant."""

    async def last_change(self, channel: Channel) -> Change | None: ...

    # how a channel is told
    async def manner(self, channel: Channel) -> Manner: ...
    async def set_rules(self, channel: Channel, rules: Rules, change: Change) -> None:
        """From now on, for what waits there too."""

    async def pause(self, channel: Channel, until: datetime | None, change: Change) -> None:
        """What is found until then is not for this channel; None: it is again."""

    async def gather(self, channel: Channel, now: datetime) -> int:
        """Tell what waits there together, now; how many stories that are."""

    async def waits(self, channel: Channel) -> Sequence[datetime]:
        """When each alert that waits there is due."""

    # leaving
    async def gone(self, before: datetime) -> Sequence[Channel]:
        """The channels that were stopped before then and not erased."""

    async def erase_channel(self, channel: Channel) -> None:
        """With all that was its own; its tenant too where this was the last one."""

    async def erase_tenant(self, tenant: str) -> None:
        """Whatever is the tenant's, so that its ids are found nowhere in our files."""

    async def kept(self, tenant: str) -> Mapping[str, Sequence[str]]:
        """What we hold of a tenant, in French lines, by what it is."""

    # forgetting
    async def forget_texts(self, before: datetime) -> int:
        """Drop the texts of articles first seen before then; how many articles."""

    # looking
    async def search(self, query: Query) -> Found: ...
    async def cited(self, channel: Channel, since: datetime, until: datetime) -> Sequence[Citation]:
        """What was seen in this stretch that the channel hears of at the wide sensitivity alone, oldest first."""

    async def story(self, story: int, tenant: str) -> Story | None:
        """The story with the sources that the tenant may see; None where it may see none."""

    async def trace(self, url: str, tenant: str) -> Trace | None:
        """What became of the article at this address, in a feed that the tenant follows."""

    async def article_of(self, story: int, tenant: str) -> Article | None:
        """The article that leads the story, of those that the tenant may see, while its text is kept: the one
        that `story(story, tenant).event` was read from.
        """


@dataclass(frozen=True, slots=True)
class Manner:
    """How a channel is told, as it stands."""

    rules: Rules
    paused_until: datetime | None = None
    blocked_until: datetime | None = None
    """It refuses our messages: somebody has to mend something there."""
