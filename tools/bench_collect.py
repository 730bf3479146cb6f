"""Side by side, in one run: the wire alone, and Vigie's collecting with rows committed, over feeds on loopback.

    python tools/bench_collect.py                       2,000 feeds of 50 KB that answer after 20 to 300 ms
    python tools/bench_collect.py --feeds 500 --rounds 2
    python tools/bench_collect.py --day                 a day of 10,000 unchanged feeds at 15 minutes, by its CPU

A pass is timed from its first request to its last row. The wire is aiohttp with as many requests at once as Vigie makes
(admission.REQUESTS), bodies read and thrown away. Vigie is as bot.py puts it together, from the moment when all feeds
are due; what comes of the entries, and the chats, are not measured here. Rounds alternate and the median counts: the
machine may be busy with something else.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import aiohttp

from vigie.adapters.http import HttpFetcher
from vigie.adapters.parser_pool import ParserPool
from vigie.adapters.store import SqlStore
from vigie.admission import REQUESTS
from vigie.collect import collect_in_turn
from vigie.model import Article, Company, Event, Feed, FeedState, OwnWords, Summary
from vigie.ports import Services

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = (
    "la direction annonce un plan de départs volontaires au siège de Lyon selon les syndicats réunis mardi matin en "
    "comité social et économique l'usine emploie encore deux cents personnes et la production doit cesser à l'été"
)


# -- the server, a process of its own ---------------------------------------------------------------------------------


def document(number: int, size: int) -> bytes:
    """An RSS feed of `size` bytes, or a few hundred more: 25 entries with a summary and their full text, as blogs and
    papers do; of 12 KB at least.
    """
    chance, lexicon = random.Random(number), WORDS.split()

    def words(count: int) -> str:
        return " ".join(chance.choice(lexicon) for _ in range(count))

    def entry(place: int) -> str:
        page = f"https://site{number}.example/{place}/article?utm_source=rss"
        when = format_datetime(NOON - timedelta(hours=place, minutes=number % 60), usegmt=True)
        start = (
            f"<item><title>{escape(words(9))} {number}.{place}</title><link>{escape(page)}</link>"
            f'<guid isPermaLink="false">{number}-{place}</guid><pubDate>{when}</pubDate>'
            f"<description><![CDATA[<p>{words(25)}</p>]]></description><content:encoded><![CDATA["
        )
        end, text, room = "]]></content:encoded></item>", "", size // 25 - len(start.encode())
        while (left := room - len(text.encode()) - len(end)) > 0:
            said = f"{words(40)} <a href='{page}'>{words(2)}</a>"
            text += f"<p>{said if left > 400 else words(left // 7)}</p>"
        return start + text + end

    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Site {number}</title><link>https://site{number}.example/</link><language>fr-FR</language>"
        f"{''.join(map(entry, range(25)))}</channel></rss>"
    ).encode()


class Answers(asyncio.Protocol):
    """A client that asks one thing after the other; made to cost little, since what is measured has the same cores."""

    def __init__(self, pages: list[bytes], waits: list[float]) -> None:
        self.pages, self.waits, self.head = pages, waits, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.head += data
        if self.head.endswith(b"\r\n\r\n"):
            number = int(self.head.split(b" ", 2)[1][1:])
            answer = self.pages[number]
            if b'\r\nIf-None-Match: "%d"\r\n' % number in self.head:
                answer = b'HTTP/1.1 304 Not Modified\r\nETag: "%d"\r\n\r\n' % number
            asyncio.get_running_loop().call_later(self.waits[number], self.answer, answer, self.head)
            self.head = b""

    def answer(self, answer: bytes, head: bytes) -> None:
        if b"\r\nConnection: close\r\n" in head:
            self.transport.write(answer.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
            self.transport.close()
        else:
            self.transport.write(answer)


async def serve(feeds: int, size: int) -> None:
    """Answer GET /n after 20 to 300 ms with the n-th feed, or with 304 where its ETag comes back; the port goes out."""
    kinds = [document(number, size) for number in range(min(feeds, 50))]

    def page(number: int) -> bytes:
        """Every feed has its own links, so that each article is a row."""
        kind = number % len(kinds)
        body = kinds[kind].replace(b"//site%d." % kind, b"//site%d." % number)
        head = b'HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: "%d"\r\nContent-Length: %d\r\n\r\n'
        return head % (number, len(body)) + body

    pages = [page(number) for number in range(feeds)]
    waits = [0.02 + 0.28 * random.Random(number).random() for number in range(feeds)]
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Answers(pages, waits), "0.0.0.0", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@asynccontextmanager
async def served(feeds: int, size: int) -> AsyncIterator[int]:
    """The port of a server in a process of its own."""
    command = [sys.executable, __file__, "--serve", str(feeds), str(size)]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert process.stdout
    try:
        yield int(await process.stdout.readline())
    finally:
        process.kill()
        await process.wait()


# -- what is measured -------------------------------------------------------------------------------------------------


@dataclass
class Pass:
    """One pass over all feeds."""

    seconds: float
    cpu: float
    """Seconds of this process."""
    stall: float
    """The longest time that the loop did not answer, in seconds."""
    done: int
    readers: float = 0.0
    """Seconds of CPU of the readers."""

    @property
    def rate(self) -> float:
        return self.done / self.seconds


async def timed(work: Callable[[], Awaitable[int]]) -> Pass:
    stalls, over = [0.0], asyncio.Event()

    async def watch() -> None:
        while not over.is_set():
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            stalls.append(time.perf_counter() - before - 0.005)

    watcher = asyncio.create_task(watch())
    began, cpu = time.perf_counter(), time.process_time()
    done = await work()
    seconds, used = time.perf_counter() - began, time.process_time() - cpu
    over.set()
    await watcher
    return Pass(seconds, used, max(stalls), done)


async def wire(port: int, feeds: int, *, unchanged: bool) -> int:
    """aiohttp alone."""
    free, done = asyncio.Semaphore(REQUESTS), 0

    async def one(number: int, session: aiohttp.ClientSession) -> None:
        nonlocal done
        headers = {"If-None-Match": f'"{number}"'} if unchanged else {}
        async with free, session.get(named(number, port).url, headers=headers) as response:
            await response.read()
            done += response.status in (200, 304)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(one(number, session) for number in range(feeds)))
    return done


class Deaf:
    """An Engine that finds nothing: examining is another bench's business."""

    version = 1

    async def analyse(self, article: Article) -> list[Event]:
        return []

    async def refresh(self, companies: list[Company], version: int) -> None: ...

    async def learn(self, own: list[OwnWords]) -> None: ...

    async def summarise(self, event: Event, article: Article) -> Summary:
        raise NotImplementedError


@asynccontextmanager
async def vigie(folder: Path, feeds: list[Feed], clock: list[datetime]) -> AsyncIterator[Services]:
    """The real parts of collecting."""
    async with (
        SqlStore(folder / "vigie.db") as store,
        HttpFetcher({feed.url.split("/")[2] for feed in feeds}) as fetcher,
        ParserPool() as parser,
    ):
        await store.adopt(feeds, [], clock[0])
        deaf = Deaf()
        yield Services(lambda: clock[0], fetcher, parser, deaf, deaf, store, {})  # type: ignore[arg-type]


async def collected(services: Services) -> int:
    """Every feed visited and its rows committed, without examining; how many went well."""
    due = await services.store.due_feeds(services.clock(), everything=True)

    async def one(feed: Feed, state: FeedState) -> bool:
        visit = await collect_in_turn(feed, state, services)
        return visit is not None and visit.error is None

    return sum(await asyncio.gather(*(one(feed, state) for feed, state in due)))


def named(number: int, port: int) -> Feed:
    """A feed on a host of its own: all of 127.0.0.0/8 is this machine."""
    return Feed(f"http://127.{number >> 14}.{number >> 7 & 127}.{(number & 127) + 1}:{port}/{number}", f"Site {number}")


async def side_by_side(feeds: int, size: int, rounds: int) -> None:
    results: dict[str, list[Pass]] = {}
    async with served(feeds, size) as port:
        await wire(port, min(feeds, 200), unchanged=False)
        for _ in range(rounds):
            results.setdefault("wire, first", []).append(await timed(lambda: wire(port, feeds, unchanged=False)))
            results.setdefault("wire, unchanged", []).append(await timed(lambda: wire(port, feeds, unchanged=True)))
            with tempfile.TemporaryDirectory() as folder:
                clock = [NOON]
                async with vigie(Path(folder), [named(n, port) for n in range(feeds)], clock) as services:
                    first = await timed(lambda: collected(services))
                    first.readers = cpu_of_readers(services)
                    results.setdefault("vigie, first", []).append(first)
                    clock[0] += timedelta(minutes=20)
                    results.setdefault("vigie, unchanged", []).append(await timed(lambda: collected(services)))
                    memory = memory_of_readers(services)
    report(results, memory)


def report(results: dict[str, list[Pass]], memory: list[float]) -> None:
    print(
        f"{'':18}{'feeds/s':>9}{'each round':>28}{'CPU ms a feed':>15}{'of readers':>12}"
        f"{'longest stall ms':>18}{'lost':>6}"
    )
    rates = {}
    for name, passes in results.items():
        rates[name] = statistics.median(one.rate for one in passes)
        each = " ".join(f"{one.rate:.0f}" for one in passes)
        cpu = statistics.median(one.cpu / one.done * 1000 for one in passes)
        readers = statistics.median(one.readers / one.done * 1000 for one in passes)
        stall = statistics.median(one.stall for one in passes) * 1000
        lost = sum(passes[0].done - one.done for one in passes)
        print(f"{name:18}{rates[name]:9.0f}{each:>28}{cpu:15.2f}{readers:12.2f}{stall:18.0f}{lost:6}")
    for kind in ("first", "unchanged"):
        ratio = statistics.median(
            ours.rate / bare.rate
            for ours, bare in zip(results[f"vigie, {kind}"], results[f"wire, {kind}"], strict=True)
        )
        print(f"{kind} pass: {ratio:.2f} of the wire")
    print(f"memory: {peak():.0f} MB at most here, readers {', '.join(f'{one:.0f}' for one in memory)} MB")


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cpu_of_readers(services: Services) -> float:
    """Seconds of CPU that the readers have used (Linux)."""
    used = 0
    for reader in services.parser._readers:  # type: ignore[attr-defined]
        fields = Path(f"/proc/{reader._process.pid}/stat").read_text().rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / os.sysconf("SC_CLK_TCK")


def memory_of_readers(services: Services) -> list[float]:
    """Resident megabytes of each reader (Linux)."""
    found = []
    for reader in services.parser._readers:  # type: ignore[attr-defined]
        status = Path(f"/proc/{reader._process.pid}/status").read_text()
        found.append(int(status.partition("VmHWM:")[2].split()[0]) / 1024)
    return found


# -- a day ------------------------------------------------------------------------------------------------------------


async def a_day(feeds: int) -> None:
    """The CPU of one unchanged pass over all feeds, times the visits of a day at 15 minutes."""
    async with served(feeds, 2_000) as port:
        with tempfile.TemporaryDirectory() as folder:
            clock = [NOON]
            async with vigie(Path(folder), [named(n, port) for n in range(feeds)], clock) as services:
                await collected(services)
                passes = []
                for _ in range(2):
                    clock[0] += timedelta(minutes=20)
                    passes.append(await timed(lambda: collected(services)))
                readers = sum(memory_of_readers(services))
    cpu = min(one.cpu / one.done for one in passes)
    share = cpu * feeds / (15 * 60)
    print(f"{feeds} unchanged feeds: {cpu * 1000:.2f} ms of CPU a visit, {share:.1%} of one core at 15 minutes")
    print(f"memory: {peak():.0f} MB at most here with {feeds} feeds known, readers {readers:.0f} MB together")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--feeds", type=int, default=0)
    options.add_argument("--size", type=int, default=50_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--day", action="store_true")
    options.add_argument("--serve", nargs=2, type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    if given.serve:
        asyncio.run(serve(*given.serve))
        return
    gc.set_threshold(20_000)  # as bot.py does
    gc.freeze()
    if given.day:
        asyncio.run(a_day(given.feeds or 10_000))
    else:
        asyncio.run(side_by_side(given.feeds or 2_000, given.size, given.rounds))


if __name__ == "__main__":
    main()
