"""The first line of the pipeline: fetch, parse, store the new entries. One visit of one feed, whatever comes of it.

What a visit teaches of the feed is schedule's to say, how the feed is, health's; here it is done and told.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from vigie import health, schedule
from vigie.admission import ALONE, Room
from vigie.failpoints import reach
from vigie.model import Arrival, Article, Feed, FeedState, Page, Visit
from vigie.parse.wishes import wishes
from vigie.ports import FetchError, Services, Teller

log = logging.getLogger(__name__)

ACCIDENT = "Une erreur inattendue est survenue ; le journal la décrit."
SET_ASIDE = (
    "Ce flux a par deux fois épuisé le temps ou la mémoire que Vigie accorde à un flux : "
    "elle ne le relira que lorsqu'il aura changé."
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a good visit brought."""

    page: Page
    articles: Sequence[Article] = ()
    is_new: bool = False
    """The document is not the one that was read last."""


async def collect_in_turn(feed: Feed, state: FeedState, services: Services) -> Visit | None:
    """Visit a feed once its host is free and it is let in; None where another process visits it."""
    admission = services.doubtful if state.failures or not state.baseline_at else services.proven
    async with services.hosts[urlsplit(feed.url).hostname or ""], admission.visit() as room:
        if not await services.store.claim_visit(feed, state, services.clock()):
            return None
        return await collect(feed, state, services, room)


async def collect(feed: Feed, state: FeedState, services: Services, room: Room = ALONE) -> Visit:
    """Visit a feed, and keep what it publishes."""
    now = services.clock()
    try:
        page = await services.fetcher.fetch(feed.url, schedule.asked(state, now), room)
        reading = await read(page or Page(b"", feed.url, unchanged=True), feed, state, services)
    except Exception as error:  # one bad feed must not stop the others
        return await failed(feed, state, error, services, services.clock())
    return await kept(feed, state, reading, services, now)


async def read(page: Page, feed: Feed, state: FeedState, services: Services) -> Reading:
    """The articles of a document that is new. Raises FetchError."""
    if page.unchanged or page.body_hash == state.body_hash:
        return Reading(page)
    if schedule.is_poison(state, page.body_hash):
        raise FetchError(SET_ASIDE)
    try:
        articles = [as_stated(article, feed) for article in await services.parser.parse(page, feed)]
        return Reading(page, articles, is_new=True)
    except FetchError as error:
        raise Unread(error, page.body_hash) from error


def as_stated(article: Article, feed: Feed) -> Article:
    """The article as feeds.yaml wants it: in the feed's language, and without its text where only titles are kept."""
    if not feed.language and not feed.title_only:
        return article
    return replace(
        article,
        language=feed.language or article.language,
        text="" if feed.title_only else article.text,
    )


class Unread(Exception):
    """The document came, but could not be read."""

    def __init__(self, error: FetchError, body_hash: str) -> None:
        super().__init__(str(error))
        self.error = error
        self.body_hash = body_hash


async def kept(feed: Feed, state: FeedState, reading: Reading, services: Services, now: datetime) -> Visit:
    """Commit what a good visit brought."""
    baseline, page = state.baseline_at is None, reading.page
    asks = wishes(page.body, page.url, page.link) if reading.is_new else None
    after = planned = schedule.after_success(state, feed, page, reading.articles, asks, now)
    if services.pushing:
        after = await services.pushing.spared(after, now)
    arrival: Arrival = "late" if schedule.is_late(state, now) else ""
    reach("before-visit-saved")
    new, saved = await save(feed, after, services, now, reading.articles, baseline=baseline, arrival=arrival)
    reach("visit-saved")
    mended = saved
    is_same = not reading.is_new or new < len(reading.articles)
    if is_same and schedule.is_settled(after.memory.move, now):
        log.info("%s has moved for good", feed.name)
        mended = schedule.adopted(mended)
    if new and not baseline and services.pushing and await services.pushing.missed(feed, now):
        mended = replace(mended, next_visit=planned.next_visit)
    if mended != saved:
        await services.store.save_visit(feed, mended, [], now, baseline=False)
    return Visit(feed, new=new, baseline=baseline, unchanged=not reading.is_new)


async def failed(feed: Feed, state: FeedState, error: Exception, services: Services, now: datetime) -> Visit:
    """Commit what a failed visit means."""
    cause = error.error if isinstance(error, Unread) else error
    reason = told(cause, f"{feed.name} could not be read", ACCIDENT)
    baseline = state.baseline_at is None
    known = cause if isinstance(cause, FetchError) else FetchError(reason)
    if known.held and known.retry_after and not schedule.is_starved(state, feed, now):
        after = schedule.held(state, known.retry_after, now)
        await services.store.save_visit(feed, after, [], now, baseline=baseline)
        return Visit(feed, baseline=baseline, error=reason, held=True)
    after = schedule.after_failure(
        state,
        feed,
        reason,
        now,
        retry_after=known.retry_after,
        status=known.status,
        unreached=known.unreached,
        host=known.host,
    )
    if isinstance(error, Unread) and known.fatal:
        after = schedule.died(after, error.body_hash)
    await save(feed, after, services, now, baseline=baseline)
    return Visit(feed, baseline=baseline, error=reason)


async def pushed(feed: Feed, state: FeedState, page: Page, services: Services) -> Visit:
    """Keep what a hub says that the feed publishes, as a visit keeps it; it tells nothing of how the feed itself is."""
    now = services.clock()
    try:
        reading = await read(page, feed, state, services)
    except Exception as error:  # as for a visit: one bad push must not stop the others
        cause = error.error if isinstance(error, Unread) else error
        if isinstance(error, Unread) and error.error.fatal:
            await services.store.save_visit(feed, schedule.died(state, error.body_hash), [], now, baseline=False)
        return Visit(feed, error=told(cause, f"a push of {feed.name} could not be read", ACCIDENT))
    reach("before-visit-saved")
    new = await services.store.save_visit(feed, state, reading.articles, now, baseline=False)
    reach("visit-saved")
    return Visit(feed, new=new, unchanged=not reading.is_new)


async def save(
    feed: Feed,
    state: FeedState,
    services: Services,
    now: datetime,
    articles: Sequence[Article] = (),
    *,
    baseline: bool,
    arrival: Arrival = "",
) -> tuple[int, FeedState]:
    """Commit a visit; tell those who look after the feed's followers of an incident that began or ended, once. How many
    entries were new, and the state that was kept.
    """
    state, began, ended = health.noted(state, now)
    new = await services.store.save_visit(feed, state, articles, now, baseline=baseline, arrival=arrival)
    if sentence := health.told(feed, state, began, ended, now):
        log.info("%s: %s", feed.name, began.kind if began else "recovered")
        await announce(sentence, feed, services)
    return new, state


async def announce(sentence: str, feed: Feed, services: Services) -> None:
    """Tell those who set up the channels of its followers, each once, privately, as far as the platform lets us."""
    for user, channel in await services.store.keepers(feed.url):
        platform = services.platforms.get(channel.platform)
        if isinstance(platform, Teller):
            try:
                await platform.tell(user, sentence)
            except Exception as error:  # whoever can't be told finds it in « flux liste »
                log.info("nobody could be told of %s in %s: %s", feed.name, channel, type(error).__name__)


def told(error: Exception, what: str, unexpected: str) -> str:
    """The reason to keep: the words of a foreseen failure, else `unexpected`, with the trace in the log."""
    if isinstance(error, FetchError):
        log.info("%s: %s", what, error)
        return str(error)
    log.error("%s", what, exc_info=error)
    return unexpected
