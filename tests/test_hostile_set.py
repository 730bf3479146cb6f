"""All that is hostile at once, beside feeds that work: what is counted is whom it holds up, not for how long."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from fakes import hostile
from fakes.feeds import FeedServer, Item, rss
from fakes.vigie import NOON

from vigie.adapters.http import HttpFetcher
from vigie.adapters.parser_pool import ParserPool
from vigie.admission import Admission
from vigie.model import Feed, FeedState
from vigie.pipeline import visit

HEALTHY = 5


def places(server: FeedServer, trap: FeedServer) -> set[str]:
    return {server.host, *(url.split("/")[2] for url in hostile.spread(trap.port, 200))}


@pytest.mark.chaos
async def test_no_hostile_feed_takes_a_place_or_a_reader_from_those_that_work(vigie):
    async with (
        FeedServer() as server,
        FeedServer(host="0.0.0.0") as trap,
        HttpFetcher(places(server, trap), gap=timedelta(), timeout=timedelta(seconds=10)) as fetcher,
        ParserPool(2, timedelta(seconds=2), patience=timedelta(seconds=0.5)) as parser,
    ):
        urls = [server.serve(f"/{n}", rss(Item(f"Usine {n}", f"https://a.example/{n}"))) for n in range(HEALTHY)]
        healthy = [Feed(url, "sain") for url in urls]
        others = [Feed(url, "hostile") for url in hostile.spread(trap.port, len(hostile.serve(trap)))]
        await vigie.store.adopt([*healthy, *others], [], NOON)
        seen = []
        services = vigie.again(
            vigie.store, fetcher=fetcher, parser=parser, report=seen.append, proven=Admission(visits=1)
        )

        async def meet(feed):
            states = dict(await vigie.store.due_feeds(NOON, everything=True))
            await visit(feed, states[feed], services)

        async def read():
            """The healthy feeds, whole, through the one place that there is for those that work."""
            for feed in healthy:
                await visit(feed, FeedState(feed.url, baseline_at=NOON), services)

        await asyncio.gather(read(), *map(meet, others))
        assert seen[-1].feed in others, "those that work waited for all the others"
        before = [reader._process.pid for reader in parser._readers if reader._process]
        heavy = set(parser._heavy)
        bad = {one.feed for one in seen if one.error}
        await asyncio.gather(read(), *map(meet, bad))
        assert [one.error for one in seen if one.feed in healthy] == [None] * (2 * HEALTHY)
        assert heavy
        assert len([one for one in seen if one.feed in others]) == len(others) + len(bad)
        assert set(parser._heavy) <= heavy
        assert [reader._process.pid for reader in parser._readers if reader._process] == before
