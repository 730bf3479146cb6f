"""The life of an article, in three straight lines.

    collect   fetch -> parse -> store the new entries                              one commit
    examine   find events -> join or open a story -> summarise -> route -> queue   one commit
    deliver   commit « sending » -> post or edit -> commit the outcome

Each line starts from rows that the one before committed, so a stop anywhere loses
nothing: the next tick goes on. What is due is a query; the timer only ticks.
"""

from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import replace
from datetime import timedelta

from vigie.model import Company, Delivery, DeliveryKind, Entry, Event, Feed, FeedState, Finding, Role, Visit
from vigie.ports import FetchError, PostError, Services
from vigie.route import route
from vigie.stories import WINDOW, same_story

log = logging.getLogger(__name__)

ACCIDENT = "Une erreur inattendue est survenue ; le journal la décrit."

LONGEST_WAIT = timedelta(hours=1)
"""Between two attempts at one delivery."""


async def tick(services: Services, *, everything: bool = False) -> None:
    """Do all that is due now; with everything, visit each feed whether it is due or not."""
    companies, version = await services.store.watchlist()
    await services.engine.refresh(companies, version)
    for company in await services.store.newcomers():
        await catch_up(company, services)
    due = await services.store.due_feeds(services.clock(), everything=everything)
    visits = [visit(feed, state, services) for feed, state in due if feed.url not in services.visiting]
    await asyncio.gather(advance(services), *visits)


async def visit(feed: Feed, state: FeedState, services: Services) -> None:
    """One feed from its server to the channels, without waiting for the other feeds."""
    services.visiting.add(feed.url)
    try:
        async with services.visits:
            outcome = await collect(feed, state, services)
    finally:
        services.visiting.discard(feed.url)
    if outcome.new:
        await advance(services)
    services.report(outcome)


async def advance(services: Services) -> None:
    """Carry on with whatever earlier commits left to do."""
    async with services.examining:
        while entries := await services.store.unexamined():
            for entry in entries:
                await examine(entry, services)
    async with services.delivering:
        for delivery in await services.store.due_deliveries(services.clock()):
            await deliver(delivery, services)


async def collect(feed: Feed, state: FeedState, services: Services) -> Visit:
    """Visit a feed, and keep what it publishes."""
    now, store = services.clock(), services.store
    baseline = state.baseline_at is None
    try:
        page = await services.fetcher.fetch(feed.url, state)
        fresh = page if page and page.body_hash != state.body_hash else None
        articles = await services.parser.parse(fresh, feed) if fresh else []
    except Exception as error:  # one bad feed must not stop the others
        reason = told(error, f"{feed.name} could not be read", ACCIDENT)
        after = state.after_failure(reason, feed, now, getattr(error, "retry_after", None))
        await store.save_visit(feed, after, [], now, baseline=baseline)
        return Visit(feed, baseline=baseline, error=reason)
    new = await store.save_visit(feed, state.after_success(page, feed, now), articles, now, baseline=baseline)
    return Visit(feed, new=new, baseline=baseline, unchanged=fresh is None)


async def examine(entry: Entry, services: Services) -> None:
    """Decide what an article is worth, and queue it for those who asked."""
    now, store = services.clock(), services.store
    try:
        events = await services.engine.analyse(entry.article)
        findings = [await conclude(event, entry, services) for event in events]
    except Exception as error:  # one bad article must not stop the others
        await store.set_aside(entry, told(error, f"could not examine {entry.article.url}", ACCIDENT), now)
    else:
        await store.save_examination(entry, findings, services.engine.version, now)


async def conclude(event: Event, entry: Entry, services: Services) -> Finding:
    """What one event of an article changes: nothing (a mention), an older story, or a new one."""
    if event.role is Role.MENTION:
        return Finding(event)
    store = services.store
    recent = await store.recent_stories(event.company.id, event.topic, entry.first_seen - WINDOW)
    story = same_story(event, entry.article, recent)
    wanted = [] if entry.baseline else route(event, entry, await store.audience(entry.feed.url, entry.first_seen))
    if story is None:
        return Finding(event, summary=await services.summariser.summarise(event, entry.article), alerts=tuple(wanted))
    known = set(await store.alerted(story.id))
    is_reprint = any(source.url == entry.article.url for source in story.sources)
    return Finding(
        event,
        story=story.id,
        alerts=tuple(c for c in wanted if c not in known and c.tenant not in story.seen_by),
        edits=() if is_reprint else tuple(c for c in wanted if c in known),
    )


async def catch_up(company: Company, services: Services) -> None:
    """Read what the feeds held before the company was watched: its stories open, nobody is told."""
    now, store = services.clock(), services.store
    for entry in await store.entries_since(now - WINDOW, company.tenant):
        events = [e for e in await services.engine.analyse(entry.article) if e.company.id == company.id]
        quiet = replace(entry, baseline=True)
        if findings := [await conclude(event, quiet, services) for event in events]:
            await store.save_examination(quiet, findings, services.engine.version, now)
    await store.mark_caught_up(company.id, now)


async def deliver(delivery: Delivery, services: Services) -> None:
    """Post what is owed to a channel, and remember how it went."""
    store = services.store
    platform = services.platforms.get(delivery.channel.platform)
    if platform is None or not await store.mark_sending(delivery, services.clock()):
        return  # a platform that is off keeps its rows until it is back
    try:
        if delivery.kind is DeliveryKind.EDIT:
            await platform.edit(delivery)
            message = delivery.message_id
        else:
            message = await platform.post(delivery)
    except Exception as error:  # one bad channel must not stop the others
        reason = told(error, f"{delivery.channel} could not be told", type(error).__name__)
        refusal = error if isinstance(error, PostError) else PostError(reason)
        await store.mark_failed(delivery, refusal, services.clock() + pause(delivery.attempts, refusal.retry_after))
    else:
        await store.mark_sent(delivery, message, services.clock())


def told(error: Exception, what: str, unexpected: str) -> str:
    """The reason to keep: the words of a foreseen failure, else `unexpected`, with the trace in the log."""
    if isinstance(error, FetchError | PostError):
        log.info("%s: %s", what, error)
        return str(error)
    log.error("%s", what, exc_info=error)
    return unexpected


def pause(attempts: int, asked: timedelta | None) -> timedelta:
    """How long to wait after a failed attempt: what the platform asks for, else 5 s, 10 s, 20 s… with jitter."""
    wait = asked or min(timedelta(seconds=5 * 2 ** min(attempts, 12)), LONGEST_WAIT)
    return wait * random.uniform(1, 1.25)
