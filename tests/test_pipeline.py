"""The life of an article, end to end, with only the outside replaced."""

from __future__ import annotations

import asyncio
import logging

import pytest
from fakes.vigie import COURRIER, GAZETTE, HERE, MORVAN, PONANT, FakeChat

from vigie.adapters.store import SqlStore
from vigie.admission import Admission
from vigie.model import Channel, Company, Feed
from vigie.pipeline import tick
from vigie.ports import FetchError, PostError, Query, StoreError

ON_BOTH = pytest.mark.chaos

PLAN = "Ateliers Morvan va supprimer 120 postes à Dijon"
PLAN_TEXT = "Ateliers Morvan a annoncé mardi la suppression de 120 postes dans son usine de Dijon."
OTHER = "Brasseries du Ponant supprime 45 postes à Brest"
THERE = Channel("chat", "chat:2", "social")


async def test_an_article_reaches_the_channel_that_watches_the_company(vigie):
    await vigie.watching()
    vigie.web.publish(GAZETTE, PLAN, PLAN_TEXT)
    vigie.web.publish(GAZETTE, "Le temps sera beau demain", "Soleil partout.")
    await vigie.tick()
    [summary] = vigie.chat.summaries
    assert "Ateliers Morvan" in summary
    assert "120" in summary


async def test_what_a_feed_holds_at_the_first_visit_is_no_news_but_can_be_found(vigie):
    vigie.web.publish(GAZETTE, PLAN, PLAN_TEXT)
    await vigie.watching()
    await vigie.tick(hours=1)
    assert vigie.chat.posts == {}
    assert (await vigie.store.search(Query("chat:1"))).total == 1


async def test_a_second_outlet_joins_the_post_instead_of_adding_one(vigie):
    await vigie.watching()
    vigie.web.publish(GAZETTE, PLAN, PLAN_TEXT)
    await vigie.tick()
    vigie.web.publish(COURRIER, "120 postes supprimés chez Ateliers Morvan", PLAN_TEXT)
    await vigie.tick(hours=1)
    assert len(vigie.chat.posts) == 1
    [(message, card)] = vigie.chat.edits
    assert message == "m1"
    assert "2 médias" in card.sources.replace("\u00a0", " ")


async def test_the_second_article_of_a_story_older_than_the_watch_is_no_news(vigie):
    vigie.web.publish(GAZETTE, PLAN, PLAN_TEXT)
    await vigie.watching()
    vigie.web.publish(COURRIER, "120 postes supprimés chez Ateliers Morvan", PLAN_TEXT)
    await vigie.tick()
    assert vigie.chat.posts == {}


async def test_nothing_is_told_twice(vigie):
    await vigie.watching()
    vigie.web.publish(GAZETTE, PLAN, PLAN_TEXT)
    for _ in range(3):
        await vigie.tick(hours=1)
    assert len(vigie.chat.posts) == 1


async def test_the_same_article_in_two_feeds_is_told_once(vigie):
    await vigie.watching()
    link = vigie.web.publish(GAZETTE, PLAN, PLAN_TEXT)
    vigie.web.publish(COURRIER, PLAN, PLAN_TEXT, link=link + "?utm_source=rss")
    await vigie.tick()
    await vigie.tick(hours=1)
    assert len(vigie.chat.posts) == 1
    assert vigie.chat.edits == []


async def test_a_process_that_stops_after_any_commit_loses_nothing(vigie):
    await vigie.watching()
    vigie.web.publish(GAZETTE, PLAN, PLAN_TEXT)
    vigie.chat.errors = [PostError("503")]
    await vigie.tick()
    assert vigie.chat.posts == {}
    await vigie.store.__aexit__(None, None, None)
    async with SqlStore(vigie.store.place) as reopened:
        vigie.clock.forward(minutes=5)
        await tick(vigie.again(reopened))
        assert len(vigie.chat.posts) == 1


async def test_a_row_that_was_being_sent_when_the_process_died_is_sent_after_all(vigie):
    await vigie.watching()
    vigie.web.publish(GAZETTE, PLAN, PLAN_TEXT)
    vigie.services.platforms.pop("chat")
    await vigie.tick()
    [delivery] = await vigie.store.due_deliveries(vigie.clock())
    assert await vigie.store.mark_sending(delivery, vigie.clock())
    vigie.services.platforms["chat"] = vigie.chat
    await vigie.tick(minutes=1)
    assert vigie.chat.posts == {}
    assert await vigie.store.recover(vigie.clock()) == 1
    await vigie.tick(minutes=1)
    assert len(vigie.chat.posts) == 1


async def test_a_broken_feed_is_visited_less_and_less(vigie):
    vigie.web.errors[GAZETTE.url] = FetchError("HTTP 500")
    await vigie.store.adopt([GAZETTE], [MORVAN], vigie.clock())
    for _ in range(24 * 4):
        await vigie.tick(minutes=15)
    assert 4 <= len(vigie.web.visits) < 10


async def test_a_post_that_failed_in_passing_is_tried_again(vigie):
    await vigie.watching()
    vigie.web.publish(GAZETTE, PLAN, PLAN_TEXT)
    vigie.chat.errors = [PostError("503")]
    await vigie.tick()
    assert vigie.chat.posts == {}
    await vigie.tick(minutes=5)
    assert len(vigie.chat.posts) == 1


async def test_a_channel_that_is_gone_is_not_tried_again(vigie):
    await vigie.watching()
    vigie.web.publish(GAZETTE, PLAN, PLAN_TEXT)
    vigie.chat.errors = [PostError("gone", permanent=True)]
    await vigie.tick()
    await vigie.tick(days=1)
    assert vigie.chat.posts == {}


async def test_one_bad_channel_does_not_stop_the_others(vigie, caplog):
    await vigie.watching()
    await vigie.subscribe(THERE)
    vigie.web.publish(GAZETTE, PLAN, PLAN_TEXT)
    vigie.chat.errors = [ValueError("a chat like no other")]
    with caplog.at_level(logging.CRITICAL):
        await vigie.tick(minutes=1)
    assert list(vigie.chat.places.values()) == [THERE]


async def test_one_bad_feed_does_not_stop_the_others(vigie):
    await vigie.watching()
    vigie.web.errors[COURRIER.url] = ValueError("a feed like no other")
    vigie.web.publish(GAZETTE, PLAN, PLAN_TEXT)
    await vigie.tick()
    assert len(vigie.chat.posts) == 1
    states = {feed.name: state for feed, state in await vigie.store.feeds("chat:1")}
    assert "inattendue" in states["Le Courrier"].last_error


async def test_a_database_that_fails_while_an_article_is_examined_costs_it_nothing(vigie):
    """It is no fault of the article's: set aside, its alert would be lost for a restart of the server."""
    await vigie.watching()

    class Failing:
        def __getattr__(self, name):
            return getattr(vigie.store, name)

        async def audience(self, *asked):
            raise StoreError("La base ne répond pas.")

    vigie.web.publish(GAZETTE, PLAN, PLAN_TEXT)
    with pytest.raises(StoreError):
        await tick(vigie.again(Failing()))
    assert vigie.chat.posts == {}
    await vigie.tick()
    assert len(vigie.chat.posts) == 1


async def test_one_bad_article_does_not_stop_the_others(vigie):
    await vigie.watching()

    class Choosy:
        """An engine that no article about Dijon agrees with."""

        def __init__(self, engine):
            self.engine = engine

        def __getattr__(self, name):
            return getattr(self.engine, name)

        async def analyse(self, article):
            if "Dijon" in article.title:
                raise ValueError("boom")
            return await self.engine.analyse(article)

    services = vigie.again(vigie.store, engine=Choosy(vigie.services.engine))
    vigie.web.publish(GAZETTE, PLAN, PLAN_TEXT)
    vigie.web.publish(GAZETTE, OTHER, OTHER + ", selon la direction.")
    await tick(services)
    assert len(vigie.chat.posts) == 1
    trace = await vigie.store.trace("https://gazette.example/1", "chat:1")
    assert "inattendue" in trace.problem


async def test_a_platform_that_is_off_keeps_its_rows_until_it_is_back(vigie):
    await vigie.watching()
    elsewhere = Channel("autre", "autre:1", "x")
    await vigie.subscribe(elsewhere)
    vigie.web.publish(GAZETTE, PLAN, PLAN_TEXT)
    await vigie.tick(minutes=1)
    assert list(vigie.chat.places.values()) == [HERE]
    vigie.services.platforms["autre"] = back = FakeChat("autre")
    await vigie.tick(days=1)
    assert len(back.posts) == 1


async def test_a_company_added_later_brings_no_old_news_and_gets_the_next(vigie):
    await vigie.watching()
    title = "Verreries de Loire supprime 80 postes à Blois"
    vigie.web.publish(GAZETTE, title, title + ", annonce la direction.")
    await vigie.tick()
    added = await vigie.store.add_company(Company(0, "Verreries de Loire", tenant="chat:1"), vigie.clock())
    vigie.web.publish(COURRIER, "80 postes supprimés chez Verreries de Loire", title + ", annonce la direction.")
    await vigie.tick(hours=1)
    assert vigie.chat.posts == {}
    fresh = "Verreries de Loire va fermer son usine de Tours, 200 emplois supprimés"
    vigie.web.publish(COURRIER, fresh, fresh + ".")
    await vigie.tick(hours=1)
    assert len(vigie.chat.posts) == 1
    assert added.id


async def test_two_tenants_that_each_watch_a_company_of_the_same_name_both_hear_of_it(vigie):
    await vigie.watching()
    await vigie.subscribe(THERE)
    for tenant in ("chat:1", "chat:2"):
        await vigie.store.add_company(Company(0, "Verreries de Loire", tenant=tenant), vigie.clock())
    await vigie.tick()
    title = "Verreries de Loire supprime 80 postes à Blois"
    vigie.web.publish(GAZETTE, title, title + ", annonce la direction.")
    await vigie.tick(hours=1)
    assert set(vigie.chat.places.values()) == {HERE, THERE}
    assert len(vigie.chat.posts) == 2
    assert len(set(vigie.chat.summaries)) == 1


async def test_a_company_of_a_tenants_own_that_feeds_yaml_comes_to_name_too_is_told_once_there(vigie):
    await vigie.watching()
    await vigie.subscribe(THERE)
    await vigie.store.add_company(Company(0, "Verreries de Loire", tenant="chat:1"), vigie.clock())
    stated = (MORVAN, PONANT, Company(0, "Verreries de Loire", ("Verreries",)))
    await vigie.store.adopt((GAZETTE, COURRIER), stated, vigie.clock())
    await vigie.tick()
    title = "Verreries de Loire supprime 80 postes à Blois"
    vigie.web.publish(GAZETTE, title, title + ", annonce la direction.")
    await vigie.tick(hours=1)
    assert list(vigie.chat.places.values()).count(HERE) == 1
    assert list(vigie.chat.places.values()).count(THERE) == 1
    vigie.web.publish(COURRIER, "80 postes supprimés chez Verreries de Loire", title + ", annonce la direction.")
    await vigie.tick(hours=1)
    assert len(vigie.chat.posts) == 2


async def test_a_feed_that_a_tenant_adds_is_read_for_that_tenant_alone(vigie):
    await vigie.watching()
    await vigie.subscribe(THERE)
    own = Feed("https://interne.example/rss", "Interne", tenant="chat:2")
    await vigie.store.follow(own, vigie.clock())
    await vigie.tick(hours=1)
    vigie.web.publish(own, PLAN, PLAN_TEXT)
    await vigie.tick(hours=1)
    assert list(vigie.chat.places.values()) == [THERE]


async def test_a_story_first_seen_in_another_tenants_feed_is_still_news_here(vigie):
    await vigie.watching()
    await vigie.subscribe(THERE)
    own = Feed("https://interne.example/rss", "Interne", tenant="chat:2")
    await vigie.store.follow(own, vigie.clock())
    await vigie.tick(hours=1)
    vigie.web.publish(own, PLAN, PLAN_TEXT)
    await vigie.tick(hours=1)
    vigie.web.publish(GAZETTE, "120 postes supprimés chez Ateliers Morvan", PLAN_TEXT)
    await vigie.tick(hours=1)
    assert list(vigie.chat.places.values()) == [THERE, HERE]
    assert len(vigie.chat.edits) == 1


async def test_a_feed_being_read_is_not_read_twice_at_once(vigie):
    await vigie.watching()
    vigie.services.visiting.add(GAZETTE.url)
    before = vigie.web.visits.count(GAZETTE.url)
    await vigie.tick(hours=1)
    assert vigie.web.visits.count(GAZETTE.url) == before


async def test_each_visit_is_reported_as_it_ends(vigie):
    seen = []
    services = vigie.again(vigie.store, report=seen.append)
    await vigie.store.adopt([GAZETTE, COURRIER], [MORVAN, PONANT], vigie.clock())
    vigie.web.publish(GAZETTE, PLAN)
    vigie.web.errors[COURRIER.url] = FetchError("Introuvable.")
    await tick(services)
    by_name = {visit.feed.name: visit for visit in seen}
    assert (by_name["La Gazette"].new, by_name["La Gazette"].baseline) == (1, True)
    assert by_name["Le Courrier"].error == "Introuvable."


async def test_a_visit_is_told_as_soon_as_it_is_over_however_much_there_is_to_examine(vigie):
    await vigie.store.adopt([GAZETTE], [MORVAN], vigie.clock())
    vigie.web.publish(GAZETTE, PLAN)
    told = asyncio.Event()
    services = vigie.again(vigie.store, report=lambda visit: told.set())
    async with services.examining:
        ticking = asyncio.create_task(tick(services))
        await told.wait()
        assert await vigie.store.unexamined(1)
    await ticking
    assert not await vigie.store.unexamined(1)


async def test_an_unchanged_page_is_not_parsed_again(vigie):
    await vigie.watching()
    seen = []
    vigie.clock.forward(hours=1)
    await tick(vigie.again(vigie.store, report=seen.append))
    assert [visit.unchanged for visit in seen] == [True, True]


async def hold(admission, full, gate):
    """Take the only place there is, until the gate opens."""
    async with admission.visit():
        full.set()
        await gate.wait()


async def test_feeds_that_fail_keep_none_of_those_that_work_waiting(vigie):
    await vigie.watching()
    vigie.web.errors[COURRIER.url] = FetchError("Introuvable.")
    await vigie.tick(hours=1)
    before, read = vigie.web.visits.count(COURRIER.url), asyncio.Event()
    full, doubtful, gate = asyncio.Event(), Admission(visits=1), asyncio.Event()
    holding = asyncio.create_task(hold(doubtful, full, gate))
    await full.wait()
    vigie.clock.forward(hours=3)
    ticking = asyncio.create_task(
        tick(vigie.again(vigie.store, doubtful=doubtful, proven=Admission(visits=1), report=lambda visit: read.set()))
    )
    await read.wait()
    assert vigie.web.visits[-1] == GAZETTE.url
    assert vigie.web.visits.count(COURRIER.url) == before
    gate.set()
    await asyncio.gather(ticking, holding)
    assert vigie.web.visits[-1] == COURRIER.url
