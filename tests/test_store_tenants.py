"""Tenants are strangers: none sees an article, a company, a channel or a count of another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes.store import GAZETTE, HERE, NOON, THERE, a_summary, an_article, an_event, store, told

from vigie.model import LAYOFFS, LOCAL, Channel, Company, Evidence, Feed, Finding, Passage
from vigie.ports import Query

ON_BOTH = True

__all__ = ["store", "told"]

PRIVATE = Feed("https://interne.example/rss", "Interne", tenant="chat:2")
SECRET = "Note confidentielle sur Ateliers Morvan"


@pytest.fixture
async def apart(told):
    """chat:2 follows a feed of its own; both have a channel."""
    await told.subscribe(HERE)
    await told.subscribe(THERE)
    await told.store.follow(PRIVATE, NOON)
    return told


def secret(**fields):
    return an_article(SECRET, "Le mot de passe est tournesol.", url="https://interne.example/1", **fields)


async def found(told, tenant, words="", **fields):
    return [story.id for story in (await told.store.search(Query(tenant, words=words, **fields))).stories]


async def test_an_article_is_seen_by_those_who_follow_its_feed(apart):
    morvan = await apart.company()
    story = await apart.open_story(morvan, secret(), feed=PRIVATE)
    assert (await apart.store.story(story, "chat:2")).lead.title == SECRET
    assert await apart.store.story(story, "chat:1") is None
    assert (await found(apart, "chat:2", "tournesol"), await found(apart, "chat:1", "tournesol")) == ([story], [])
    assert (await found(apart, "chat:2"), await found(apart, "chat:1")) == ([story], [])
    assert (await apart.store.search(Query("chat:1"))).by_month == {}
    assert await apart.store.trace("https://interne.example/1", "chat:1") is None
    assert await apart.store.trace("https://interne.example/1", "chat:2")
    [kept] = await apart.recent(morvan.id, LAYOFFS, NOON)
    assert kept.seen_by == {"chat:2"}


async def test_a_shared_story_shows_each_tenant_its_own_articles(apart):
    morvan = await apart.company()
    evidence = (Evidence("name", Passage("title", 24, 39)),)
    story = await apart.open_story(morvan, secret(), feed=PRIVATE, event=an_event(morvan, evidence=evidence))
    public = an_article("Ateliers Morvan supprime 120 postes")
    joined = await apart.join(story, morvan, public, feed=GAZETTE, alerts=[HERE, THERE])
    theirs, ours = await apart.store.story(story, "chat:2"), await apart.store.story(story, "chat:1")
    assert [source.title for source in theirs.sources] == [SECRET, public.title]
    assert [source.title for source in ours.sources] == [public.title]
    assert await found(apart, "chat:1", "tournesol") == []
    assert await found(apart, "chat:1", "120 postes") == [story]
    by_tenant = {d.channel: d.alert.story for d in await apart.store.due_deliveries(NOON)}
    assert by_tenant == {HERE: ours, THERE: theirs}
    assert ours.event.evidence == an_event(morvan).evidence
    assert theirs.event.evidence == evidence
    assert (await apart.store.article_of(story, "chat:1")).title == joined.article.title
    assert (await apart.store.article_of(story, "chat:2")).title == SECRET
    assert (await apart.recent(morvan.id, LAYOFFS, NOON))[0].seen_by == {"chat:1", "chat:2"}


async def test_the_same_article_is_seen_by_another_once_it_came_through_their_feed_too(apart):
    morvan = await apart.company()
    story = await apart.open_story(morvan, secret(), feed=PRIVATE)
    [entry] = await apart.meet(secret(), feed=GAZETTE)
    assert await apart.store.story(story, "chat:1") is None
    [kept] = await apart.recent(morvan.id, LAYOFFS, NOON)
    assert kept.seen_by == {"chat:2"}  # so that the examination of this entry still alerts chat:1
    await apart.examine(entry, Finding(an_event(morvan), story, alerts=(HERE,)))
    assert (await apart.store.story(story, "chat:1")).lead.title == SECRET
    [delivery] = await apart.store.due_deliveries(NOON)
    assert delivery.channel == HERE


async def test_a_tenants_company_is_seen_by_that_tenant_alone(apart):
    own = await apart.store.add_company(Company(0, "Verreries de Loire", tenant="chat:2"), NOON)
    article = an_article("Verreries de Loire ferme")
    story = await apart.open_story(own, article)
    assert await apart.store.story(story, "chat:2")
    assert await apart.store.story(story, "chat:1") is None
    assert (await found(apart, "chat:2"), await found(apart, "chat:1")) == ([story], [])
    assert (await found(apart, "chat:1", company=own.id), await found(apart, "chat:1", "ferme")) == ([], [])
    assert (await apart.store.trace(article.url, "chat:1")).events == ()
    assert [e.company for e, _ in (await apart.store.trace(article.url, "chat:2")).events] == [own]
    [kept] = await apart.recent(own.id, LAYOFFS, NOON)
    assert kept.seen_by == {"chat:2"}


async def test_two_tenants_of_one_name_are_two_companies(apart):
    orange = Company(0, "Orange", tenant="chat:1")
    one, other = [await apart.store.add_company(replace(orange, tenant=t), NOON) for t in ("chat:1", "chat:2")]
    assert one.id != other.id
    await apart.store.retire_company(one.id, NOON)
    assert other in await apart.store.companies("chat:2")


async def test_a_search_in_a_channel_never_shows_another_tenants_company(apart):
    own = await apart.store.add_company(Company(0, "Verreries de Loire", tenant="chat:2"), NOON)
    await apart.open_story(own, an_article("Verreries de Loire ferme"))
    assert await found(apart, "chat:1", channel=HERE) == []
    assert len(await found(apart, "chat:2", channel=THERE)) == 1
    assert await found(apart, "chat:1", channel=Channel("chat", "chat:2", "social")) == []


async def test_channels_of_one_name_on_two_servers_are_two(apart):
    twin = Channel("chat", "chat:2", HERE.id)
    await apart.subscribe(twin, await apart.company())
    assert [s.company for s in await apart.store.subscriptions(HERE)] == [None]
    assert await apart.store.last_change(twin) is None


async def test_whoever_arrives_later_sees_what_feeds_of_the_file_brought(apart):
    morvan = await apart.company()
    story = await apart.open_story(morvan)
    assert (await apart.recent(morvan.id, LAYOFFS, NOON))[0].seen_by == {"chat:1", "chat:2"}
    await apart.subscribe(Channel("terminal", LOCAL, "ici"))
    assert (await apart.recent(morvan.id, LAYOFFS, NOON))[0].seen_by == {"chat:1", "chat:2", LOCAL}
    assert await apart.store.story(story, LOCAL)


async def test_whoever_follows_a_feed_later_sees_its_past_and_gets_none_of_it(apart):
    morvan = await apart.company()
    story = await apart.open_story(morvan, secret(), feed=PRIVATE)
    await apart.store.follow(replace(PRIVATE, tenant="chat:1"), apart.later(hours=1))
    assert (await apart.store.story(story, "chat:1")).lead.title == SECRET
    assert [s.channel for s in await apart.store.audience(PRIVATE.url, NOON)] == [THERE]
    assert [s.channel for s in await apart.store.audience(PRIVATE.url, apart.now)] == [HERE, THERE]


async def test_stopping_to_follow_hides_what_came_that_way(apart):
    story = await apart.open_story(await apart.company(), secret(), feed=PRIVATE)
    await apart.store.unfollow("chat:2", PRIVATE.url)
    assert await apart.store.story(story, "chat:2") is None
    assert await apart.store.entries_since(NOON - timedelta(days=1), "chat:2") == []


async def test_the_past_that_a_company_of_a_tenant_catches_up_is_that_of_its_feeds(apart):
    for feed, article in ((PRIVATE, secret()), (GAZETTE, an_article("Publié"))):
        [entry] = await apart.meet(article, feed=feed)
        await apart.examine(entry, Finding(an_event(await apart.company()), summary=a_summary()))
    assert [e.article.title for e in await apart.store.entries_since(NOON, "chat:1")] == ["Publié"]
    assert [e.article.title for e in await apart.store.entries_since(NOON, "chat:2")] == [SECRET, "Publié"]
