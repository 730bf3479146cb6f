"""The life of an article, in three straight lines.

    collect   fetch -> parse -> store the new entries                              one commit  (collect.py)
    examine   find events -> join or open a story -> summarise -> route -> queue   one commit
    deliver   commit « sending » -> post or edit -> commit the outcome                 (delivery.py)

Each line starts from rows that the one before committed, so a stop anywhere loses
nothing: the next tick goes on. What is due is a query; the timer only ticks.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from vigie import stories
from vigie.collect import ACCIDENT, collect_in_turn, pushed, told
from vigie.delivery import deliver_due
from vigie.failpoints import reach
from vigie.farewell import erase_gone
from vigie.links import outlet
from vigie.model import Channel, Company, Entry, Event, Feed, FeedState, Finding, Role, Story
from vigie.ports import Push, Services, StoreError
from vigie.route import hears_now, is_muted, once, route
from vigie.stories import WINDOW, Candidate, Telling
from vigie.summarise.updates import update

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Entries that are examined, one of each feed in turns, before it is asked again what is owed and which feeds wait."""

LONGEST = timedelta(seconds=10)
"""For which articles are examined without telling what they told. Not less: what comes together is told together."""


async def tick(services: Services, *, everything: bool = False) -> None:
    """Do all that is due now; with everything, visit each feed whether it is due or not."""
    companies, version = await services.store.watchlist()
    await services.engine.refresh(companies, version)
    if await take_lead(services):
        for company in await services.store.newcomers():
            await catch_up(company, services)
    await feel(services)
    reading = services.pressure.may_fetch
    due = await services.store.due_feeds(services.clock(), everything=everything) if reading else ()
    visits = [visit(feed, state, services) for feed, state in due if feed.url not in services.visiting]
    pushes = [services.pushing.tend()] if services.pushing and not services.store.helps else []
    await asyncio.gather(advance(services), *visits, *pushes)
    if not services.store.helps:
        await erase_gone(services)


async def take_lead(services: Services) -> bool:
    """Of the processes on one database one examines and delivers, the others help it to read feeds; whether it is us.

    Whoever takes its place finds what it was sending: nobody knows what became of that.
    """
    helped, leads = services.store.helps, await services.store.lead()
    if helped and leads:
        await services.store.recover(services.clock())
    return leads


async def visit(feed: Feed, state: FeedState, services: Services) -> None:
    """One feed from its server to the channels, without waiting for the other feeds."""
    services.visiting.add(feed.url)
    try:
        outcome = await collect_in_turn(feed, state, services)
    finally:
        services.visiting.discard(feed.url)
    if outcome is None:
        return
    services.report(outcome)
    if outcome.new:
        await advance(services)


async def receive(push: Push, services: Services) -> None:
    """What the hub of a feed sent us, as the visit that it spares; what nobody signed is as if it had not come."""
    assert services.pushing is not None
    if (feed := await services.pushing.feed_of(push)) is None:
        return
    async with services.hosts[urlsplit(feed.url).hostname or ""]:
        if (known := await services.pushing.authentic(push)) is None:
            return
        outcome = await pushed(*known, services)
        await services.pushing.took(push, outcome.new)
    if outcome.new:
        await advance(services)
        services.report(outcome)


async def advance(services: Services) -> None:
    """Carry on with whatever earlier commits left to do, if that is ours to do."""
    if services.store.helps:
        return
    while await examine_due(services):
        await deliver_due(services)
    await deliver_due(services)


async def examine_due(services: Services) -> bool:
    """Examine what waits; whether more does after so long that what is to be told should not wait for it."""
    async with services.examining:
        began = services.clock()
        while services.pressure.may_examine and (entries := await services.store.unexamined(AT_ONCE)):
            for entry in entries:
                await examine(entry, services)
            await feel(services)
            if services.clock() - began >= LONGEST:
                return True
    return False


async def feel(services: Services) -> None:
    """Look how much is owed and how full the disk is; what stops or goes on is told to whoever runs Vigie."""
    for sentence in services.pressure.feel(await services.store.owed()):
        log.warning(sentence)


async def examine(entry: Entry, services: Services) -> None:
    """Decide what an article is worth, and queue it for those who asked."""
    now, store = services.clock(), services.store
    try:
        events = await services.engine.analyse(entry.article)
        findings = [await conclude(event, entry, services, events) for event in events]
    except StoreError:  # nothing is wrong with the article: it has its turn again
        raise
    except Exception as error:  # one bad article must not stop the others
        await store.set_aside(entry, told(error, f"could not examine {entry.article.url}", ACCIDENT), now)
    else:
        reach("before-examination-saved")
        await store.save_examination(entry, findings, services.engine.version, now)
        reach("examination-saved")


async def conclude(event: Event, entry: Entry, services: Services, beside: Sequence[Event] = ()) -> Finding:
    """What one event of an article changes: nothing (a mention), an older story, or a new one.

    beside: all the events of the article, where somebody is to hear of them.
    """
    if event.role is Role.MENTION:
        return Finding(event)
    store, now = services.store, services.clock()
    seen, article = entry.first_seen, entry.article
    telling = stories.telling(event, article, seen)
    found = stories.match(telling, seen, await store.candidates(event.company.id, event.topic, seen - stories.MEMORY))
    story = await store.whole_story(found.id) if found else None
    audience = [] if entry.baseline else once(event, beside, await store.audience(entry.feed.url, seen, now))
    wanted = route(event, entry, audience, now)
    if found is None or story is None:
        return Finding(event, summary=await services.summariser.summarise(event, article), alerts=tuple(wanted))
    known = set(await store.alerted(story.id))
    finding = Finding(
        event,
        story.id,
        alerts=tuple(c for c in wanted if c not in known and c.tenant not in story.seen_by)
        + tuple([c for c in hears_now(event, story, audience) if c not in known and await is_news(story, c, services)]),
        edits=tuple(c for c in wanted if c in known and not is_muted(story, c, audience)),
    )
    if finding.alerts:  # they see no earlier article of it: what they read must come from this one
        finding = replace(finding, own=await services.summariser.summarise(event, article))
    return await joined(finding, telling, found, story, entry, services)


async def is_news(story: Story, channel: Channel, services: Services) -> bool:
    """Whether the story's article was met since its feed is watched, for a channel whose tenant sees it."""
    trace = await services.store.trace(story.lead.url, channel.tenant)
    return channel.tenant in story.seen_by and trace is not None and not trace.baseline


async def joined(
    finding: Finding, telling: Telling, found: Candidate, story: Story, entry: Entry, services: Services
) -> Finding:
    """What an article changes in the story that it joins; `finding` edits the posts of all who have one."""
    article = entry.article
    if any(source.url == article.url for source in story.sources):  # met in another feed
        return replace(finding, edits=())
    copy = stories.is_copy(telling, found.tellings)
    news = None if copy else stories.news(telling, found.tellings)
    if news is None:
        shown = not copy and outlet(article.url) not in {outlet(source.url) for source in story.sources}
        return replace(finding, edits=finding.edits if shown else (), copy=copy)
    event = replace(finding.event, stage=news.stage or finding.event.stage)
    summary = await services.summariser.summarise(event, article)
    return replace(
        finding,
        event=event,
        summary=summary if news.turns else None,
        update=update(news, event, summary, article.url, outlet(article.url)),
        updates=finding.edits,
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
