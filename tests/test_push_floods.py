"""Strangers and floods at the door where hubs push: answered, and nothing else."""

from __future__ import annotations

import asyncio
import gzip
import io
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from fakes.feeds import Item
from fakes.patience import PATIENCE
from fakes.pushing import TOPIC, House, a_house, cut, document, house, leased
from fakes.vigie import Vigie

__all__ = ["house", "leased"]


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
