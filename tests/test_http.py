"""The fetcher on a good line: pages, conditional requests, moves, freshness, hosts that want to be left alone."""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, datetime, timedelta

import pytest
from fakes.feeds import FeedServer
from fakes.fetching import BODY, get, known, refusal, sentence, web
from fakes.patience import PATIENCE

from vigie.adapters.http import HttpFetcher, failure, fetcher, turns
from vigie.adapters.http.turns import LONGEST_REST, REST
from vigie.admission import Room
from vigie.memory import Memory, Move
from vigie.model import FeedState, Page
from vigie.ports import FetchError

__all__ = ["web"]


# -- a good answer -----------------------------------------------------------------------------------------------------


async def test_a_page_comes_with_what_makes_the_next_visit_polite(web: FeedServer) -> None:
    url = web.serve("/rss.xml", BODY, etag='W/"a b"', last_modified="hier, à peu près", content_type="text/xml")
    assert await get(url, web.host) == Page(BODY, url, 'W/"a b"', "hier, à peu près", "text/xml")


async def test_the_validators_go_back_exactly_as_they_came(web: FeedServer) -> None:
    url = web.serve("/rss.xml", BODY, etag='W/"é"', last_modified="hier")
    first = await get(url, web.host)
    assert first
    state = FeedState(url, first.etag, first.last_modified)
    assert (await get(url, web.host, state=state)).unchanged
    sent = web.requests[-1].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('W/"é"', "hier")


@pytest.mark.parametrize(("etag", "last_modified"), [('"1"', None), (None, "Mon, 06 Jan 2025 08:00:00 GMT")])
async def test_no_validator_is_made_up(web: FeedServer, etag: str | None, last_modified: str | None) -> None:
    url = web.serve("/rss.xml", BODY, etag=etag, last_modified=last_modified)
    assert (await get(url, web.host, state=FeedState(url, etag, last_modified))).unchanged
    conditional = {name for name in web.requests[-1].headers if name.startswith("if-")}
    assert len(conditional) == 1


async def test_a_first_visit_asks_for_everything_and_says_who_we_are(web: FeedServer) -> None:
    await get(web.serve("/rss.xml", BODY), web.host, contact="veille@example.org")
    sent = web.requests[0].headers
    assert sent["user-agent"] == "Vigie/1 (+veille@example.org)"
    assert not {"cookie", "if-none-match", "if-modified-since", "authorization"} & set(sent)


async def test_we_say_no_more_of_ourselves_than_we_are_told(web: FeedServer) -> None:
    await get(web.serve("/rss.xml", BODY), web.host)
    assert web.requests[0].headers["user-agent"] == "Vigie/1"


@pytest.mark.parametrize("etag", [b"", b'"\xe9"'])
async def test_a_validator_that_cannot_be_sent_back_is_not_kept(web: FeedServer, etag: bytes) -> None:
    raw = b"HTTP/1.1 200 OK\r\nConnection: close\r\nETag: " + etag + b"\r\n\r\n" + BODY
    page = await get(web.raw("/rss.xml", raw), web.host)
    assert page
    assert page.etag is None


async def test_a_proxy_of_the_environment_is_never_used(web: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    assert await get(web.serve("/rss.xml", BODY), web.host)


async def test_cookies_are_not_kept_from_one_visit_to_the_next(web: FeedServer) -> None:
    url = web.serve("/rss.xml", BODY, headers={"Set-Cookie": "suivi=1"})
    async with HttpFetcher({web.host}, gap=timedelta()) as http:
        for _ in range(2):
            await http.fetch(url, FeedState(url))
    assert "cookie" not in web.requests[1].headers


# -- the line to the site ----------------------------------------------------------------------------------------------


async def test_a_refused_connection_is_told_in_words() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        assert "refuse la connexion" in await sentence(f"http://127.0.0.1:{port}/", f"127.0.0.1:{port}")


async def test_an_unreachable_site_is_told_in_words() -> None:
    assert "injoignable" in str(failure(OSError(113, "no route to host")))


async def test_a_silent_name_service_is_told_in_words() -> None:
    assert "service des noms" in await sentence("https://exemple.fr/", lookup=known())


async def test_one_request_at_a_time_goes_to_a_host(web: FeedServer) -> None:
    gate = asyncio.Event()
    urls = [web.serve("/un", BODY, gate=gate), web.serve("/deux", BODY)]
    async with HttpFetcher({web.host}, gap=timedelta()) as http:
        first = asyncio.create_task(http.fetch(urls[0], FeedState(urls[0])))
        await web.arrival("/un").wait()
        second = asyncio.create_task(http.fetch(urls[1], FeedState(urls[1])))
        for _ in range(20):
            await asyncio.sleep(0)
        assert [request.path for request in web.requests] == ["/un"]
        gate.set()
        assert all(await asyncio.gather(first, second))


async def test_who_waits_for_a_host_asks_nothing_yet_and_few_wait(web: FeedServer, monkeypatch) -> None:
    monkeypatch.setattr(turns, "MOST_WAITING", 1)
    gate, requests = asyncio.Event(), asyncio.Semaphore(1)
    url = web.serve("/un", BODY, gate=gate)
    async with HttpFetcher({web.host}, gap=timedelta()) as http:
        first = asyncio.create_task(http.fetch(url, FeedState(url)))
        await web.arrival("/un").wait()
        second = asyncio.create_task(http.fetch(url, FeedState(url), Room(requests)))
        for _ in range(20):
            await asyncio.sleep(0)
        assert not requests.locked()
        with pytest.raises(FetchError, match="De nombreux flux mènent à ce site") as caught:
            await http.fetch(url, FeedState(url))
        assert caught.value.held
        gate.set()
        assert all(await asyncio.gather(first, second))
        assert await http.fetch(url, FeedState(url))


async def test_two_hosts_do_not_wait_for_each_other(web: FeedServer) -> None:
    async with FeedServer() as other:
        place = f"autre.example:{other.port}"
        other.serve("/rss.xml", BODY)
        slow = web.hang("/rss.xml")
        async with HttpFetcher({web.host, place}, gap=timedelta(), lookup=known("127.0.0.1")) as http:
            waiting = asyncio.create_task(http.fetch(slow, FeedState(slow)))
            await web.arrival("/rss.xml").wait()
            assert await http.fetch(f"http://{place}/rss.xml", FeedState("x"))
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting


async def test_no_number_of_slow_hosts_holds_up_another() -> None:
    gate = asyncio.Event()
    async with FeedServer(host="0.0.0.0") as server:  # each address of 127.0.0.0/8 is a host
        for number in range(1, 121):
            server.serve(f"/{number}", BODY, gate=gate)
        urls = [server.url(f"/{number}", host=f"127.0.0.{number}") for number in range(1, 121)]
        async with HttpFetcher({url.split("/")[2] for url in urls}) as http:
            visits = [asyncio.create_task(http.fetch(url, FeedState(url))) for url in urls]
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(server.arrival(f"/{number}").wait() for number in range(1, 121)))
            gate.set()
            assert all(await asyncio.gather(*visits))


async def test_a_connection_is_kept_only_where_the_host_is_asked_often(
    web: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = web.serve("/rss.xml", BODY)
    async with HttpFetcher({web.host}, gap=timedelta()) as http:
        for kept in (60.0, 60.0, -1.0):
            monkeypatch.setattr(fetcher, "KEPT", kept)
            await http.fetch(url, FeedState(url))
    assert [request.headers.get("connection") for request in web.requests] == ["close", None, "close"]


async def test_a_gap_is_kept_between_two_requests_to_a_host(web: FeedServer) -> None:
    url = web.serve("/rss.xml", BODY)
    clock = asyncio.get_running_loop().time
    async with HttpFetcher({web.host}, gap=timedelta(seconds=0.1)) as http:
        await http.fetch(url, FeedState(url))
        began = clock()
        await http.fetch(url, FeedState(url))
    assert clock() - began >= 0.09


async def test_the_wait_for_a_turn_is_not_held_against_the_site(web: FeedServer) -> None:
    url = web.serve("/rss.xml", BODY)
    async with HttpFetcher({web.host}, gap=timedelta(seconds=0.3), timeout=timedelta(seconds=0.25)) as http:
        assert all([await http.fetch(url, FeedState(url)) for _ in range(2)])


# -- moves, freshness, hosts that want to be left alone ----------------------------------------------------------------


async def test_an_address_said_for_good_on_every_hop_comes_with_the_page(web: FeedServer) -> None:
    there = web.serve("/neuf", BODY)
    middle = web.redirect("/milieu", there, 308)
    page = await get(web.redirect("/vieux", middle, 301), web.host)
    assert page.moved_to == there


async def test_only_the_hops_before_a_passing_one_are_for_good(web: FeedServer) -> None:
    web.serve("/neuf", BODY)
    middle = web.redirect("/milieu", "/neuf", 302)
    assert (await get(web.redirect("/vieux", middle, 301), web.host)).moved_to == middle
    assert (await get(middle, web.host)).moved_to is None


async def test_a_move_that_was_adopted_is_asked_at_once(web: FeedServer) -> None:
    old, new = web.redirect("/vieux", "/neuf", 301), web.serve("/neuf", BODY)
    move = Move(new, datetime(2026, 3, 2, tzinfo=UTC), 5, adopted=True)
    page = await get(old, web.host, state=FeedState(old, memory=Memory(move=move)))
    assert (page.moved_to, [request.path for request in web.requests]) == (None, ["/neuf"])


async def test_a_second_move_is_heard_where_the_first_led(web: FeedServer) -> None:
    old, new = web.redirect("/vieux", "/neuf", 301), web.redirect("/neuf", "/encore", 301)
    web.serve("/encore", BODY)
    move = Move(web.url("/encore"), datetime(2026, 3, 2, tzinfo=UTC), before=new)
    page = await get(old, web.host, state=FeedState(old, memory=Memory(move=move)))
    assert (page.moved_to, [request.path for request in web.requests]) == (move.to, ["/neuf", "/encore"])


async def test_a_move_to_a_private_address_is_refused_however_often_it_was_said() -> None:
    url = "https://exemple.fr/rss"
    move = Move("http://127.0.0.1/rss", datetime(2026, 3, 2, tzinfo=UTC), 5, adopted=True)
    assert "réseau interne" in str(await refusal(url, state=FeedState(url, memory=Memory(move=move))))


NOW = "Mon, 02 Mar 2026 12:00:00 GMT"


FRESH = {
    "seconds": ({"Cache-Control": "public, max-age=1800"}, 1800),
    "quoted": ({"Cache-Control": 'Max-Age="60"'}, 60),
    "a day at most": ({"Cache-Control": "max-age=99999999"}, 86_400),
    "stale": ({"Cache-Control": "max-age=0"}, None),
    "no store": ({"Cache-Control": "no-store, max-age=1800"}, None),
    "max-age before Expires": ({"Cache-Control": "max-age=60", "Expires": "Mon, 02 Mar 2026 13:00:00 GMT"}, 60),
    "Expires": ({"Date": NOW, "Expires": "Mon, 02 Mar 2026 12:10:00 GMT"}, 600),
    "Expires long ago": ({"Date": NOW, "Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, None),
    "Expires 0": ({"Date": NOW, "Expires": "0"}, None),
    "nothing": ({}, None),
}


@pytest.mark.parametrize(("headers", "seconds"), FRESH.values(), ids=FRESH)
@pytest.mark.parametrize("etag", [None, '"1"'])
async def test_how_long_an_answer_holds(web: FeedServer, headers: dict[str, str], seconds: int, etag: str) -> None:
    url = web.serve("/rss.xml", BODY, etag='"1"', headers=headers)
    page = await get(url, web.host, state=FeedState(url, etag))
    assert page.unchanged is bool(etag)
    assert page.fresh_for == (timedelta(seconds=seconds) if seconds else None)


@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_is_for_all_feeds_of_the_host(web: FeedServer, status: int) -> None:
    limited = web.serve("/un", status=status, headers={"Retry-After": "120"})
    other = web.serve("/deux", BODY)
    async with HttpFetcher({web.host}, gap=timedelta()) as http:
        with pytest.raises(FetchError) as first:
            await http.fetch(limited, FeedState(limited))
        with pytest.raises(FetchError) as second:
            await http.fetch(other, FeedState(other))
    assert (first.value.held, first.value.status) == (False, status)
    assert second.value.held
    assert second.value.retry_after
    assert timedelta(seconds=110) < second.value.retry_after <= timedelta(seconds=120)
    assert web.asked("/deux") == []


async def test_a_host_that_finds_us_too_many_rests_though_it_does_not_say_for_how_long(web: FeedServer) -> None:
    feeds = [web.serve(f"/{n}", status=429) for n in range(50)]
    async with HttpFetcher({web.host}, gap=timedelta()) as http:
        errors = [await refused(http, url) for url in feeds]
    assert len(web.requests) == 1
    assert (errors[0].status, errors[0].held, errors[0].host) == (429, False, "127.0.0.1")
    assert errors[0].retry_after == REST
    assert all(error.held and error.retry_after and error.retry_after <= REST for error in errors[1:])


async def refused(http: HttpFetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await http.fetch(url, FeedState(url))
    return caught.value


async def test_a_host_rests_longer_each_time_that_it_refuses_until_it_lets_us_in(
    web: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed, clock = timedelta(), turns.now
    monkeypatch.setattr(turns, "now", lambda: clock() + passed.total_seconds())
    rests = []
    async with HttpFetcher({web.host}, gap=timedelta()) as http:
        for status in (429, 429, 429, 429, 429, 429, 200, 429, 429):
            url = web.serve("/rss", BODY, status=status)
            if status == 200:
                await http.fetch(url, FeedState(url))
                continue
            error = await refused(http, url)
            assert not error.held
            assert error.retry_after
            rests.append(error.retry_after)
            passed += error.retry_after
    assert rests == [REST, 2 * REST, 4 * REST, 8 * REST, LONGEST_REST, LONGEST_REST, REST, 2 * REST]


async def test_a_server_in_trouble_that_names_no_time_keeps_no_other_feed_waiting(web: FeedServer) -> None:
    async with HttpFetcher({web.host}, gap=timedelta()) as http:
        error = await refused(http, web.serve("/un", status=503))
        assert (error.retry_after, error.host) == (None, "")
        assert (await http.fetch(url := web.serve("/deux", BODY), FeedState(url))).body == BODY


async def test_a_failure_says_whether_a_server_was_met(web: FeedServer) -> None:
    assert (await refusal(web.serve("/gone", status=410), web.host)).status == 410
    assert not (await refusal(web.serve("/gone", status=410), web.host)).unreached
    assert (await refusal("https://exemple.fr/", lookup=known())).unreached
    assert not (await refusal("http://127.0.0.1/")).unreached


# -- through a proxy ---------------------------------------------------------------------------------------------------


async def test_a_proxy_is_asked_for_the_whole_address(web: FeedServer) -> None:
    web.serve("http://exemple.fr/rss.xml", BODY)
    page = await get("http://exemple.fr/rss.xml", proxy=f"http://ana:secret@{web.host}")
    assert (page.body, page.url) == (BODY, "http://exemple.fr/rss.xml")
    assert web.requests[0].headers["proxy-authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://localhost/",
        "http://nas.local/",
        "http://intranet/",
    ],
)
async def test_no_inner_address_is_asked_of_a_proxy(web: FeedServer, url: str) -> None:
    assert "réseau interne" in await sentence(url, proxy=f"http://{web.host}")
    assert web.requests == []


async def test_what_the_operator_allows_is_asked_of_a_proxy(web: FeedServer) -> None:
    web.serve("http://10.0.0.1/rss.xml", BODY)
    assert (await get("http://10.0.0.1/rss.xml", "10.0.0.1:80", proxy=f"http://{web.host}")).body == BODY


@pytest.mark.parametrize("port", ["", ":{port}"])
async def test_a_proxy_is_never_asked_for_itself(web: FeedServer, port: str) -> None:
    """What it shows to its own machine (« /squid-internal-mgr/ ») is nobody's feed."""
    itself = f"http://localhost.example{port.format(port=web.port)}/squid-internal-mgr/menu"
    lookup = known("127.0.0.1")
    web.serve(itself, BODY)
    assert await sentence(itself, proxy=f"http://localhost.example:{web.port}", lookup=lookup)
    web.redirect("http://exemple.fr/rss.xml", itself)
    assert await sentence("http://exemple.fr/rss.xml", proxy=f"http://localhost.example:{web.port}", lookup=lookup)
    assert [request.path for request in web.requests] == ["http://exemple.fr/rss.xml"]
