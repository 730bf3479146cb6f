"""How fast a Vigie stores what a hub pushes, over the loopback: real hub, server, killable readers and store.

    python tools/bench_pushes.py [--pushes 300] [--at-once 20]

Each push is a feed of 20 entries, one of them new; there are several feeds. First one after the other (from the hub's
first byte to the commit), then so many at once.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import statistics
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from fakes.feeds import FeedServer, Item, rss
from fakes.hub import Hub

from vigie import pipeline
from vigie.adapters.http import HttpFetcher
from vigie.cli.assemble import assemble
from vigie.cli.listening import listening
from vigie.config import FileConfig, PublicAddress
from vigie.model import Company, Feed, Visit


def document(feed: int, newest: int) -> bytes:
    """The feed as it is once this entry was published."""
    return rss(
        *(
            Item(f"Brève {n} du flux {feed}", f"https://gazette.example/{feed}/{n}", "mot " * 200)
            for n in range(newest, newest - 20, -1)
        )
    )


async def measure(pushes: int, at_once: int, data: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with FeedServer() as press, Hub() as hub:
        link = f'<{hub.url}>; rel=hub, </rss/{{0}}>; rel="self"'
        topics = [
            press.serve(f"/rss/{n}", document(n, 20), headers={"Link": link.format(n)}) for n in range(2 * pushes // 40)
        ]
        config = FileConfig(
            tuple(Feed(topic, f"Flux {n}") for n, topic in enumerate(topics)),
            (Company(0, "Ateliers Morvan"),),
            frozenset({press.host, hub.host}),
            push=PublicAddress(f"http://127.0.0.1:{port}", port=port),
        )
        stored: asyncio.Queue[Visit] = asyncio.Queue()
        web = HttpFetcher(config.allow, gap=timedelta(0))
        async with (
            assemble(config, data, web=web) as house,
            listening(config, house, replace(house.services, report=stored.put_nowait)) as services,
        ):
            await services.store.adopt(config.feeds, config.companies, services.clock())
            await pipeline.tick(services)
            await pipeline.tick(services)
            for _ in topics:
                await stored.get()

            async def push(number: int) -> int:
                newer, feed = divmod(number, len(topics))
                return await hub.push(topics[feed], document(feed, 21 + newer))

            waits = []
            for number in range(pushes):
                began = perf_counter()
                await push(number)
                await stored.get()
                waits.append((perf_counter() - began) * 1000)
            print(f"one by one: median {statistics.median(waits):.0f} ms, p99 {sorted(waits)[-pushes // 100]:.0f} ms")
            began = perf_counter()
            statuses: list[int] = []
            for first in range(pushes, 2 * pushes, at_once):
                batch = range(first, first + at_once)
                statuses += await asyncio.gather(*map(push, batch))
            for _ in range(statuses.count(202)):
                await stored.get()
            took = perf_counter() - began
            print(f"{at_once} at once: {len(statuses) / took:.0f} pushes a second, {statuses.count(503)} put off")
        print(f"polls meanwhile: {len(press.requests) - len(topics)}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pushes", type=int, default=300)
    options.add_argument("--at-once", type=int, default=20)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(given.pushes, given.at_once, Path(folder)))


if __name__ == "__main__":
    main()
