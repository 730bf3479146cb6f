"""Pushes, from the hub to the commit: feeds that have a hub, leases, and what bot.py puts together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from fakes.feeds import FeedServer, Item
from fakes.hub import Hub
from fakes.patience import PATIENCE
from fakes.ports import free_port
from fakes.pushing import House, a_house, cut, document, house, leased
from fakes.vigie import GAZETTE, MORVAN, Vigie

from vigie import pipeline, websub
from vigie.adapters.http import HttpFetcher
from vigie.cli.assemble import assemble
from vigie.cli.listening import listening
from vigie.config import ConfigError, FileConfig, PublicAddress
from vigie.memory import Offer
from vigie.model import Article, Feed, FeedState, Page
from vigie.ports import FetchError, Push, Store
from vigie.subscriber import Subscriber

__all__ = ["house", "leased"]


# -- the whole way -----------------------------------------------------------------------------------------------------


async def test_what_a_hub_pushes_is_posted_without_a_poll(leased: House) -> None:
    before = leased.polls
    assert await leased.pushed(cut(1)) == 202
    assert leased.posts == ["Ateliers Morvan supprime 121 postes à Brest"]
    assert leased.polls == before


async def test_polls_become_rare_while_pushes_arrive_and_usual_again_once_one_is_missed(leased: House) -> None:
    await leased.tick(minutes=20)
    assert await leased.next_visit() <= timedelta(hours=1)
    await leased.pushed(cut(1))
    await leased.tick(minutes=61)
    assert timedelta(hours=2.5) <= await leased.next_visit() <= timedelta(hours=3)
    leased.vigie.web.publish(GAZETTE, "Ateliers Morvan ferme son usine de Pau", link="https://gazette.example/unpushed")
    await leased.tick(hours=3)
    assert "Ateliers Morvan ferme son usine de Pau" in leased.posts
    assert await leased.next_visit() <= timedelta(hours=1)
    await leased.pushed(cut(2))
    await leased.tick(minutes=61)
    assert await leased.next_visit() >= timedelta(hours=2.5)


async def test_a_feed_that_recovers_with_what_no_push_brought_is_told_to_have_recovered_once(
    leased: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await leased.pushed(cut(1))
    leased.vigie.web.errors[GAZETTE.url] = FetchError("Le site est en panne.")
    for _ in range(12):
        await leased.tick(hours=2)
    assert "La Gazette: broken" in caplog.text
    del leased.vigie.web.errors[GAZETTE.url]
    leased.vigie.web.publish(GAZETTE, "Une usine ferme", link="https://gazette.example/unpushed")
    for _ in range(30):
        await leased.tick(hours=2)
    assert await leased.stored("Une usine ferme") <= 1
    assert caplog.text.count("La Gazette: recovered") == 1
    assert caplog.text.count("published without a push") == 1


async def test_what_was_pushed_is_no_news_to_the_poll_that_follows_nor_what_was_polled_to_a_push(leased: House) -> None:
    await leased.pushed(cut(1))
    leased.vigie.web.publish(GAZETTE, cut(1).title, link=cut(1).link)
    await leased.tick(hours=4)
    await leased.pushed(cut(1))
    await leased.pushed(cut(1))
    assert len(leased.posts) == 1


async def test_a_push_that_a_crash_swallowed_is_found_by_the_first_poll_after_the_start(leased: House) -> None:
    await leased.pushed(cut(1))
    await leased.tick(hours=1)
    taken = leased.services
    leased.services = replace(taken, pushing=Forgetful(leased.subscriber))  # answered, and gone before the commit
    leased.vigie.web.publish(GAZETTE, cut(2).title, link=cut(2).link)
    assert await leased.pushed(cut(2)) == 202
    leased.services = taken
    assert await leased.stored(cut(2).title) == 0
    await leased.leases.begin(leased.subscriber.address, leased.vigie.clock())
    await leased.tick(seconds=5)
    assert await leased.stored(cut(2).title) == 1


class Forgetful:
    """Of what is pushed, nothing stays."""

    def __init__(self, subscriber: Subscriber) -> None:
        self.subscriber = subscriber

    async def authentic(self, push: Push) -> None:
        return None

    def __getattr__(self, name: str) -> object:
        return getattr(self.subscriber, name)


async def test_a_push_and_a_poll_of_the_same_moment_tell_it_once(leased: House) -> None:
    for number in range(1, 5):
        leased.vigie.web.publish(GAZETTE, cut(number).title, link=cut(number).link)
        await asyncio.gather(leased.tick(hours=4), leased.pushed(cut(number)))
        assert await leased.stored(cut(number).title) == 1
        assert len(leased.posts) == number, "an alert, then what is new in it, each told once"


async def test_a_push_brings_articles_as_feeds_yaml_wants_them(leased: House) -> None:
    stated = replace(GAZETTE, title_only=True, language="en")
    await leased.vigie.store.adopt((stated,), (MORVAN,), leased.vigie.clock())
    await leased.pushed(replace(cut(1), text="Un long texte."))
    [found] = [
        entry.article
        for entry in await leased.vigie.store.entries_since(leased.vigie.clock() - timedelta(days=1), None)
        if entry.article.url == cut(1).link
    ]
    assert (found.text, found.language) == ("", "en")


async def test_pushes_pass_the_brake_of_a_changed_feed_like_polls(leased: House) -> None:
    await leased.pushed(*(Item(f"Brève numéro {n}", f"https://gazette.example/b{n}") for n in range(30)))
    day = leased.vigie.clock() - timedelta(days=1)
    arrivals = [entry.arrival for entry in await leased.vigie.store.entries_since(day, None)]
    assert arrivals.count("flood") == 30


async def test_a_document_that_kills_its_reader_is_noted_and_no_other_push_suffers(vigie: Vigie) -> None:
    class Deadly:
        async def parse(self, page: Page, feed: Feed) -> list[Article]:
            if b"poison" in page.body:
                deaths.append(page.body)
                raise FetchError("trop lourd", fatal=True)
            return list(await vigie.services.parser.parse(page, feed))

    deaths: list[bytes] = []
    async with a_house(vigie) as house:
        house.services = replace(house.services, parser=Deadly())
        await house.tick()
        await house.tick(seconds=5)
        for _ in range(3):
            assert await house.pushed(Item("poison")) == 202
        assert len(deaths) == 2
        await house.pushed(cut(1))
        assert len(house.posts) == 1


# -- over the wire, as bot.py puts it together -------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["headers", "document"])
async def test_a_vigie_with_a_public_address_finds_the_hub_and_stores_what_it_pushes(
    tmp_path: Path, where: str
) -> None:
    async with FeedServer() as press, Hub() as hub:
        topic = press.url("/rss")
        links = f'<{hub.url}>; rel="hub", </rss>; rel="self"'
        inside = f"<atom:link rel='hub' href='{hub.url}'/><atom:link rel='self' href='{topic}'/>"
        body = document(Item("Rien de neuf", "https://gazette.example/0"))
        if where == "headers":
            press.serve("/rss", body, headers={"Link": links})
        else:
            press.serve("/rss", body.replace(b"</title><link>", f"</title>{inside}<link>".encode(), 1))
        port = free_port()
        public = PublicAddress(f"http://127.0.0.1:{port}", port=port)
        allow = frozenset({press.host, hub.host})
        config = FileConfig((Feed(topic, "La Gazette"),), (MORVAN,), allow, push=public)
        arrived = asyncio.Event()
        async with assemble(config, tmp_path, web=HttpFetcher(allow, gap=timedelta())) as house:
            told = replace(house.services, report=lambda visit: arrived.set() if visit.new else None)
            async with listening(config, house, told, pytest.fail) as services:
                await services.store.adopt(config.feeds, config.companies, services.clock())
                await pipeline.tick(services)
                await pipeline.tick(services)
                assert hub.answers == [(200, "c4ll-me")]
                polls, _ = len(press.requests), arrived.clear()
                assert await hub.push(topic, document(cut(1))) == 202
                await asyncio.wait_for(arrived.wait(), PATIENCE)
                found = await services.store.entries_since(services.clock() - timedelta(hours=1), None)
                assert cut(1).title in [entry.article.title for entry in found]
                assert len(press.requests) == polls


async def test_a_site_that_is_its_own_hub_is_asked_in_one_and_the_same_turn(tmp_path: Path) -> None:
    async with FeedServer() as site:
        feed, hub = site.serve("/rss", document(cut(1))), site.serve("/hub", status=429)
        public = PublicAddress("https://vigie.example", port=free_port())
        config = FileConfig((Feed(feed, "La Gazette"),), (MORVAN,), frozenset({site.host}), push=public)
        async with (
            assemble(config, tmp_path) as house,
            listening(config, house, house.services, pytest.fail) as services,
        ):
            assert isinstance(services.pushing, Subscriber)
            with pytest.raises(FetchError):
                await services.pushing.hubs.ask(hub, {"hub.mode": "subscribe"})
            with pytest.raises(FetchError) as caught:
                await services.fetcher.fetch(feed, FeedState(feed))
        assert caught.value.held
        assert [request.path for request in site.requests] == ["/hub"]


async def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path: Path) -> None:
    async with Hub() as other:
        public = PublicAddress("https://vigie.example", port=other.port)
        config = FileConfig((GAZETTE,), (MORVAN,), push=public)
        async with assemble(config, tmp_path) as house:
            with pytest.raises(ConfigError, match=f"127.0.0.1:{other.port} n'est pas libre"):
                async with listening(config, house, house.services, pytest.fail):
                    pass


class Helping:
    """A store that another process leads, until the test says otherwise."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.helps = True


async def is_open(port: int) -> bool:
    """Whether our callback server is there: it knows nobody."""
    try:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/websub/x") as told:
            return told.status == 404
    except aiohttp.ClientError:
        return False


async def until(happened: Callable[[], Awaitable[bool]]) -> None:
    """Ask again and again; TimeoutError where it does not happen."""
    async with asyncio.timeout(PATIENCE):
        while not await happened():  # noqa: ASYNC110  (no event of ours: a port opens, a row goes)
            await asyncio.sleep(0.01)


async def test_who_helps_has_the_port_once_it_is_free_and_the_leases_once_it_leads(tmp_path: Path) -> None:
    offer = Offer(("https://hub.example/",), GAZETTE.url)
    async with AsyncExitStack() as first, AsyncExitStack() as stack:
        other = await first.enter_async_context(Hub())
        public = PublicAddress("https://vigie.example", port=other.port)
        config = FileConfig((GAZETTE,), (MORVAN,), push=public)
        house = await stack.enter_async_context(assemble(config, tmp_path))
        await house.services.store.adopt(config.feeds, config.companies, house.services.clock())
        moved = websub.fresh(offer, "https://former.example/websub", "p" * 43, "s", house.services.clock())
        await house.leases.save(GAZETTE.url, moved)
        store = Helping(house.services.store)
        helping = replace(house.services, store=store)
        services = await stack.enter_async_context(listening(config, house, helping, pytest.fail, look=0.01))
        assert services.pushing is not None, "the one that leads listens, this one helps to keep the leases"
        await first.aclose()
        await until(lambda: is_open(public.port))
        assert await house.leases.of(GAZETTE.url), "whoever leads has begun with them already"
        store.helps = False

        async def forgotten() -> bool:
            return await house.leases.of(GAZETTE.url) is None

        await until(forgotten)
    assert not await is_open(public.port)


async def test_a_port_that_is_still_taken_by_another_after_taking_the_lead_is_said_once(tmp_path: Path) -> None:
    async with Hub() as stranger:
        public = PublicAddress("https://vigie.example", port=stranger.port)
        config = FileConfig((GAZETTE,), (MORVAN,), push=public)
        async with assemble(config, tmp_path) as house:
            store, said = Helping(house.services.store), list[str]()
            heard = asyncio.Event()

            def say(line: str) -> None:
                said.append(line)
                heard.set()

            async with listening(config, house, replace(house.services, store=store), say, look=0.01):
                store.helps = False
                await asyncio.wait_for(heard.wait(), PATIENCE)
                await asyncio.sleep(0.05)
    (line,) = said
    assert f"127.0.0.1:{stranger.port} n'est pas libre (port déjà pris)" in line

    def __getattr__(self, name: str) -> object:
        return getattr(self.store, name)
