"""The Parser: documents read in warm processes that may be killed at any moment. It parses nothing itself.

An 80 KB feed can cost its reader half a minute of CPU: in our process that would miss Discord's heartbeats and
Slack's three seconds. A reader that takes too long, or too much memory, dies alone, and a new one takes its place.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from vigie.adapters.parser_frames import READY, REPLY, REQUEST, unpacked
from vigie.adapters.parser_lanes import Lanes, now
from vigie.model import Article, Feed, Page
from vigie.ports import FetchError

log = logging.getLogger(__name__)

T = TypeVar("T")

START = 30.0
"""Seconds that a reader may take to start, on a machine that is busy with everything else."""

SLOW = 10
"""How much a reader of heavy pages gives way to all else on the machine."""
MOST_WAITING = 5
"""Heavy pages at once, the one that is being read and those that wait for it."""
MOST_HEAVY = 1_000
"""Feeds that are remembered for it."""

QUICK = 4
"""A feed is known to be quick once it was read in a fourth of the patience…"""
GROWN, SMALL = 2, 20_000
"""… as long as its page is not so many times as big as that one was, unless it is smaller than so many bytes."""
MOST_QUICK = 20_000
"""Feeds that are remembered for it."""

TOO_HEAVY = (
    "Ce flux est trop lourd à lire : il a épuisé le temps ou la mémoire que Vigie accorde à un flux. "
    "Cherchez sur le site un flux plus court (une rubrique)."
)
ACCIDENT = "Vigie n'a pas su lire ce flux ; le journal dit pourquoi."
CROWDED = "Ce flux est lourd à lire, et d'autres comme lui attendent déjà : Vigie le lira plus tard."
NO_READER = "Vigie n'arrive pas à lancer son lecteur de flux ; le journal de l'exploitant dit pourquoi."
STOPPING = "Vigie s'arrête : elle lira ce flux à son retour."

ROOT = Path(__file__).parents[2]
"""Where `vigie` is imported from."""

PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")
"""What a reader may know of our environment: never our tokens."""


class ParserPool:
    """Reads pages between `async with` and its end. See ports.Parser.

    `wall` is how long one page may take; `memory` what a reader may hold, in bytes. A page that tries the readers'
    `patience` is read from its start by another, slower one, which has it all to itself: the pages of the feeds that
    did so before go there at once, and those of other feeds never wait behind them. Nor do feeds that are known to be
    quick wait behind those that may be anything: most of several readers are theirs alone while they come.
    Three keep two cores busy: there is always one with a page to read while we see to the replies of the others.
    """

    def __init__(
        self,
        workers: int = 3,
        wall: timedelta = timedelta(seconds=10),
        *,
        patience: timedelta = timedelta(seconds=1),
        memory: int = 512 * 1024 * 1024,
    ) -> None:
        self._patience = min(patience, wall).total_seconds()
        self._wall = wall.total_seconds()
        self._readers = [Reader(self._wall, memory) for _ in range(workers)]
        self._lanes = Lanes(self._readers)
        self._slow = Reader(self._wall, memory, niceness=SLOW)
        self._aside = asyncio.Lock()
        self._waiting = 0
        self._heavy: dict[str, None] = {}
        """The addresses of feeds that try our patience, the latest last."""
        self._quick: dict[str, int] = {}
        """Those of feeds that are known to be quick, and how big a page of theirs was, the latest last."""
        self._is_over = False

    async def __aenter__(self) -> ParserPool:
        for reader in self._readers:
            await reader.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over = True
        for reader in (*self._readers, self._slow):
            reader.kill()
        self._lanes.keep_none()
        for _ in self._readers:  # those at work come back at once: their process is gone
            await (await self._lanes.take(known=False)).stop()
        async with self._aside:
            await self._slow.stop()

    async def parse(self, page: Page, feed: Feed) -> Sequence[Article]:
        if feed.url not in self._heavy:
            try:
                return articles(await self._in_turn(page, feed))
            except TimeoutError as error:
                if self._patience >= self._wall:
                    raise FetchError(TOO_HEAVY, fatal=True) from error
            self._note(feed)
        return articles(await self._set_aside(page, feed))

    async def _in_turn(self, page: Page, feed: Feed) -> dict[str, Any]:
        """What one of the readers replies. Raises TimeoutError, FetchError."""
        size, known = len(page.body), self._is_quick(page, feed)
        async with self._lanes.lent(known=known) as reader:
            if self._is_over:  # whoever waited must not start a process that nobody would end
                raise FetchError(STOPPING)
            self._quick.pop(feed.url, None)
            began = now()
            try:
                reply = await reader.read(page, self._patience)
            except (TimeoutError, FetchError):
                if not known and not self._is_over:  # nor must those who are known wait for the next reader to start
                    await reader.warm()
                raise
        if now() - began < self._patience / QUICK:
            remember(self._quick, feed.url, size, MOST_QUICK)
        return reply

    def _is_quick(self, page: Page, feed: Feed) -> bool:
        size = self._quick.get(feed.url)
        return size is not None and len(page.body) <= GROWN * max(size, SMALL)

    async def _set_aside(self, page: Page, feed: Feed) -> dict[str, Any]:
        """What the slow reader replies. Raises FetchError."""
        if self._waiting >= MOST_WAITING:
            raise FetchError(CROWDED)
        self._waiting += 1
        try:
            async with self._aside:
                if self._is_over:
                    raise FetchError(STOPPING)
                began = now()
                reply = await self._slow.read(page, self._wall)
                if now() - began < self._patience / 2:
                    self._heavy.pop(feed.url, None)
                return reply
        except TimeoutError as error:
            raise FetchError(TOO_HEAVY, fatal=True) from error
        finally:
            self._waiting -= 1

    def _note(self, feed: Feed) -> None:
        remember(self._heavy, feed.url, None, MOST_HEAVY)


def remember(among: dict[str, T], url: str, what: T, most: int) -> None:
    """As the latest of so many."""
    among[url] = what
    if len(among) > most:
        del among[next(iter(among))]


class Reader:
    """One process, started again when it is needed and not there."""

    def __init__(self, wall: float, memory: int, niceness: int = 0) -> None:
        self._limits = [str(limit) for limit in (math.ceil(wall), memory, niceness)]
        self._process: Process | None = None
        self._is_ready = False
        self._is_killed = False

    async def start(self) -> Process:
        self._is_ready = self._is_killed = False
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "vigie.adapters.parser_worker", *self._limits),
            stdin=PIPE,
            stdout=PIPE,
            env=surroundings(os.environ),
            process_group=0,  # a Ctrl-C in our terminal is for us alone; one session is one share of the machine
        )
        return self._process

    def kill(self) -> None:
        """End the process, whatever it is doing; whoever waits for it learns so.

        Once only: a second kill() would look whether it is dead, and so take its exit code from asyncio's watcher.
        """
        if self._process and self._process.returncode is None and not self._is_killed:
            self._is_killed = True
            self._process.kill()

    async def stop(self) -> None:
        """End the process and wait until it has, once nobody reads from it any more."""
        self.kill()
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin
        assert process.stdout
        process.stdin.close()
        await process.stdout.read()  # to its end: what was being answered belongs to nobody
        await process.wait()

    async def read(self, page: Page, seconds: float) -> dict[str, Any]:
        """What the worker replies (see parser_worker.replied), once it is ready within so many seconds.

        Raises TimeoutError, and FetchError where the page was its death.
        """
        reply: dict[str, Any] | None = None
        try:
            process = await self._ready()
            async with asyncio.timeout(seconds):
                reply = await exchange(process, page)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise FetchError(TOO_HEAVY, fatal=True) from error
        finally:
            if reply is None:  # dead, late or given up half-way: of no more use
                await self.stop()
        return reply

    async def warm(self) -> None:
        """Start now, that the next page need not wait for it."""
        with suppress(FetchError):  # the next page will learn of it
            await self._ready()

    async def _ready(self) -> Process:
        """The process, once it can take a page; the time it takes to start is no page's fault."""
        process = self._process
        if process is None or process.returncode is not None:
            process = await self.start()
        if not self._is_ready:
            try:
                async with asyncio.timeout(START):
                    self._is_ready = await received(process) == (READY, b"")
            except (TimeoutError, asyncio.IncompleteReadError) as error:
                raise FetchError(NO_READER) from error
        return process


def surroundings(ours: Mapping[str, str]) -> dict[str, str]:
    """The environment of a reader: how to find Python and Vigie, and nothing that is secret."""
    path = os.pathsep.join(filter(None, [str(ROOT), ours.get("PYTHONPATH")]))
    return {**{name: ours[name] for name in PASSED_ON if name in ours}, "PYTHONPATH": path}


async def exchange(process: Process, page: Page) -> dict[str, Any]:
    """Send a page, wait for the reply."""
    assert process.stdin
    about = json.dumps({"url": page.url, "content_type": page.content_type}).encode()
    process.stdin.write(b"".join((REQUEST.pack(len(about), len(page.body)), about, page.body)))  # it wakes up once
    await process.stdin.drain()
    return unpacked(*await received(process))


async def received(process: Process) -> tuple[bytes, bytes]:
    assert process.stdout
    first, second = REPLY.unpack(await process.stdout.readexactly(REPLY.size))
    frame = await process.stdout.readexactly(first + second)
    return frame[:first], frame[first:]


def articles(reply: dict[str, Any]) -> list[Article]:
    """The articles of a reply. Raises FetchError where it brings none, because the page was no feed."""
    if "accident" in reply:
        log.error("a document could not be read: %s", reply["accident"])
        raise FetchError(ACCIDENT)
    if "reason" in reply:
        raise FetchError(reply["reason"], permanent=not reply["passing"], candidates=tuple(reply["candidates"]))
    return [
        Article(url, title, text, datetime.fromisoformat(date) if date else None, language, guid)
        for url, title, text, date, language, guid in reply["articles"]
    ]
