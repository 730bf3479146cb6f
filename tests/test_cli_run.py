"""`bot.py`, in this process: from the feeds to the screen and the chats until told to stop; two on one database."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fakes.feeds import Item, rss
from fakes.patience import PATIENCE
from fakes.ports import free_port
from fakes.theatre import DISMISSALS, OLD, STARTS, FakeChat, Theatre, theatre
from fakes.vigie import HandClock

from vigie.adapters.store import StoreError
from vigie.cli import preview
from vigie.cli.assemble import DATABASE, assemble, now
from vigie.cli.progress import Progress
from vigie.cli.reload import Watched
from vigie.cli.run import STILL_THERE, Options, Ticker, watch
from vigie.cli.stopping import Stopping
from vigie.cli.witness import Witness
from vigie.config import load
from vigie.model import TERMINAL, Article, Change, Channel, Feed, FeedState, Subscription, Visit
from vigie.ports import Store

__all__ = ["theatre"]


FINE = Item(
    "La CNIL inflige une amende de 2 millions d'euros aux Ateliers Morvan",
    "https://gazette.example/amende",
    "La CNIL a sanctionné lundi les Ateliers Morvan d'une amende de 2 millions d'euros.",
)


FEED = Feed("https://gazette.example/rss", "La Gazette")


# -- until told to stop ------------------------------------------------------------------------------------------------


async def test_a_first_run_tells_what_it_watches_and_shows_the_preview(theatre: Theatre) -> None:
    async with theatre.watching(theatre.options(theatre.server.serve("/a", rss(DISMISSALS)))):
        await theatre.until(STARTS)
    assert "Vigie lit 1 flux et surveille 1 entreprise." in theatre.said
    assert "Aperçu · 🔻 Ateliers Morvan" in theatre.said


@pytest.mark.parametrize(("given", "agent"), [("", "Vigie/1"), ("moi@exemple.fr", "Vigie/1 (+moi@exemple.fr)")])
async def test_a_start_asks_for_whom_the_sites_may_write_to_and_makes_nobody_up(
    theatre: Theatre, given: str, agent: str
) -> None:
    options = theatre.options(theatre.server.serve("/a", rss(DISMISSALS)))
    if given:
        text = options.feeds.read_text(encoding="utf-8")
        options.feeds.write_text(f"{text}defaults: {{contact: {given}}}\n", encoding="utf-8")
    async with theatre.watching(options):
        await theatre.until("1/1 flux lus")
    assert ("contact: veille@exemple.fr" in theatre.said) is not bool(given)
    assert theatre.server.requests[0].headers["user-agent"] == agent


async def test_a_later_start_shows_no_preview(theatre: Theatre) -> None:
    options = theatre.options(theatre.server.serve("/a", rss(DISMISSALS)))
    await theatre.once(options)
    theatre.forget()
    async with theatre.watching(options):
        await theatre.until("1/1 flux lus")
    assert "Aperçu" not in theatre.said


async def test_after_some_patience_it_says_that_nothing_has_come_yet(theatre: Theatre) -> None:
    progress = Progress(theatre.tell, str)
    progress.begin([(FEED, FeedState(FEED.url))], [FEED])
    options = theatre.options(FEED.url)
    async with assemble(load(options.feeds), options.settings.data) as house:
        screen = theatre.terminal(house.desk, None, False)
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
            group.create_task(preview.opening(progress, house, screen, first_run=False, patience=0))
            await theatre.until("Aucun flux n'a encore répondu")
            progress.report(Visit(FEED, new=1))
    assert "1/1 flux lus · 1 nouvel article" in theatre.said


@pytest.mark.parametrize("late", ["a feed", "the examination"])
async def test_a_preview_of_a_part_claims_nothing_of_the_rest(theatre: Theatre, late: str, monkeypatch) -> None:
    monkeypatch.setattr(preview, "EXAMINING", 0 if late == "the examination" else PATIENCE)
    progress, other = Progress(theatre.tell, str), Feed("https://courrier.example/rss", "Le Courrier")
    feeds = [FEED, other] if late == "a feed" else [FEED]
    progress.begin([(feed, FeedState(feed.url)) for feed in feeds], feeds)
    progress.report(Visit(FEED, new=1))
    options = theatre.options(FEED.url)
    async with assemble(load(options.feeds), options.settings.data) as house:
        screen = theatre.terminal(house.desk, None, False)
        examining = house.services.examining if late == "the examination" else asyncio.Lock()
        async with asyncio.timeout(PATIENCE), examining:
            await preview.opening(progress, house, screen, first_run=True, patience=0)
    assert "Rien, dans ce que Vigie a déjà lu, ne touche les entreprises surveillées" in theatre.said
    assert STARTS in theatre.said


async def test_the_first_answer_does_not_wait_for_the_slowest(theatre: Theatre) -> None:
    theatre.server.hang("/slow")
    slow = theatre.server.url("/slow", host="localhost")
    async with theatre.watching(theatre.options(slow, theatre.server.serve("/a", rss(OLD)))):
        await theatre.until("Premier flux lu : Flux 2, 1 article.")


async def test_no_answer_at_all_is_told_once_and_the_next_start_tries_again_at_once(theatre: Theatre) -> None:
    options = theatre.options(theatre.server.url("/a"))
    async with theatre.watching(options):
        await theatre.until("Vigie continue d'essayer")
    assert theatre.said.count("✗ Flux 1") == 1
    assert STARTS not in theatre.said
    theatre.server.serve("/a", rss(DISMISSALS))
    theatre.stop = Stopping(lambda: theatre.deaths.append(2))
    async with theatre.watching(options):
        await theatre.until(STARTS)
    assert "Aperçu · 🔻 Ateliers Morvan" in theatre.said


async def test_a_changed_feeds_yaml_is_taken_up_and_a_broken_one_refused_once(theatre: Theatre) -> None:
    first = theatre.server.serve("/a", rss(OLD))
    options = theatre.options(first)
    async with theatre.watching(options):
        await theatre.until(STARTS)
        good = options.feeds.read_text(encoding="utf-8")
        options.feeds.write_text("feeds: [\n", encoding="utf-8")
        await theatre.until("Ce changement n'est pas repris")
        options.feeds.write_text(good + "\n", encoding="utf-8")  # as before, save a line
        theatre.server.serve("/b", rss(DISMISSALS))
        theatre.options(first, theatre.server.url("/b", host="localhost"), company="Nuagéo")
        await theatre.until("feeds.yaml a changé : 2 flux, 1 entreprise.")
        await theatre.server.arrival("/b").wait()
    assert theatre.said.count("Ce changement n'est pas repris") == 1


async def test_no_number_of_feeds_that_wait_for_a_slow_host_keeps_the_others_from_being_looked_at(
    theatre: Theatre,
) -> None:
    fine, slow = theatre.server.serve("/a", rss(OLD)), []
    async with theatre.watching(theatre.options(fine)):
        await theatre.until(STARTS)
        for number in range(1, 13):  # each due at another look, all behind the first
            theatre.server.hang(f"/{number}")
            slow.append(theatre.server.url(f"/{number}", host="localhost"))
            theatre.options(fine, *slow)
            await theatre.until(f"feeds.yaml a changé : {number + 1} flux")
        theatre.options(fine, *slow, theatre.server.serve("/b", rss(DISMISSALS)))
        await theatre.server.arrival("/b").wait()


async def test_a_file_that_is_saved_unchanged_says_nothing(theatre: Theatre) -> None:
    options = theatre.options(theatre.server.serve("/a", rss(OLD)))
    file, progress = Watched(options.feeds), Progress(lambda text: pytest.fail(text), str)
    options.feeds.write_text(options.feeds.read_text(encoding="utf-8") + "# vu\n", encoding="utf-8")
    async with assemble(file.config, options.settings.data) as house:
        await file.reload(house.services, progress)


async def test_words_added_to_a_topic_count_at_once_and_those_taken_away_no_more(theatre: Theatre) -> None:
    options = theatre.options(theatre.server.serve("/a", rss(OLD)))
    broom = Article("u", "Coup de balai aux Ateliers Morvan", "Les Ateliers Morvan donnent un coup de balai.")
    plain = options.feeds.read_text(encoding="utf-8")
    ours = plain + "topics: {layoffs: {words: [coup de balai]}}\n"
    said: list[str] = []
    options.feeds.write_text(ours, encoding="utf-8")
    file, progress = Watched(options.feeds), Progress(said.append, str)
    async with assemble(file.config, options.settings.data) as house:
        engine = house.services.engine
        await engine.refresh(file.config.companies, 1)
        assert [event.topic for event in await engine.analyse(broom)] == ["layoffs"]
        options.feeds.write_text(plain, encoding="utf-8")
        await file.reload(house.services, progress)
        assert list(await engine.analyse(broom)) == []
        options.feeds.write_text(ours, encoding="utf-8")
        await file.reload(house.services, progress)
        assert await engine.analyse(broom)
    ends = [line.replace("\u00a0", " ").rpartition("entreprise, ")[2] for line in said]
    assert ends == ["0 tournure à vous.", "1 tournure à vous."]


async def test_what_is_read_only_at_the_start_is_said_to_wait_for_the_next_one(theatre: Theatre) -> None:
    options = theatre.options(theatre.server.serve("/a", rss(OLD)))
    async with theatre.watching(options):
        await theatre.until(STARTS)
        text = options.feeds.read_text(encoding="utf-8")
        options.feeds.unlink()
        await theatre.until("n'existe pas")
        options.feeds.write_text(text + "defaults: {contact: 'moi@exemple.fr'}\n", encoding="utf-8")
        await theatre.until("« contact » ne sera repris qu'au redémarrage")
        more = "push: {address: 'https://vigie.example'}\nproxy: http://proxy.example:3128\n"
        options.feeds.write_text(text + more, encoding="utf-8")
        await theatre.until("« contact », « proxy » et « push » ne seront repris qu'au redémarrage")


def listen_on(options: Options, port: int) -> None:
    push = f"push: {{address: 'https://vigie.example', listen: '127.0.0.1:{port}'}}\n"
    options.feeds.write_text(options.feeds.read_text(encoding="utf-8") + push, encoding="utf-8")


async def answers(port: int) -> bool:
    """Whether somebody is there who knows no stranger; nobody is no answer."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError:
        return False
    writer.write(b"GET / HTTP/1.0\r\n\r\n")
    assert (await reader.readline()).split()[1] == b"404"
    writer.close()
    return True


async def test_a_public_address_opens_a_port_while_vigie_runs_and_no_longer(theatre: Theatre) -> None:
    port = free_port()
    options = theatre.options(theatre.server.serve("/a", rss(OLD)))
    listen_on(options, port)
    async with theatre.watching(options):
        await theatre.until(STARTS)
        assert await answers(port)
    assert not await answers(port)


async def test_the_chats_are_told_which_proxy_to_go_through(theatre: Theatre) -> None:
    url = theatre.server.url("/a")
    theatre.server.serve(url, rss(OLD))  # a proxy is asked for whole addresses
    options = theatre.options(url)
    options.feeds.write_text(
        options.feeds.read_text(encoding="utf-8") + f"proxy: http://{theatre.server.host}\n", encoding="utf-8"
    )
    async with theatre.watching(options):
        await theatre.until(STARTS)
    assert theatre.proxy == f"http://{theatre.server.host}"


class FullDisk:
    """A Store that fails at the first gesture of a tick, until there is room again."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.full = True

    def __getattr__(self, name: str) -> Any:
        if self.full:
            raise StoreError("Le disque est plein.")
        return getattr(self.store, name)


async def test_a_full_disk_is_told_once_until_there_is_room_again(theatre: Theatre) -> None:
    options = theatre.options(theatre.server.url("/a"))
    progress = Progress(theatre.tell, str)
    async with assemble(load(options.feeds), options.settings.data) as house:
        store = FullDisk(house.services.store)
        services = replace(house.services, store=store)  # type: ignore[arg-type]
        ticker = Ticker(services, progress, Watched(options.feeds), False, Witness(options.settings.data))
        for full in (True, True, False, True):
            store.full = full
            await ticker.tick()
    assert theatre.said == f"Le disque est plein.\n{STILL_THERE}\n" * 2


async def test_texts_older_than_thirty_days_are_let_go_of_once_a_day(theatre: Theatre) -> None:
    options = theatre.options(theatre.server.serve("/a", rss(OLD)))
    file, clock = load(options.feeds), HandClock(now())
    async with assemble(file, options.settings.data, clock) as house:
        store = house.services.store
        await store.adopt(file.feeds, file.companies, clock())
        progress, witness = Progress(theatre.tell, str), Witness(options.settings.data)
        ticker = Ticker(house.services, progress, Watched(options.feeds), True, witness)
        await ticker.tick()
        trace = await store.trace(OLD.link, "local")
        assert trace is not None
        assert trace.article.text
        clock.forward(days=31)
        await ticker.tick()
        trace = await store.trace(OLD.link, "local")
        assert trace is not None
        assert not trace.article.text


async def test_texts_are_let_go_of_as_soon_as_feeds_yaml_asks_it(theatre: Theatre) -> None:
    options = theatre.options(theatre.server.serve("/a", rss(OLD)))
    file, clock = Watched(options.feeds), HandClock(now())
    async with assemble(file.config, options.settings.data, clock) as house:
        store = house.services.store
        await store.adopt(file.config.feeds, file.config.companies, clock())
        progress, witness = Progress(theatre.tell, str), Witness(options.settings.data)
        ticker = Ticker(house.services, progress, file, True, witness)
        await ticker.tick()
        clock.forward(hours=20)
        text = options.feeds.read_text(encoding="utf-8")
        options.feeds.write_text(f"{text}defaults: {{texts: 1}}\n", encoding="utf-8")
        await ticker.tick()
        assert await text_of(store, OLD.link), "twenty hours are less than a day"
        clock.forward(hours=5)
        options.feeds.write_text(f"{text}defaults: {{texts: 2}}\n", encoding="utf-8")
        await ticker.tick()
        assert await text_of(store, OLD.link)
        options.feeds.write_text(f"{text}defaults: {{texts: 1}}\n", encoding="utf-8")
        await ticker.tick()
        assert not await text_of(store, OLD.link)


async def text_of(store: Store, link: str) -> str:
    trace = await store.trace(link, "local")
    assert trace is not None
    return trace.article.text


async def test_a_backup_that_was_put_back_is_noticed_and_tells_nothing_again(theatre: Theatre) -> None:
    options = theatre.options(theatre.server.serve("/a", rss(OLD)))
    await theatre.once(options)
    backup = await asyncio.to_thread((options.settings.data / DATABASE).read_bytes)
    theatre.server.serve("/a", rss(DISMISSALS, OLD))
    await theatre.once(options)
    told = theatre.said
    await asyncio.to_thread((options.settings.data / DATABASE).write_bytes, backup)
    await theatre.once(options)
    assert "La base vient d'une sauvegarde" in theatre.said.removeprefix(told)
    assert theatre.said.count(DISMISSALS.title) == told.count(DISMISSALS.title)


async def test_who_unsubscribed_stays_so(theatre: Theatre) -> None:
    options = theatre.options(theatre.server.serve("/a", rss(OLD)))
    await theatre.once(options)
    async with theatre.store() as store:
        assert len(await store.subscriptions(TERMINAL)) == 1
        await store.unsubscribe(TERMINAL, [None], Change(TERMINAL, "vous", "désabonnement", now()))
    await theatre.once(options)
    async with theatre.store() as store:
        assert await store.subscriptions(TERMINAL) == []


async def test_with_a_chat_platform_the_terminal_is_not_subscribed(theatre: Theatre) -> None:
    theatre.others["discord"] = FakeChat()
    async with theatre.watching(theatre.options(theatre.server.serve("/a", rss(DISMISSALS)), discord="x")):
        await theatre.until("1/1 flux lus")
    assert "Connexion à Discord…" in theatre.said
    assert "Aperçu" not in theatre.said
    async with theatre.store() as store:
        assert not await store.subscriptions(TERMINAL)


async def test_a_platform_that_ends_by_itself_ends_all(theatre: Theatre) -> None:
    theatre.others["discord"] = FakeChat(leaves=True)
    options = theatre.options(theatre.server.serve("/a", rss(OLD)))
    async with asyncio.timeout(PATIENCE):
        assert await watch(options, theatre.terminal, theatre.chats, theatre.stop) == 0


async def test_the_post_under_way_at_the_stop_is_finished_and_no_other_begun(theatre: Theatre) -> None:
    chat = FakeChat()
    theatre.others["discord"] = chat
    options = theatre.options(theatre.server.serve("/a", rss(OLD)), discord="x")
    await theatre.once(options)
    room = Channel("discord", "discord:1", "1")
    async with theatre.store() as store:
        await store.subscribe([Subscription(room, None, created_at=now())], None)
        for feed, state in await store.due_feeds(now(), everything=True):  # due again at once
            await store.save_visit(feed, FeedState(state.url, baseline_at=now()), [], now(), baseline=False)
    theatre.server.serve("/a", rss(FINE, DISMISSALS, OLD))
    async with theatre.watching(options):
        await asyncio.wait_for(chat.posting.wait(), PATIENCE)
        theatre.stop.wanted.set()
        await asyncio.sleep(0)
        chat.may_post.set()
    assert len(chat.posts) == 1
    async with theatre.store() as store:
        owed = [d for d in await store.due_deliveries(now() + timedelta(days=7)) if d.channel == room]
        assert len(owed) == 1
        assert owed[0].id != chat.posts[0].id


# -- two on one database -----------------------------------------------------------------------------------------------


async def test_the_second_vigie_on_a_database_helps_and_takes_the_firsts_place(theatre, postgres, shared, tmp_path):
    postgres.empty(shared)
    (tmp_path / "second").mkdir()
    second = Theatre(tmp_path / "second", theatre.server)
    for one in (theatre, second):
        one.others["discord"] = FakeChat(may_post=one.stop.wanted)
    feed, port = theatre.server.serve("/a", rss(OLD)), free_port()
    first_options, second_options = (on(one.options(feed, discord="x"), shared) for one in (theatre, second))
    for options in (first_options, second_options):
        listen_on(options, port)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(theatre.watching(first_options))
        await theatre.until("Connexion à Discord")
        async with second.watching(second_options):
            await second.until("celle-ci l'aide à lire les flux")
            assert await answers(port)
            await stack.aclose()
            await second.until("celle-ci prend sa place")
            async with asyncio.timeout(PATIENCE):
                while not await answers(port):  # noqa: ASYNC110  (no event of ours: a port opens)
                    await asyncio.sleep(0.02)
    assert not await answers(port)
    assert "celle-ci" not in theatre.said


def on(options: Options, database: str) -> Options:
    return replace(options, settings=replace(options.settings, database=database))
