"""One visit: what it keeps, what it means for the next ones, who is told."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from fakes.feeds import FeedServer, Item, rss
from fakes.vigie import COURRIER, GAZETTE, HERE, MORVAN, InlineParser

from vigie.adapters.http import HttpFetcher
from vigie.adapters.parser_pool import ParserPool
from vigie.adapters.store import SqlStore
from vigie.admission import Admission
from vigie.collect import collect
from vigie.model import Feed, Page, Subscription
from vigie.pipeline import tick
from vigie.ports import FetchError, PostError

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEW = "https://gazette.example/nouveau"


async def state_of(vigie, feed=GAZETTE):
    return {known.url: state for known, state in await vigie.store.feeds(HERE.tenant)}[feed.url]


async def watch(vigie, feed=GAZETTE):
    await vigie.store.adopt([feed], [MORVAN], vigie.clock())
    await vigie.subscribe()


@dataclass
class Web:
    """A Fetcher that answers what the test says, and knows whom it was asked with."""

    page: Page | Exception
    states: list = field(default_factory=list)

    async def fetch(self, url, state, room):
        self.states.append(state)
        if isinstance(self.page, Exception):
            raise self.page
        return self.page


def document(*titles: str, link: str = "https://gazette.example/{}", guid: str = "{}", **fields) -> Page:
    items = "".join(
        f"<item><title>{title}</title><link>{link.format(title)}</link>"
        f"<guid isPermaLink='false'>{guid.format(title)}</guid></item>"
        for title in titles
    )
    body = f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>"
    return Page(body.encode(), GAZETTE.url, **fields)


async def test_an_unchanged_answer_keeps_the_validators(vigie):
    web = Web(document("Usine", etag='"1"'))
    await watch(vigie)
    await tick(vigie.again(vigie.store, fetcher=web))
    web.page = Page(b"", GAZETTE.url, unchanged=True)
    vigie.clock.forward(hours=1)
    await tick(vigie.again(vigie.store, fetcher=web))
    state = await state_of(vigie)
    assert (state.etag, state.failures, state.last_success) == ('"1"', 0, vigie.clock())
    assert state.body_hash == document("Usine").body_hash


async def test_a_host_that_wants_to_be_left_alone_is_so_after_a_restart_for_all_its_feeds(tmp_path, vigie):
    async with FeedServer() as server:
        server.serve("/a", b"", status=429, headers={"Retry-After": "3600"})
        server.serve("/b", rss(Item("Usine", "https://gazette.example/1")))
        feeds = [Feed(server.url(path), path) for path in ("/a", "/b")]

        async def process(hours: float) -> None:
            """One life of a process: what is due is read."""
            vigie.clock.forward(hours=hours)
            async with SqlStore(tmp_path / "kept.db") as kept, HttpFetcher([server.host], gap=timedelta()) as fetcher:
                await kept.adopt(feeds, [], vigie.clock())
                services = vigie.again(kept, fetcher=fetcher)
                for feed, state in await kept.due_feeds(vigie.clock()):
                    await collect(feed, state, services)

        await process(0)
        assert not server.asked("/b")
        await process(0.9)
        assert not server.asked("/b")
        assert len(server.asked("/a")) == 1
        server.serve(
            "/a", rss(Item("Port", "https://gazette.example/2"))
        )  # else it would close the host again, if first
        await process(0.2)
        assert server.asked("/b")


async def test_a_host_in_penance_is_no_failure_and_no_request(vigie):
    await watch(vigie)
    await vigie.tick()
    web = Web(FetchError("plus tard", held=True, retry_after=timedelta(hours=2)))
    vigie.clock.forward(hours=1)
    await tick(vigie.again(vigie.store, fetcher=web))
    state = await state_of(vigie)
    assert state.failures == 0
    assert timedelta(hours=2) <= state.next_visit - vigie.clock() <= timedelta(hours=2, minutes=1)


async def test_a_host_that_lets_nobody_in_for_days_is_told_as_broken_for_each_of_its_feeds(vigie):
    await watch(vigie)
    await vigie.tick()
    web = Web(FetchError("Ce site a demandé à Vigie de revenir plus tard.", held=True, retry_after=timedelta(hours=4)))
    services = vigie.again(vigie.store, fetcher=web)
    failures = []
    for _ in range(16):
        vigie.clock.forward(hours=6)
        await tick(services)
        failures.append((await state_of(vigie)).failures)
    assert failures[:8] == [0] * 8
    state = await state_of(vigie)
    assert state.memory.incident.kind == "broken"
    assert "plus tard" in state.last_error


async def test_what_a_host_asks_for_is_measured_from_its_answer(vigie):
    class Slow:
        async def fetch(self, url, state, room):
            vigie.clock.forward(minutes=2)
            raise FetchError("plus tard", retry_after=timedelta(hours=1), host="gazette.example", status=429)

    await watch(vigie)
    await tick(vigie.again(vigie.store, fetcher=Slow()))
    state = await state_of(vigie)
    assert state.memory.closed.until == vigie.clock() + timedelta(hours=1)
    assert state.next_visit >= vigie.clock() + timedelta(hours=1)


async def test_an_etag_that_changes_each_time_does_not_make_an_old_document_new(vigie):
    web, seen = Web(document("Usine", etag='"0"')), []
    services = vigie.again(vigie.store, fetcher=web, report=seen.append)
    await watch(vigie)
    for n in range(1, 4):
        await tick(services)
        vigie.clock.forward(hours=5)
        web.page = document("Usine", etag=f'"{n}"')
    assert [visit.unchanged for visit in seen] == [False, True, True]
    assert web.states[-1].etag == '"1"'


async def test_a_move_to_a_web_page_is_a_failure_and_never_believed(vigie):
    web = Web(document("Usine"))
    await watch(vigie)
    async with ParserPool(1) as parser:
        services = vigie.again(vigie.store, fetcher=web, parser=parser)
        await tick(services)
        web.page = Page(b"<html><body>Maintenance</body></html>", NEW, content_type="text/html", moved_to=NEW)
        for _ in range(9):
            vigie.clock.forward(days=1)
            await tick(services)
    state = await state_of(vigie)
    assert state.memory.move is None
    assert state.failures > 5
    assert "page web" in state.last_error


async def test_a_feed_that_moved_for_good_is_asked_there(vigie):
    web = Web(document("Usine", moved_to=NEW))
    services = vigie.again(vigie.store, fetcher=web)
    await watch(vigie)
    for _ in range(5):
        await tick(services)
        vigie.clock.forward(days=1)
    move = (await state_of(vigie)).memory.move
    assert (move.to, move.adopted) == (NEW, True)


async def test_a_redirect_to_another_feed_is_never_believed(vigie):
    web = Web(document("Usine"))
    services = vigie.again(vigie.store, fetcher=web)
    await watch(vigie)
    for day in range(9):
        await tick(services)
        web.page = document(*(f"Autre {day} {n}" for n in range(3)), moved_to=NEW)
        vigie.clock.forward(days=1)
    assert (await state_of(vigie)).memory.move.adopted is False


async def test_a_feed_that_is_gone_is_left_alone_and_its_people_are_told_once(vigie):
    await watch(vigie)
    await vigie.store.subscribe([replace(one, created_by="ana") for one in await vigie.store.subscriptions(HERE)], None)
    web = Web(FetchError("Ce flux a été supprimé.", permanent=True, status=410))
    services = vigie.again(vigie.store, fetcher=web)
    for _ in range(40):
        await tick(services)
        vigie.clock.forward(hours=6)
    assert len(web.states) == 2
    state = await state_of(vigie)
    assert state.memory.stopped_at
    assert state.memory.incident.kind == "broken"


@pytest.fixture
def people(vigie):
    """What people are told privately: (user, sentence)."""
    told = []

    async def tell(user, sentence):
        told.append((user, sentence.replace("\u00a0", " ")))

    vigie.chat.tell = tell
    return told


async def broken(vigie, hours: int, error=None):
    vigie.web.errors[GAZETTE.url] = error or FetchError("Le site est en panne.", status=500)
    for _ in range(hours):
        await vigie.tick(hours=1)


async def keep(vigie):
    """The channel's subscription was made by somebody."""
    await vigie.store.subscribe([Subscription(HERE, None, created_at=vigie.clock(), created_by="ana")], None)


async def test_an_incident_and_its_end_are_told_once_each_to_whoever_subscribed(vigie, people):
    await vigie.store.adopt([GAZETTE], [MORVAN], vigie.clock())
    await keep(vigie)
    await vigie.tick()
    await broken(vigie, 40)
    assert len(people) == 1
    assert people[0][0] == "ana"
    assert people[0][1].startswith("Le flux « La Gazette » est en panne depuis")
    del vigie.web.errors[GAZETTE.url]
    for _ in range(40):
        await vigie.tick(hours=1)
    assert people[1:] == [("ana", "Le flux « La Gazette » est rétabli : il répond de nouveau.")]


async def test_each_channel_has_somebody_who_is_told_and_nobody_is_told_twice(vigie, people):
    await vigie.store.adopt([GAZETTE], [MORVAN], vigie.clock())
    for number, maker in enumerate(("ana", "bob", "ana")):
        channel = replace(HERE, id=f"{HERE.id}{number}")
        await vigie.store.subscribe([Subscription(channel, None, created_at=vigie.clock(), created_by=maker)], None)
    await vigie.tick()
    await broken(vigie, 30)
    assert sorted(user for user, _ in people) == ["ana", "bob"]


async def test_whoever_cannot_be_told_stops_nothing(vigie):
    await vigie.store.adopt([GAZETTE], [MORVAN], vigie.clock())
    await keep(vigie)
    await vigie.tick()

    async def tell(user, sentence):
        raise PostError("closed")

    vigie.chat.tell = tell
    await broken(vigie, 30)
    assert (await state_of(vigie)).memory.incident.kind == "broken"


async def test_a_platform_that_is_off_is_not_asked_to_tell(vigie, people):
    await vigie.store.adopt([GAZETTE], [MORVAN], vigie.clock())
    await keep(vigie)
    await vigie.tick()
    vigie.services.platforms.clear()
    await broken(vigie, 30)
    assert people == []


async def test_only_the_tenants_that_follow_a_feed_are_told_of_it(vigie, people):
    own = Feed("https://interne.example/rss", "Interne", tenant="chat:2")
    await vigie.store.adopt([GAZETTE], [MORVAN], vigie.clock())
    await keep(vigie)
    await vigie.store.follow(own, vigie.clock())
    vigie.web.errors[own.url] = FetchError("panne", status=500)
    for _ in range(40):
        await vigie.tick(hours=1)
    assert people == []


class Deadly(InlineParser):
    """A Parser whose readers die of every document."""

    def __init__(self):
        self.deaths = 0

    async def parse(self, page, feed):
        self.deaths += 1
        raise FetchError("Ce flux est trop lourd à lire.", fatal=True)


async def test_a_document_that_killed_its_reader_twice_is_not_read_again_until_it_changes(vigie):
    await watch(vigie)
    web, parser = Web(document("Usine")), Deadly()
    services = vigie.again(vigie.store, fetcher=web, parser=parser)
    for _ in range(5):
        await tick(services)
        vigie.clock.forward(days=2)
    assert parser.deaths == 2
    assert "deux fois" in (await state_of(vigie)).last_error
    web.page = document("Usine", "Bureau")
    await tick(services)
    assert parser.deaths == 3


async def test_after_a_long_absence_entries_are_marked_late(vigie):
    await watch(vigie)
    await vigie.tick()
    vigie.web.publish(GAZETTE, "Usine")
    await vigie.tick(minutes=20)
    vigie.web.publish(GAZETTE, "Bureau")
    await vigie.tick(hours=9)
    entries = await vigie.store.entries_since(vigie.clock() - DAY, None)
    assert {entry.article.title: entry.arrival for entry in entries} == {"Usine": "", "Bureau": "late"}


async def flood(vigie, page: Page, before: int = 30):
    web = Web(document(*(f"Article {n}" for n in range(before))))
    services = vigie.again(vigie.store, fetcher=web)
    await watch(vigie)
    await tick(services)
    web.page = page
    vigie.clock.forward(minutes=20)
    seen = []
    await tick(replace(services, report=seen.append))
    await tick(services)  # what was no news is examined with the rest
    return seen[0].new, await vigie.store.entries_since(vigie.clock(), None)


async def test_guids_and_links_that_all_change_at_once_are_no_news(vigie):
    new, entries = await flood(
        vigie, document(*(f"Article {n}" for n in range(30)), link="https://gazette.example/n/{}", guid="n-{}")
    )
    assert new == 0
    assert len(entries) == 30
    assert {(entry.baseline, entry.arrival) for entry in entries} == {(True, "flood")}


async def test_what_is_really_new_among_a_flood_is_marked(vigie):
    titles = [f"Article {n}" for n in range(20)] + [f"Neuf {n}" for n in range(10)]
    new, entries = await flood(vigie, document(*titles, link="https://gazette.example/n/{}", guid="n-{}"))
    assert new == 10
    fresh = {entry.article.title for entry in entries if not entry.baseline}
    assert fresh == {f"Neuf {n}" for n in range(10)}
    assert {entry.arrival for entry in entries} == {"flood"}


@pytest.mark.parametrize("size", [5, 10, 20])
async def test_a_short_feed_whose_guids_and_links_all_change_at_once_brings_no_news(vigie, size):
    moved = document(*(f"Article {n}" for n in range(size)), link="https://gazette.example/n/{}", guid="n-{}")
    new, entries = await flood(vigie, moved, before=size)
    assert new == 0
    assert {(entry.baseline, entry.arrival) for entry in entries} == {(True, "flood")}
    assert len(entries) == size


async def test_what_is_really_new_in_a_short_feed_that_moved_is_marked(vigie):
    titles = [f"Article {n}" for n in range(10)] + ["Neuf", "Encore"]
    new, entries = await flood(vigie, document(*titles, link="https://gazette.example/n/{}", guid="n-{}"), before=10)
    assert new == 2
    assert {entry.article.title for entry in entries if not entry.baseline} == {"Neuf", "Encore"}
    assert {entry.arrival for entry in entries} == {"flood"}


@pytest.mark.parametrize(
    "titles",
    [
        [f"Neuf {n}" for n in range(12)],  # a good day
        [f"Article {n}" for n in range(4)],  # too few to be sure
        ["Article 1"] * 12,  # its only title, as « Communiqué de presse » may be
        [f"Article {n}" for n in range(6)] + [f"Neuf {n}" for n in range(6)],
    ],
)
async def test_a_short_feed_that_is_new_throughout_is_news_where_it_may_be(vigie, titles):
    items = [(title, f"https://gazette.example/n/{n}", f"n-{n}") for n, title in enumerate(titles)]
    body = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid></item>"
        for title, link, guid in items
    )
    page = Page(f"<rss version='2.0'><channel><title>t</title>{body}</channel></rss>".encode(), GAZETTE.url)
    new, entries = await flood(vigie, page, before=12)
    assert new == len(titles)
    assert {entry.arrival for entry in entries} == {""}


async def test_twenty_new_entries_are_no_flood(vigie):
    titles = [f"Article {n}" for n in range(5)] + [f"Neuf {n}" for n in range(20)]
    new, entries = await flood(vigie, document(*titles))
    assert new == 20
    assert {entry.arrival for entry in entries} == {""}


async def test_feeds_that_wait_for_their_host_keep_no_other_from_being_read(vigie):
    same = [Feed(f"https://gros.example/{n}", f"Gros {n}") for n in range(9)]
    await vigie.store.adopt([*same, COURRIER], [MORVAN], vigie.clock())
    gate, read, asked = asyncio.Event(), asyncio.Event(), []

    class Slow:
        async def fetch(self, url, state, room):
            asked.append(url)
            if "gros" in url:
                await gate.wait()
            else:
                read.set()
            return document("Usine")

    services = vigie.again(vigie.store, fetcher=Slow(), proven=Admission(visits=2))
    running = asyncio.create_task(tick(services))
    await read.wait()
    assert len([url for url in asked if "gros" in url]) == 1
    gate.set()
    await running
    assert len(asked) == 10


async def test_a_feed_of_titles_alone_keeps_no_text_and_the_stated_language_wins(vigie):
    gazette = replace(GAZETTE, title_only=True, language="fr")
    await watch(vigie, gazette)
    link = vigie.web.publish(gazette, "Ateliers Morvan ouvre un magasin", "Un texte que personne ne gardera.")
    await vigie.tick()
    trace = await vigie.store.trace(link, HERE.tenant)
    assert (trace.article.text, trace.article.language) == ("", "fr")
