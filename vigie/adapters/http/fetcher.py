"""The Fetcher: one page, by aiohttp, through its redirects, in its host's turn and in its time.

It follows no address that the guard refuses, and holds no more than a page in memory.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from types import TracebackType

import aiohttp
from yarl import URL

from vigie.adapters.addresses import Guard, GuardedResolver, Lookup, lookup
from vigie.adapters.http.bodies import body
from vigie.adapters.http.headers import echo, fresh_for, validators
from vigie.adapters.http.redirects import MOST_REDIRECTS, TOO_MANY_REDIRECTS, Redirect, destination
from vigie.adapters.http.sentences import failure, refusal
from vigie.adapters.http.spelling import checked
from vigie.adapters.http.turns import Turns, now
from vigie.adapters.http.wire import PIECE, Wire
from vigie.admission import ALONE, Room
from vigie.model import FeedState, Page
from vigie.ports import FetchError

CONNECT = 10.0
"""Seconds to open a connection, handshake included."""
KEPT = 3.0
"""Seconds that a connection stays open for the next feed of its host, where the last one was asked no longer ago: those
of ten thousand hosts would else fill the memory.
"""

ACCEPT = "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, */*;q=0.5"

LONGEST_LINKS = 8_000
"""Characters of Link headers that are kept of an answer."""

TOO_SLOW = "Le site met trop de temps à répondre. C'est sans doute passager."


class HttpFetcher:
    """Fetches between `async with` and its end. See ports.Fetcher; every failure is a FetchError.

    `timeout` is for everything that a fetch does but wait for its host's turn; `largest` counts decompressed bytes;
    `gap` is kept between two requests to one host, or that of `turns` where others ask in the same ones; `allow` holds
    the operator's `host:port`. With a `proxy`, it is the proxy that connects: of the addresses behind names the guard
    sees nothing then, only those written as such.
    """

    def __init__(
        self,
        allow: Iterable[str] = frozenset(),
        *,
        timeout: timedelta = timedelta(seconds=30),
        largest: int = 10_000_000,
        gap: timedelta = timedelta(seconds=1),
        contact: str = "",
        proxy: str | None = None,
        lookup: Lookup = lookup,
        turns: Turns | None = None,
    ) -> None:
        self._proxy = URL(proxy) if proxy else None
        self._allowed = Guard(allow)
        self._guard = Guard([*allow, *([f"{self._proxy.raw_host}:{self._proxy.port}"] if self._proxy else [])])
        self._timeout = timeout.total_seconds()
        self._largest = largest
        self.turns = turns or Turns(gap.total_seconds())
        self._agent = f"Vigie/1 (+{contact})" if contact else "Vigie/1"
        self._lookup = lookup

    async def __aenter__(self) -> HttpFetcher:
        self._wire = Wire(self._guard)
        connector = aiohttp.TCPConnector(
            socket_factory=self._wire.open,
            resolver=GuardedResolver(self._guard, self._lookup),
            ssl=ssl.create_default_context(),
            ttl_dns_cache=60,
            limit=0,  # how much is asked at once is the pipeline's to say
            keepalive_timeout=KEPT,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            trust_env=False,  # a proxy would connect for us, where the guard sees nothing
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, connect=None, sock_connect=CONNECT),
            read_bufsize=PIECE,
            headers={"User-Agent": self._agent, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"},
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def fetch(self, url: str, state: FeedState, room: Room = ALONE) -> Page:
        move = state.memory.move
        asked, left, moved_to = validators(state), self._timeout, None
        outcome, left = await self._hop(self._checked((move and move.place) or url), asked, left, room)
        is_for_good = True
        for _ in range(MOST_REDIRECTS):
            if isinstance(outcome, Page):
                return replace(outcome, moved_to=moved_to) if moved_to else outcome
            is_for_good = is_for_good and outcome.for_good
            moved_to = str(outcome.to) if is_for_good else moved_to
            try:
                outcome, left = await self._hop(self._checked(str(outcome.to)), asked, left, room)
            except FetchError as error:  # a site mends its redirects: nothing that lies behind one is for good
                raise FetchError(
                    str(error),
                    retry_after=error.retry_after,
                    status=error.status,
                    unreached=error.unreached,
                    held=error.held,
                    host=error.host,
                ) from error
        if isinstance(outcome, Redirect):
            raise FetchError(TOO_MANY_REDIRECTS)
        return replace(outcome, moved_to=moved_to) if moved_to else outcome

    async def _hop(self, url: URL, asked: Mapping[str, str], left: float, room: Room) -> tuple[Page | Redirect, float]:
        """One request in its turn, and how many of the seconds left are left after it.

        Its place among the requests at once comes last: who waits for a host asks nothing yet.
        """
        async with self.turns.turn(url.raw_host or "") as ago, room.request():
            began = now()
            alone = ago > KEPT and self._proxy is None
            outcome = await self._within(left, url, asked, room, alone=alone)
            return outcome, left - (now() - began)

    async def _within(
        self, seconds: float, url: URL, asked: Mapping[str, str], room: Room, *, alone: bool
    ) -> Page | Redirect:
        """One request, in so many seconds: the page, or the address it leads to."""
        try:
            async with asyncio.timeout(seconds):
                return await self._ask(url, asked, room, alone=alone)
        except TimeoutError as error:
            raise FetchError(TOO_SLOW) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise failure(error) from error

    async def _ask(self, url: URL, asked: Mapping[str, str], room: Room, *, alone: bool) -> Page | Redirect:
        met, headers = self._proxy or url, {**asked, "Connection": "close"} if alone else asked
        with self._guard.approach(met.raw_host or "", met.port or 0):
            async with self._session.get(url, headers=headers, allow_redirects=False, proxy=self._proxy) as response:
                if response.status in (301, 302, 303, 307, 308):
                    return destination(url, response)
                if response.status == 304 and asked:
                    return Page(b"", str(url), unchanged=True, fresh_for=fresh_for(response.headers))
                if response.status not in (200, 203):
                    raise self._refused(url, response)
                return Page(
                    await body(response, self._largest, room, self._wire.behind(response)),
                    str(url),
                    etag=echo(response.headers.get("ETag")),
                    last_modified=echo(response.headers.get("Last-Modified")),
                    content_type=echo(response.headers.get("Content-Type")),
                    fresh_for=fresh_for(response.headers),
                    link=", ".join(response.headers.getall("Link", ()))[:LONGEST_LINKS],
                )

    def _refused(self, url: URL, response: aiohttp.ClientResponse) -> FetchError:
        """What an answer that brings no page means; where it says to come back later, that is for the whole host."""
        error = refusal(response)
        if wait := self._left_alone(url, response.status, error.retry_after):
            error.host, error.retry_after = url.raw_host or "", wait
        return error

    def _left_alone(self, url: URL, status: int, asked: timedelta | None) -> timedelta | None:
        """For how long nobody asks that host again, by its answer; None where it does not want it."""
        host = url.raw_host or ""
        wait = (asked or self.turns.rest(host)) if status == 429 else asked if status == 503 else None
        if wait:
            self.turns.close(host, wait)
        return wait

    def _checked(self, text: str) -> URL:
        return checked(text, self._allowed, self._proxy)
