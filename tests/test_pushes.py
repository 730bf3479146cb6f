"""WebSub end to end: a real hub, server and store on the loopback; what hubs push is stored without a poll."""

from __future__ import annotations

import asyncio
import gzip
import io
import logging
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from fakes.feeds import FeedServer, Item, rss
from fakes.hub import Hub
from fakes.patience import PATIENCE
from fakes.vigie import GAZETTE, MORVAN, Vigie

from vigie import pipeline, websub
from vigie.adapters.callback_server import CallbackServer
from vigie.adapters.hub_client import HubClient
from vigie.adapters.store import SqlLeases
from vigie.cli.assemble import assemble
from vigie.cli.listening import listening
from vigie.config import ConfigError, FileConfig, PublicAddress
from vigie.memory import Offer
from vigie.model import Article, Feed, Page
from vigie.ports import FetchError, Push, Services, Store
from vigie.subscriber import Subscriber

TOPIC = "https://gazette.example/rss"


@dataclass
class House:
    """A Vigie that hubs can push to, with its hub and the gestures that tests make."""

    vigie: Vigie
    hub: Hub
    server: CallbackServer
    services: Services
    leases: SqlLeases
    subscriber: Subscriber
    received: asyncio.Queue[Push] = field(default_factory=asyncio.Queue)
    """What was taken and dealt with."""

    async def tick(self, **step: float) -> None:
        self.vigie.clock.forward(**step)
        await pipeline.tick(self.services)

    async def pushed(self, *items: Item, **options: object) -> int:
        """Push these items; once they were dealt with, what the hub was answered."""
        status = await self.hub.push(TOPIC, document(*items), **options)
        if status == 202:
            await asyncio.wait_for(self.received.get(), PATIENCE)
        return status

    @property
    def polls(self) -> int:
        return self.vigie.web.visits.count(GAZETTE.url)

    @property
    def posts(self) -> list[str]:
        return [post.title for post in self.vigie.chat.posts.values()]

    async def stored(self, title: str) -> int:
        """How many entries bear this title."""
        day = self.vigie.clock() - timedelta(days=1)
        return [entry.article.title for entry in await self.vigie.store.entries_since(day, None)].count(title)

    @property
    def callback(self) -> str:
        return self.hub.asked[-1]["hub.callback"]

    async def lease(self):
        return await self.leases.of(GAZETTE.url)

    async def next_visit(self) -> timedelta:
        """How long until the Gazette is polled again."""
        states = {feed.url: state for feed, state in await self.vigie.store.feeds("chat:1")}
        return states[GAZETTE.url].next_visit - self.vigie.clock()


def document(*items: Item) -> bytes:
    return rss(*items, title="La Gazette")


def cut(number: int, jobs: int = 120) -> Item:
    """News that is a story of its own, as its number says."""
    towns = ("Dijon", "Brest", "Lyon", "Nantes", "Metz", "Pau", "Arras", "Tours")
    return Item(
        f"Ateliers Morvan supprime {jobs + number} postes à {towns[number % 8]}", f"https://gazette.example/p{number}"
    )


@asynccontextmanager
async def a_house(vigie: Vigie, **limits: float) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        hub = await stack.enter_async_context(Hub())
        client = await stack.enter_async_context(HubClient([hub.host], gap=timedelta(0)))
        leases = SqlLeases(vigie.store.database)
        house: House

        async def receive(push: Push) -> None:
            await pipeline.receive(push, house.services)
            house.received.put_nowait(push)

        server = CallbackServer("127.0.0.1", 0, late := Late(), receive, **limits)
        await stack.enter_async_context(server)
        subscriber = Subscriber(leases, client, vigie.clock, f"http://127.0.0.1:{server.port}/en-public/websub")
        late.real = subscriber
        services = replace(vigie.services, pushing=subscriber)
        house = House(vigie, hub, server, services, leases, subscriber)
        vigie.web.links[GAZETTE.url] = f'<{hub.url}>; rel="hub", <{TOPIC}>; rel="self"'
        await vigie.store.adopt((GAZETTE,), (MORVAN,), vigie.clock())
        await vigie.subscribe()
        yield house


class Late:
    """The subscriber, whose address holds the server's port, known once that listens."""

    real: Subscriber

    async def confirm(self, *given):
        return await self.real.confirm(*given)

    async def door(self, *given):
        return await self.real.door(*given)


@pytest.fixture
async def house(vigie: Vigie) -> AsyncIterator[House]:
    async with a_house(vigie) as made:
        yield made


@pytest.fixture
async def leased(house: House) -> House:
    """The feed was read once, its hub asked, and the lease is verified."""
    house.vigie.web.publish(GAZETTE, "Rien de neuf")
    await house.tick()
    await house.tick(seconds=5)
    assert (await house.lease()).is_active(house.vigie.clock())
    return house


# -- the whole way ----------------------------------------------------------------------------------------------------


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


# -- leases -----------------------------------------------------------------------------------------------------------


async def test_the_hub_is_asked_once_over_an_address_that_nobody_guesses(leased: House) -> None:
    [asked] = leased.hub.asked
    assert asked["hub.topic"] == TOPIC
    assert len(asked["hub.callback"].rpartition("/")[2]) == 43
    assert 40 <= len(asked["hub.secret"]) < 200
    assert leased.hub.answers == [(200, "c4ll-me")]


async def test_a_lease_is_renewed_before_its_end(leased: House) -> None:
    for _ in range(9):
        await leased.tick(days=1)
    await leased.tick(seconds=5)
    assert len(leased.hub.asked) == 2
    assert (await leased.lease()).until > leased.vigie.clock() + timedelta(days=7)
    assert await leased.pushed(cut(1)) == 202


async def test_polls_take_over_when_a_lease_ends_unrenewed(leased: House) -> None:
    await leased.pushed(cut(1))
    leased.hub.status = 500
    for _ in range(11):
        await leased.tick(days=1)
    assert not (await leased.lease()).is_active(leased.vigie.clock())
    assert await leased.next_visit() <= timedelta(hours=1)
    assert len(leased.hub.asked) > 3


@pytest.mark.parametrize(
    "fault",
    [{"status": 404}, {"status": 500}, {"silent": True}, {"topic": "https://other.example/"}, {"mode": "unsubscribe"}],
)
async def test_a_hub_that_fails_is_asked_again_later_and_the_feed_is_polled_meanwhile(
    house: House, fault: dict[str, object]
) -> None:
    for name, value in fault.items():
        setattr(house.hub, name, value)
    await house.tick()
    await house.tick(seconds=5)
    assert not (await house.lease()).is_active(house.vigie.clock())
    assert (await house.lease()).until is None
    assert await house.next_visit() <= timedelta(hours=1)
    before = len(house.hub.asked)
    await house.tick(minutes=31)
    await house.tick(minutes=31)
    assert before < len(house.hub.asked) <= before + 2
    for name in fault:
        setattr(house.hub, name, Hub.__dataclass_fields__[name].default)
    for _ in range(4):
        await house.tick(hours=1)
    assert (await house.lease()).is_active(house.vigie.clock())


async def test_a_hub_that_denies_is_left_alone(house: House) -> None:
    house.hub.mode = "denied"
    await house.tick()
    await house.tick(seconds=5)
    assert house.hub.answers == [(200, "")]
    await house.tick(days=7)
    assert len(house.hub.asked) == 1
    assert await house.next_visit() <= timedelta(hours=1)


async def test_a_hub_may_send_us_on_to_another_one(house: House) -> None:
    async with Hub() as other:
        house.services = replace(
            house.services,
            pushing=Subscriber(house.leases, client := HubClient([house.hub.host, other.host]), house.vigie.clock, "x"),
        )
        house.hub.move_to = other.url
        async with client:
            other.silent = True
            await house.tick()
            await house.tick(seconds=5)
        assert [form["hub.topic"] for form in other.asked] == [TOPIC]


async def test_hubs_that_send_each_other_on_are_given_up() -> None:
    async with Hub() as hub, HubClient([hub.host]) as client:
        hub.move_to = hub.url
        with pytest.raises(FetchError, match="sans fin"):
            await client.ask(hub.url, {"hub.mode": "subscribe"})


CONNECTED: list[object] = []
"""The addresses that any socket of this process was asked to connect to, as the interpreter itself saw it."""


def audit(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        CONNECTED.append(arguments[1])


sys.addaudithook(audit)


@pytest.mark.parametrize("where", ["http://127.0.0.1/", "http://169.254.169.254/latest", "http://[::1]/", "ftp://h/"])
async def test_no_hub_makes_us_speak_to_an_internal_machine(where: str) -> None:
    CONNECTED.clear()
    async with HubClient() as client, Hub() as hub:
        with pytest.raises(FetchError) as refused:
            await client.ask(where, {"hub.secret": "x"})
        assert refused.value.permanent
        hub.move_to = where
    async with Hub() as hub, HubClient([hub.host]) as client:
        hub.move_to = where
        with pytest.raises(FetchError) as refused:
            await client.ask(hub.url, {"hub.secret": "x"})
        assert refused.value.permanent
    [met] = CONNECTED
    assert met == ("127.0.0.1", hub.port)


async def test_the_second_hub_of_a_feed_is_asked_where_the_first_fails(house: House) -> None:
    async with Hub() as first:
        links = f'<{first.url}>; rel="hub", <{house.hub.url}>; rel="hub", <{TOPIC}>; rel="self"'
        house.vigie.web.links[GAZETTE.url] = links
        await house.tick()
        for _ in range(3):
            await house.tick(minutes=40)
        assert (await house.lease()).is_active(house.vigie.clock())
        assert len(house.hub.asked) == 1


async def test_a_feed_that_changes_its_hub_gets_a_new_lease_and_the_old_path_is_nobodys(leased: House) -> None:
    old = leased.callback
    async with Hub() as other:
        leased.vigie.web.links[GAZETTE.url] = f'<{other.url}>; rel="hub", <{TOPIC}>; rel="self"'
        leased.vigie.web.publish(GAZETTE, "Autre chose")
        leased.services = replace(
            leased.services,
            pushing=replace(leased.subscriber, hubs=(client := HubClient([other.host]))),
        )
        async with client:
            await leased.tick(hours=1)
            await leased.tick(seconds=5)
        assert len(other.asked) == 1
        assert other.asked[0]["hub.callback"] != old
        assert await leased.pushed(cut(1)) == 404


async def test_a_feed_that_nobody_follows_any_more_is_unsubscribed(leased: House) -> None:
    await leased.vigie.store.adopt((), (MORVAN,), leased.vigie.clock())
    leased.hub.silent = True
    await leased.tick(seconds=5)
    assert leased.hub.asked[-1]["hub.mode"] == "unsubscribe"
    assert await leased.pushed(cut(1)) == 410
    await leased.hub.verify(leased.hub.asked[-1])
    assert leased.hub.answers[-1] == (200, "c4ll-me")
    assert await leased.lease() is None


async def test_a_hub_that_never_confirms_an_end_is_forgotten_after_three_requests(leased: House) -> None:
    await leased.vigie.store.adopt((), (MORVAN,), leased.vigie.clock())
    leased.hub.silent = True
    for _ in range(12):
        await leased.tick(hours=2)
    assert await leased.lease() is None
    assert [form["hub.mode"] for form in leased.hub.asked] == ["subscribe", *["unsubscribe"] * 3]


async def test_a_feed_that_stops_offering_a_hub_is_unsubscribed_and_polled(leased: House) -> None:
    del leased.vigie.web.links[GAZETTE.url]
    leased.vigie.web.publish(GAZETTE, "Autre chose")
    await leased.tick(hours=1)
    await leased.tick(seconds=5)
    assert leased.hub.asked[-1]["hub.mode"] == "unsubscribe"
    assert await leased.lease() is None


async def test_a_start_reads_soon_what_may_have_been_pushed_in_vain_and_drops_leases_of_another_address(
    leased: House,
) -> None:
    await leased.pushed(cut(1))
    await leased.tick(hours=1)
    assert await leased.next_visit() > timedelta(hours=2)
    await leased.leases.begin(leased.subscriber.address, leased.vigie.clock())
    assert await leased.next_visit() <= timedelta(0)
    assert await leased.lease()
    await leased.leases.begin("https://elsewhere.example/websub", leased.vigie.clock())
    assert await leased.lease() is None


async def test_without_a_public_address_all_leases_are_forgotten(leased: House) -> None:
    await leased.leases.begin(None, leased.vigie.clock())
    assert await leased.lease() is None


# -- strangers and floods ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        {"secret": "guess"},
        {"method": ""},
        {"method": "md5"},
        {"headers": {"X-Hub-Signature": "sha256=0"}},
    ],
)
async def test_a_push_that_the_hub_did_not_sign_is_answered_and_ignored(
    leased: House, options: dict[str, object]
) -> None:
    assert await leased.pushed(cut(1), **options) == 202
    assert leased.posts == []
    assert await leased.pushed(cut(1)) == 202
    assert len(leased.posts) == 1


async def test_sha1_is_believed_until_the_hub_gave_better(leased: House) -> None:
    await leased.pushed(cut(1), method="sha1")
    await leased.pushed(cut(2), method="sha512")
    await leased.pushed(cut(3), method="sha1")
    assert len(leased.posts) == 2


async def test_strangers_are_told_nothing(leased: House) -> None:
    base = f"http://127.0.0.1:{leased.server.port}"
    callback = leased.callback
    body = document(cut(1))
    async with aiohttp.ClientSession() as session:
        asked = [
            ("GET", f"{base}/"),
            ("GET", f"{base}/websub/"),
            ("GET", f"{base}/websub/{'a' * 43}"),
            ("POST", f"{base}/websub/{'a' * 43}"),
            ("POST", f"{base}/websub/{'a' * 43}/x"),
            ("GET", callback),
            ("GET", f"{callback}?hub.mode=subscribe&hub.topic=https://other.example/&hub.challenge=x"),
            ("GET", f"{callback}?hub.mode=unsubscribe&hub.topic={TOPIC}&hub.challenge=x"),
            ("PUT", callback),
            ("DELETE", callback),
            ("POST", f"{base}/{callback.rpartition('/')[2]}"),
        ]
        for method, url in asked:
            async with session.request(method, url, data=body if method == "POST" else None) as response:
                assert (response.status, await response.read()) == (404, b""), (method, url)
                assert response.headers["Server"] == "web"
    assert (await leased.lease()).is_active(leased.vigie.clock())


async def test_a_hubs_words_are_handed_back_as_nothing_that_a_browser_runs(leased: House) -> None:
    query = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "<b>x</b>", "hub.lease_seconds": "60"}
    async with aiohttp.ClientSession() as session, session.get(leased.callback, params=query) as response:
        assert await response.text() == "<b>x</b>"
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("announced", [True, False])
async def test_a_push_that_is_too_big_is_refused_as_soon_as_that_is_known(leased: House, announced: bool) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 1_000_000

    data = io.BytesIO(b" " * 10_000_001) if announced else endless()
    async with aiohttp.ClientSession() as session:
        try:
            async with session.post(leased.callback, data=data) as response:
                assert response.status == 413
        except aiohttp.ClientOSError:  # the door was shut while we still talked
            pass
    assert await leased.pushed(cut(1)) == 202


async def test_a_push_that_swells_when_it_is_decompressed_is_refused(leased: House) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    assert len(bomb) < 100_000
    async with (
        aiohttp.ClientSession() as session,
        session.post(leased.callback, data=bomb, headers={"Content-Encoding": "gzip"}) as response,
    ):
        assert response.status in (400, 413)
    assert await leased.pushed(cut(1)) == 202


async def test_a_body_that_breaks_off_is_dropped(leased: House) -> None:
    host, path = "127.0.0.1", leased.callback.partition(str(leased.server.port))[2]
    _, writer = await asyncio.open_connection(host, leased.server.port)
    writer.write(f"POST {path} HTTP/1.1\r\nHost: v\r\nContent-Length: 500\r\n\r\n<rss>".encode())
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    assert await leased.pushed(cut(1)) == 202
    assert len(leased.posts) == 1


async def test_headers_that_are_too_long_are_refused(leased: House) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(leased.callback, data=b"x", headers={"X-Long": "a" * 20_000}) as response,
    ):
        assert (response.status, await response.read()) == (400, b"")
        assert response.headers["Server"] == "web"
    assert await leased.pushed(cut(1)) == 202


async def test_an_accident_of_ours_is_an_empty_answer_and_a_line_without_the_path(
    leased: House, caplog: pytest.LogCaptureFixture
) -> None:
    leased.server._subscriber.real = None
    async with aiohttp.ClientSession() as session, session.get(leased.callback) as response:
        assert (response.status, await response.read()) == (500, b"")
    assert "a request could not be answered: AttributeError" in caplog.text
    assert leased.callback.rpartition("/")[2] not in caplog.text


@pytest.mark.parametrize(
    "noise",
    [
        b"",
        b"\r\n" * 50,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /websub/x HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"POST /websub/x HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /websub/%00%ff%2e%2e/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET http://other.example/websub/x HTTP/1.1\r\n\r\n",
        b"CONNECT other.example:443 HTTP/1.1\r\n\r\n",
    ],
)
async def test_noise_from_the_network_is_answered_with_nothing_and_harms_nobody(
    leased: House, noise: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", leased.server.port)
    writer.write(noise)
    writer.write_eof()
    said = await asyncio.wait_for(reader.read(), PATIENCE)
    writer.close()
    head, _, body = said.partition(b"\r\n\r\n")
    assert (head[:11] in (b"HTTP/1.1 40", b"HTTP/1.0 40") and body == b"") or said == b""
    assert b"aiohttp" not in said
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    assert await leased.pushed(cut(1)) == 202


async def test_connections_are_few_and_do_not_live_long(vigie: Vigie) -> None:
    async with a_house(vigie, connections=3, life=0.3) as house:
        slow = [await asyncio.open_connection("127.0.0.1", house.server.port) for _ in range(3)]
        reader, writer = await asyncio.open_connection("127.0.0.1", house.server.port)
        assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
        for one, other in slow:
            other.write(b"POST /websub/x HTTP/1.1\r\nHo")
            assert await asyncio.wait_for(one.read(), PATIENCE) == b""
            other.close()
        writer.close()
        house.server._life = 60.0
        await house.tick()
        await house.tick(seconds=5)
        assert await house.pushed(cut(1)) == 202


async def test_a_flood_is_told_to_come_later_and_nothing_of_it_is_held(vigie: Vigie) -> None:
    async with a_house(vigie, held=200_000) as house:
        await house.tick()
        await house.tick(seconds=5)
        async with house.services.hosts["gazette.example"]:  # a visit is under way: pushes wait for its end
            fat = document(cut(1), Item("Remplissage", text="mot " * 20_000))
            statuses = [await house.hub.push(TOPIC, fat) for _ in range(6)]
        assert statuses[:2] == [202, 202]
        assert set(statuses[2:]) == {503}
        for _ in range(2):
            await asyncio.wait_for(house.received.get(), PATIENCE)
        assert await house.pushed(cut(2)) == 202
        assert len(house.posts) == 2


async def test_a_hub_that_never_stops_is_told_to_come_later_and_others_are_read(vigie: Vigie) -> None:
    async with a_house(vigie, a_minute=3) as house:
        await house.tick()
        await house.tick(seconds=5)
        statuses = [await house.pushed(Item(f"Brève {n}", f"https://gazette.example/n{n}")) for n in range(5)]
        assert statuses == [202, 202, 202, 503, 503]
        assert await house.stored("Brève 2") == 1
        assert await house.stored("Brève 3") == 0


async def test_many_pushes_at_once_are_all_told_once(leased: House) -> None:
    pushes = [leased.hub.push(TOPIC, document(Item(f"Brève {n}", f"https://gazette.example/n{n}"))) for n in range(20)]
    again = [leased.hub.push(TOPIC, document(Item(f"Brève {n}", f"https://gazette.example/n{n}"))) for n in range(20)]
    assert set(await asyncio.gather(*pushes, *again)) == {202}
    for _ in range(40):
        await asyncio.wait_for(leased.received.get(), PATIENCE)
    day = leased.vigie.clock() - timedelta(days=1)
    titles = [entry.article.title for entry in await leased.vigie.store.entries_since(day, None)]
    assert len([title for title in titles if title.startswith("Brève")]) == 20


async def test_neither_path_nor_secret_is_logged(leased: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await leased.pushed(cut(1))
    await leased.pushed(cut(2), secret="guess")
    await leased.tick(days=9)
    asked = leased.hub.asked[-1]
    assert len(leased.hub.asked) == 2
    assert asked["hub.secret"] not in caplog.text
    assert asked["hub.callback"].rpartition("/")[2] not in caplog.text


# -- over the wire, as bot.py puts it together ------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


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
        async with assemble(config, tmp_path) as house:
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
