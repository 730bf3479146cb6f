"""How long healthy feeds take, alone and while every hostile server and document of the tests is visited beside them.

    python tools/bench_hostile.py                       100 healthy feeds of 20 KB that answer after 20 to 300 ms
    python tools/bench_hostile.py --feeds 50 --rounds 8
    python tools/bench_hostile.py --flood               the memory of 600 feeds at once that send up to 10 MB each
    python tools/bench_hostile.py --flood --unbounded   the same where each visit may hold what it likes

A round visits all healthy feeds as a tick does, whole documents read and committed. Rounds alone and rounds beside the
hostile set alternate; what counts is how long visits take from the moment they are due, the 95th of a hundred. The
first time that the hostile ones are met stands apart: nothing is known of them then.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(1, str(Path(__file__).parents[1] / "tests"))

from bench_collect import NOON, Deaf, named, peak, served
from fakes import hostile as hostile_set
from fakes.feeds import FeedServer

from vigie.adapters.http import HttpFetcher
from vigie.adapters.parser_pool import ParserPool
from vigie.adapters.store import SqlStore
from vigie.admission import Admission
from vigie.model import Feed, FeedState
from vigie.pipeline import visit
from vigie.ports import Services

# -- the time of those that work --------------------------------------------------------------------------------------


async def serve() -> None:
    """All of them, on any address of this machine; the port, and how many there are, go out."""
    async with FeedServer(host="0.0.0.0") as server:
        print(server.port, len(hostile_set.serve(server)), flush=True)
        await asyncio.Event().wait()


@asynccontextmanager
async def hostile(how: str = "--serve") -> AsyncIterator[list[Feed]]:
    process = await asyncio.create_subprocess_exec(sys.executable, __file__, how, stdout=subprocess.PIPE)
    assert process.stdout
    try:
        port, count = map(int, (await process.stdout.readline()).split())
        yield [Feed(url, "hostile") for url in hostile_set.spread(port, count)]
    finally:
        process.kill()
        await process.wait()


async def a_round(healthy: list[Feed], services: Services) -> list[float]:
    """How long each visit took, in seconds, from the moment when all were due."""
    began, taken = time.perf_counter(), []

    async def one(feed: Feed) -> None:
        await visit(feed, FeedState(feed.url, baseline_at=NOON), services)
        taken.append(time.perf_counter() - began)

    await asyncio.gather(*map(one, healthy))
    return taken


async def meet(feeds: list[Feed], services: Services) -> None:
    """A visit of each hostile feed, with what is remembered of it."""
    states = {state.url: state for _, state in await services.store.due_feeds(services.clock(), everything=True)}
    await asyncio.gather(*(visit(feed, states[feed.url], services) for feed in feeds))


async def measure(feeds: int, size: int, rounds: int) -> None:
    alone: list[float] = []
    beside: list[float] = []
    async with served(feeds, size) as port, hostile() as others:
        healthy = [named(number, port) for number in range(feeds)]
        places = {feed.url.split("/")[2] for feed in (*healthy, *others)}
        with tempfile.TemporaryDirectory() as folder:
            async with (
                SqlStore(Path(folder) / "vigie.db") as store,
                HttpFetcher(places, gap=timedelta()) as fetcher,
                ParserPool() as parser,
            ):
                await store.adopt([*healthy, *others], [], NOON)
                deaf, failed = Deaf(), []
                services = Services(lambda: NOON, fetcher, parser, deaf, deaf, store, {})  # type: ignore[arg-type]
                services = replace(
                    services, report=lambda one: failed.append(one.feed) if one.error and one.feed in healthy else None
                )
                await a_round(healthy, services)
                first, met = await a_round_beside(healthy, others, services)
                for _ in range(rounds):
                    alone += await a_round(healthy, services)
                    times, seconds = await a_round_beside(healthy, others, services)
                    beside += times
    print(f"{len(others)} hostile feeds, visited once in {met:.0f} s the first time, in {seconds:.0f} s the last")
    for name, times in (("alone", alone), ("the first time beside them", first), ("beside them", beside)):
        print(f"{name:28} median {statistics.median(times) * 1000:5.0f} ms, p95 {p95(times) * 1000:5.0f} ms")
    ratios = [f"{p95(times) / p95(alone):.2f}" for times in (first, beside)]
    print(f"p95 of p95 alone: {ratios[0]} the first time, {ratios[1]} then; healthy feeds that failed: {len(failed)}")


async def a_round_beside(healthy: list[Feed], others: list[Feed], services: Services) -> tuple[list[float], float]:
    """Rounds for as long as the hostile set is being visited; how long that was."""
    began, taken = time.perf_counter(), []
    meeting = asyncio.create_task(meet(others, services))
    while not meeting.done() and time.perf_counter() - began < LONG_ENOUGH:
        taken += await a_round(healthy, services)
    await meeting
    return taken, time.perf_counter() - began


LONG_ENOUGH = 20.0


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


# -- a flood ----------------------------------------------------------------------------------------------------------

FLOOD = 600
"""Feeds: as many as may be visited at once, of those that are proven and of those that are not."""
WORDS = " ".join(random.Random(1).choices(["usine", "plan", "siège", "syndicats", "départs"], k=15_000))


def flood_document(size: int) -> bytes:
    """An RSS feed of so many bytes, in entries of 100 KB."""
    item = f"<item><title>Usine</title><description>{WORDS}</description></item>".encode()
    return b'<rss version="2.0"><channel>' + item * (size // len(item)) + b"</channel></rss>"


async def serve_flood() -> None:
    """Documents of 9.9 MB, of 9.9 MB compressed to a fourth, of 900 KB, and of 250 KB with no end, in turn."""
    async with FeedServer(host="0.0.0.0") as server:
        great, small = flood_document(9_900_000), flood_document(900_000)
        kinds = [
            lambda path: server.serve(path, great),
            lambda path: server.serve(path, packed, headers={"Content-Encoding": "gzip"}),
            lambda path: server.serve(path, small),
            lambda path: server.raw(path, hostile_set.lasting(b"HTTP/1.1 200 OK\r\n\r\n" + small[:250_000])),
        ]
        packed = gzip.compress(great, 1)
        for number in range(FLOOD):
            kinds[number % len(kinds)](f"/{number}")
        print(server.port, FLOOD, flush=True)
        await asyncio.Event().wait()


async def flood(bounded: bool) -> None:
    """All at once; the most memory that this process came to, beside what it held before."""
    async with hostile("--serve-flood") as feeds:
        with tempfile.TemporaryDirectory() as folder:
            async with (
                SqlStore(Path(folder) / "vigie.db") as store,
                HttpFetcher({feed.url.split("/")[2] for feed in feeds}) as fetcher,
                ParserPool() as parser,
            ):
                await store.adopt(feeds, [], NOON)
                deaf, seen = Deaf(), []
                services = Services(lambda: NOON, fetcher, parser, deaf, deaf, store, {}, seen.append)  # type: ignore[arg-type]
                if not bounded:
                    services = replace(services, proven=Admission(steps=()), doubtful=Admission(steps=()))
                before = peak()
                states = (FeedState(f.url, baseline_at=NOON if n // 4 % 2 else None) for n, f in enumerate(feeds))
                await asyncio.gather(*(visit(feed, state, services) for feed, state in zip(feeds, states, strict=True)))
    said = Counter(one.error or "read" for one in seen)
    print(f"{len(feeds)} feeds: {peak() - before:.0f} MB more than the {before:.0f} MB before them")
    for sentence, count in said.most_common():
        print(f"{count:5} {sentence}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--feeds", type=int, default=100)
    options.add_argument("--size", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=4)
    options.add_argument("--flood", action="store_true")
    options.add_argument("--unbounded", action="store_true")
    options.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options.add_argument("--serve-flood", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.serve or given.serve_flood:
        asyncio.run(serve() if given.serve else serve_flood())
    elif given.flood:
        asyncio.run(flood(not given.unbounded))
    else:
        asyncio.run(measure(given.feeds, given.size, given.rounds))


if __name__ == "__main__":
    main()
