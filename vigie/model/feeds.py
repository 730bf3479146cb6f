"""What is watched for news: a feed, what is remembered of it, what came in; nothing of what it means."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from vigie.memory import Memory

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Feed:
    """A source to watch, as feeds.yaml (tenant is None) or a tenant states it."""

    url: str
    name: str
    every: timedelta = timedelta(minutes=15)
    language: str | None = None
    title_only: bool = False
    tenant: str | None = None


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the earlier visits of an address taught us, so that the next one is polite."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    next_visit: datetime | None = None
    baseline_at: datetime | None = None
    """When the feed was first read whole; until then what it holds is no news."""
    last_success: datetime | None = None
    failures: int = 0
    last_error: str | None = None
    memory: Memory = field(default_factory=Memory)

    def after_success(self, page: Page | None, feed: Feed, now: datetime) -> FeedState:
        """The state once a visit went well; page is None where nothing changed."""
        read = page if page and not page.unchanged else None
        return replace(
            self,
            etag=read.etag if read else self.etag,
            last_modified=read.last_modified if read else self.last_modified,
            body_hash=read.body_hash if read else self.body_hash,
            next_visit=now + feed.every,
            baseline_at=self.baseline_at or now,
            last_success=now,
            failures=0,
            last_error=None,
        )

    def after_failure(self, reason: str, feed: Feed, now: datetime, retry_after: timedelta | None) -> FeedState:
        """The state once a visit failed: twice as long each time, a day at most, never before Retry-After."""
        wait = min(feed.every * 2 ** min(self.failures, 16), DAY)
        wait = max(wait, min(retry_after or timedelta(), DAY))
        return replace(self, next_visit=now + wait, failures=self.failures + 1, last_error=reason)


@dataclass(frozen=True, slots=True)
class Page:
    """What a feed's server answered: the body, already decompressed, and the address it came from in the end."""

    body: bytes
    url: str
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    unchanged: bool = False
    """The server says that nothing has changed since the last visit (304): there is no body."""
    fresh_for: timedelta | None = None
    """How long the server says that its answer holds (Cache-Control, Expires)."""
    moved_to: str | None = None
    """Where the feed lives now, if each server on the way said so for good (301, 308)."""
    link: str = ""
    """The server's Link headers, in one."""
    body_hash: str = field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "body_hash", hashlib.sha256(self.body).hexdigest())


@dataclass(frozen=True, slots=True)
class Article:
    """One entry of a feed, cleaned of markup. Offsets into it count code points of title and text as they stand."""

    url: str
    title: str
    text: str = ""
    published: datetime | None = None
    language: str | None = None
    """What the feed says, or None; the matcher detects what it needs."""
    guid: str = ""


Arrival = Literal["", "late", "flood"]
"""How an entry came: as they do; after a long while without visits; with a document that was new almost throughout."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as it was met in a feed: the unit that `examine` takes up."""

    id: int
    article_id: int
    article: Article
    feed: Feed
    first_seen: datetime
    baseline: bool
    """Met on the first visit of its feed: examined, never routed."""
    arrival: Arrival = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """How one visit of a feed went, for whoever shows progress."""

    feed: Feed
    new: int = 0
    baseline: bool = False
    unchanged: bool = False
    error: str | None = None
    held: bool = False
    """Put off, for the reason in `error`: its host wants to be left alone, or there is no room. Nothing failed."""
